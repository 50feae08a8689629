"""Meetings whose minutes never came: they were asked and chased, and after that nobody heard of it until the
next pack of the group, of a core group a year later.

A meeting is named from a week after the chase, at most once a month, until its minutes are there, it turns
out that it did not take place, or a later meeting of the same group was held: its pack says so too.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

from terugkom.meetings.model import MET_STATES, Meeting, MeetingState, MeetingStep, StepKind, StepOutcome
from terugkom.meetings.occurrences import format_meeting_name
from terugkom.plan.model import Group, Municipality
from terugkom.reminders.monthly_points import format_named_point, load_points_told_to, load_told_points
from terugkom.reminders.summary_lists import SummaryList
from terugkom.schedule.model import Moment

_AFTER_CHASE = timedelta(days=7)


@dataclass(frozen=True)
class MissingMinutes:
    """A meeting whose minutes never came. `key` is its name for a command, `month` as in 2027-03."""

    group: str
    key: str
    day: date
    month: str
    is_named: bool = False  # in this month, by an earlier summary

    @property
    def point(self) -> str:
        """What is news once."""
        return f"minutes:{self.key}"

    @property
    def named_point(self) -> str:
        """What says that it was named in this month."""
        return format_named_point("minutes", self.key, self.month)


NO_MISSING_MINUTES: SummaryList[MissingMinutes] = SummaryList((), 0)


def list_missing_minutes(
    session: Session, municipality: Municipality, today: date, reader_id: int | None = None
) -> SummaryList[MissingMinutes]:
    """Return the meetings of a municipality whose minutes never came, in the order of their days, and
    of which of them the reader of the summary was told this month."""
    values = {"municipality_id": municipality.id, "last": today - _AFTER_CHASE}
    rows = session.execute(_select_missing(), values).all()
    if not rows:
        return NO_MISSING_MINUTES
    told, month = load_points_told_to(session, municipality.id, reader_id), f"{today:%Y-%m}"
    found = [
        MissingMinutes(
            format_meeting_name(row.kind, row.name or row.subject, municipality.language),
            f"{row.subject}/{row.period}",
            row.day,
            month,
        )
        for row in rows
    ]
    marked = [replace(each, is_named=each.named_point in told) for each in found]
    return SummaryList(marked, len(marked))


def has_untold_minutes(session: Session, municipality: Municipality, today: date) -> bool:
    """Return whether minutes never came of a meeting of which no summary told."""
    found = list_missing_minutes(session, municipality, today).shown
    told = load_told_points(session, municipality.id) if found else frozenset()
    return not {each.point for each in found} <= told


def select_with_missing_minutes(today: date) -> Select[tuple[int]]:
    """Return the query for the municipalities with a meeting whose minutes never came."""
    query = select(Moment.municipality_id).join(Meeting, Meeting.moment_id == Moment.id)
    return query.where(_are_missing(today - _AFTER_CHASE)).distinct()


@cache  # to build it took longer than to execute it
def _select_missing() -> Select[Any]:
    return (
        select(Moment.kind, Moment.subject, Moment.period, Moment.day, Group.name)
        .join(Meeting, Meeting.moment_id == Moment.id)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .where(Moment.municipality_id == bindparam("municipality_id", type_=Integer))
        .where(_are_missing(bindparam("last", type_=Date)))
        .order_by(Moment.day, Moment.id)
    )


def _are_missing(last: Any) -> ColumnElement[bool]:
    """Return the SQL condition that a meeting was held, and its minutes were chased by a day."""
    is_chased = exists().where(
        MeetingStep.moment_id == Meeting.moment_id,
        MeetingStep.step == StepKind.CHASE,
        MeetingStep.outcome == StepOutcome.DONE,
        MeetingStep.day > Moment.day,  # not that of a day before it was moved
        MeetingStep.day <= last,
    )
    return and_(Meeting.state == MeetingState.HELD, is_chased, ~_has_later_meeting())


def _has_later_meeting() -> ColumnElement[bool]:
    later, moment = aliased(Meeting), aliased(Moment)
    is_of_group = later.group_id == Meeting.group_id
    is_of_none = and_(Meeting.group_id.is_(None), later.group_id.is_(None), moment.kind == Moment.kind)
    return (
        exists()
        .where(later.moment_id == moment.id, moment.municipality_id == Moment.municipality_id)
        .where(moment.day > Moment.day, later.state.in_(MET_STATES), or_(is_of_group, is_of_none))
        .correlate(Meeting, Moment)
    )
