"""Which meeting of the calendar is one that was announced on a day.

Its day, and so the month that names it, may be another since. A meeting that was opened knows the days from
which it was moved. One that was not follows the rhythm of its group, as the nearest one that is left.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.meetings.align_meetings import is_near
from terugkom.meetings.kinds import MEETING_KINDS
from terugkom.meetings.model import MET_STATES, Meeting, MeetingState
from terugkom.meetings.occurrences import list_occurrences
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment

_LOOKAHEAD = timedelta(days=800)  # days in which a meeting is looked for, as in `reschedule`
_LOOKS_BACK = timedelta(days=190)  # how long ago it may have been held, if it was moved to an earlier day


@dataclass(frozen=True)
class CurrentMeeting:
    """A meeting as the calendar has it now, also one that is cancelled or was held; `earlier_days` are those
    from which it was moved."""

    subject: str
    day: date
    interval_months: int
    state: MeetingState = MeetingState.PLANNED
    earlier_days: frozenset[date] = frozenset()

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not go on."""
        return self.state is MeetingState.CANCELLED

    @property
    def is_held(self) -> bool:
        """Whether it took place."""
        return self.state in MET_STATES


def load_calendar(session: Session, municipality: Municipality, today: date) -> list[CurrentMeeting]:
    """Return the meetings that may be one announced for today or later."""
    found = list_occurrences(session, municipality, today, today + _LOOKAHEAD)
    months = {each.subject: each.interval_months for each in found}
    query = select(Meeting).join(Meeting.moment).where(Moment.municipality_id == municipality.id)
    query = query.where(Moment.kind.in_(MEETING_KINDS), Moment.day >= today - _LOOKS_BACK)
    opened = [
        CurrentMeeting(
            each.moment.subject,
            each.moment.day,
            months.get(each.moment.subject, 1),
            each.state,
            frozenset(date.fromisoformat(move["from"]) for move in each.moves if "from" in move),
        )
        for each in session.scalars(query.order_by(Moment.day, Moment.id))
    ]
    planned = [
        CurrentMeeting(each.subject, each.day, each.interval_months)
        for each in found
        if each.moment_id is None
    ]
    return [*opened, *planned]


def match_announced(
    announced: Mapping[str, Collection[date]], calendar: Sequence[CurrentMeeting], today: date
) -> dict[str, CurrentMeeting]:
    """Return which meeting each announced one is now, by its key: group and month, as it was announced.

    Without one the group has none left near the announced day.
    """
    found = {
        key: same
        for key, days in announced.items()
        if (same := _find_same(_get_subject(key), days, calendar))
    }
    pairs = [
        (abs(max(days) - each.day), max(days), key, each)
        for key, days in announced.items()
        for each in calendar
        if key not in found
        if each.subject == _get_subject(key) and each.day >= today
        if not each.is_cancelled and not each.is_held and each not in found.values()
        if is_near(max(days), each.day, each.interval_months)
    ]
    for _, day, key, each in sorted(pairs, key=lambda pair: pair[:3]):
        if key not in found and not _is_beyond(found.values(), day, each):
            found[key] = each
    return found


def _get_subject(key: str) -> str:
    return key.rpartition("/")[0]


def _find_same(
    subject: str, days: Collection[date], calendar: Sequence[CurrentMeeting]
) -> CurrentMeeting | None:
    """Return the meeting of a group on one of these days, else the one that was moved from it, rather than a
    cancelled one."""
    mine = [each for each in calendar if each.subject == subject]
    same = [each for each in mine if each.day in days]
    same += [each for each in mine if not each.earlier_days.isdisjoint(days)]
    return next(iter(sorted(same, key=lambda each: each.is_cancelled)), None)


def _is_beyond(found: Collection[CurrentMeeting], day: date, meeting: CurrentMeeting) -> bool:
    """Return whether a meeting is another announced one, or stands beyond it."""
    first, last = sorted((day, meeting.day))
    others = [each for each in found if each.subject == meeting.subject and not each.is_cancelled]
    return meeting in others or any(first < each.day < last for each in others)
