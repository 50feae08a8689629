"""What comes along from earlier meetings: what was decided, what was left open, what is long overdue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from terugkom.meetings.model import Decision, DecisionKind, OpenPoint
from terugkom.packs.facts import Fact
from terugkom.packs.sitting import Sitting
from terugkom.packs.standing import place_of
from terugkom.packs.words import put_off, say
from terugkom.plan.model import Action, Group, GroupKind
from terugkom.rhythm.model import AgendaPoint, Moment

AT_LAST = 3  # times put off: then it is the first point


@dataclass(frozen=True)
class Decided:
    """A decision of the last meeting, and where its action stands now."""

    number: int
    text: str
    code: str
    place: str


@dataclass(frozen=True)
class Carried:
    """A point that was left open. `often` says how often it was put off."""

    code: str
    text: str
    times: int
    often: str
    raised_on: date


def decided(
    session: Session, sitting: Sitting, facts: Mapping[int, Fact], today: date, language: str
) -> tuple[Decided, ...]:
    """Return what the last meeting decided, notes left out."""
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


def carried(session: Session, sitting: Sitting, language: str) -> tuple[Carried, ...]:
    """Return the points that are still open, the most often put off first."""
    query = (
        select(OpenPoint.text, OpenPoint.put_off, Action.code, Moment.day)
        .join(Moment, Moment.id == OpenPoint.raised_moment_id)
        .outerjoin(Action, Action.id == OpenPoint.action_id)
        .where(OpenPoint.group_id == sitting.group_id, OpenPoint.closed_moment_id.is_(None))
        .order_by(OpenPoint.put_off.desc(), Moment.day, OpenPoint.id)
    )
    return tuple(
        Carried(code or "", text, times, put_off(times, language), day)
        for text, times, code, day in session.execute(query)
    )


def raised(session: Session, sitting: Sitting) -> frozenset[int]:
    """Return the actions that reminders put on this group's agenda, of which the deadline did not move since.

    Those that belong to no group go to the core group, and to the focus group, which follows the whole plan.
    """
    return frozenset(session.scalars(_raised(sitting)))


def _raised(sitting: Sitting) -> Select[tuple[int]]:
    query = (
        select(AgendaPoint.action_id)
        .join(Action, Action.id == AgendaPoint.action_id)
        .where(AgendaPoint.deadline == Action.deadline)
    )
    if sitting.kind is GroupKind.SUB:
        return query.where(AgendaPoint.group_id == sitting.group_id)
    town = select(Group.municipality_id).where(Group.id == sitting.group_id).scalar_subquery()
    return query.where(AgendaPoint.municipality_id == town).where(
        or_(AgendaPoint.group_id.is_(None), AgendaPoint.group_id == sitting.group_id)
        if sitting.kind is GroupKind.CORE
        else AgendaPoint.municipality_id == town
    )
