"""Decisions and open points of earlier meetings, and actions that are long overdue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from terugkom.documents.messages import translate, translate_plural
from terugkom.meetings.minutes.decision_names import describe_decision
from terugkom.meetings.minutes.minutes_model import Decision
from terugkom.meetings.model import DecisionKind
from terugkom.meetings.packs.meeting_context import MeetingContext
from terugkom.meetings.packs.progress import classify_progress
from terugkom.plan.action_facts import ActionFacts

MAX_POSTPONEMENTS = 3  # times postponed: then it is the first point


@dataclass(frozen=True)
class LastDecision:
    """A decision of the last meeting, and the progress of its action now."""

    number: int
    text: str
    code: str
    progress: str


@dataclass(frozen=True)
class OpenPointItem:
    """An open point of an earlier meeting. `times_postponed_text` is how often, in words."""

    code: str
    text: str
    times_postponed: int
    times_postponed_text: str


def list_last_decisions(
    session: Session, meeting: MeetingContext, facts: Mapping[int, ActionFacts], today: date, language: str
) -> tuple[LastDecision, ...]:
    """Return the decisions of the last meeting, without notes."""
    if meeting.last_moment_id is None:
        return ()
    found = []
    decisions = session.execute(_select_decisions(), {"moment_id": meeting.last_moment_id})
    for number, kind, text, action in decisions.tuples():
        fact = facts.get(action) if action else None
        place = classify_progress(fact, today, meeting.last_met_on) if fact else None
        found.append(
            LastDecision(
                number,
                describe_decision(kind, text, language),
                fact.code if fact else "",
                translate(f"progress.{place}", language) if place else "",
            )
        )
    return tuple(found)


@cache
def _select_decisions() -> Select[tuple[int, DecisionKind, str, int | None]]:
    return (
        select(Decision.number, Decision.kind, Decision.text, Decision.action_id)
        .where(Decision.moment_id == bindparam("moment_id"), Decision.kind != DecisionKind.NOTE)
        .order_by(Decision.number)
    )


def list_open_points(meeting: MeetingContext, language: str) -> tuple[OpenPointItem, ...]:
    """Return the open points of earlier meetings, the most often postponed first."""
    return tuple(
        OpenPointItem(
            each.code,
            each.title,
            each.times_postponed,
            _format_times_postponed(each.times_postponed, language),
        )
        for each in meeting.agenda_points
        if each.open_point_id
    )


def _format_times_postponed(times: int, language: str) -> str:
    if times == 0:
        return translate("pack.never-postponed", language)
    return translate_plural("pack.times-postponed", times, language)
