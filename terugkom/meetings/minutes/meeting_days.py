"""Tell whether a day that minutes state may be that of their meeting, or is that of another one."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.meetings.model import Meeting, MeetingState
from terugkom.meetings.occurrences import list_occurrences
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment

# People agree on another day in the same week, and do not plan it: a meeting that passed cannot be moved.
_NEAR = timedelta(days=6)


def may_be_day_of(
    session: Session, municipality: Municipality, meeting: Meeting, stated: Iterable[date]
) -> bool:
    """Return whether one of the days is that of the meeting, was so before it was moved, or lies less than a
    week from it and is not that of another meeting of its group."""
    moved = (date.fromisoformat(each[of]) for each in meeting.moves for of in ("from", "to"))
    known = {meeting.moment.day, *moved}
    near = {day for day in stated if any(abs(day - each) <= _NEAR for each in known)}
    if near & known or not near:
        return bool(near)
    return bool(near - _list_days_of_others(session, municipality, meeting, min(near), max(near)))


def _list_days_of_others(
    session: Session, municipality: Municipality, meeting: Meeting, first: date, last: date
) -> set[date]:
    """Return the days in a period on which its group has another meeting, opened or planned."""
    of = meeting.moment
    opened = (
        select(Moment.day)
        .join(Meeting, Meeting.moment_id == Moment.id)
        .where(Moment.municipality_id == municipality.id, Moment.subject == of.subject)
        .where(Moment.id != of.id, Moment.day.between(first, last))
        .where(Meeting.state != MeetingState.CANCELLED)
    )
    planned = list_occurrences(session, municipality, first, last)
    return {*session.scalars(opened)} | {
        each.day for each in planned if each.moment_id is None and each.subject == of.subject
    }
