"""Decisions and open points of earlier meetings, and actions that are long overdue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.phrases import put_off, say
from terugkom.meetings.model import Decision, DecisionKind
from terugkom.meetings.packs.meeting_context import Sitting
from terugkom.meetings.packs.progress import place_of
from terugkom.plan.action_facts import Fact

AT_LAST = 3  # times postponed: then it is the first point


@dataclass(frozen=True)
class Decided:
    """A decision of the last meeting, and the progress of its action now."""

    number: int
    text: str
    code: str
    place: str


@dataclass(frozen=True)
class Carried:
    """An open point of an earlier meeting. `often` is how often it was postponed, as text."""

    code: str
    text: str
    times: int
    often: str


def decided(
    session: Session, sitting: Sitting, facts: Mapping[int, Fact], today: date, language: str
) -> tuple[Decided, ...]:
    """Return the decisions of the last meeting, without notes."""
    if sitting.last is None:
        return ()
    query = (
        select(Decision.number, Decision.text, Decision.action_id)
        .where(Decision.moment_id == sitting.last, Decision.kind != DecisionKind.NOTE)
        .order_by(Decision.number)
    )
    found = []
    for number, text, action in session.execute(query):
        fact = facts.get(action)
        place = place_of(fact, today, sitting.since) if fact else None
        found.append(Decided(number, text, fact.code if fact else "", say(place, language) if place else ""))
    return tuple(found)


def carried(sitting: Sitting, language: str) -> tuple[Carried, ...]:
    """Return the open points of earlier meetings, the most often postponed first."""
    return tuple(
        Carried(each.code, each.title, each.put_off, put_off(each.put_off, language))
        for each in sitting.points
        if each.open_point_id
    )
