"""The coming year, by quarter: which groups meet when, and which deadlines fall in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from terugkom.documents.formatting import format_short_quarter
from terugkom.meetings.due_steps import MEETING_DAY
from terugkom.meetings.occurrences import format_meeting_name
from terugkom.meetings.upcoming_meetings import list_upcoming_meeting_steps
from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.model import Municipality

_A_YEAR = relativedelta(years=1, days=14)  # so that this group's own next meeting is included


@dataclass(frozen=True)
class CalendarMeeting:
    """A meeting of a group on a day."""

    day: date
    name: str


@dataclass(frozen=True)
class CalendarQuarter:
    """A quarter of the coming year: its meetings, and the open actions whose deadline falls in it."""

    name: str
    meetings: tuple[CalendarMeeting, ...]
    codes: tuple[str, ...]


def build_year_calendar(
    session: Session,
    municipality: Municipality,
    names: Mapping[str, str],
    facts: Sequence[ActionFacts],
    day: date,
) -> tuple[CalendarQuarter, ...]:
    """Return the quarters of the year after a day; `names` are the groups' names by code."""
    until = day + _A_YEAR
    after = day + relativedelta(days=1)
    gatherings = sorted(
        (
            each.date,
            format_meeting_name(each.kind, names.get(each.subject, each.subject), municipality.language),
        )
        for each in list_upcoming_meeting_steps(session, municipality, after, until)
        if each.step == MEETING_DAY
    )
    due = sorted(
        (each.deadline, each.code)
        for each in facts
        if each.deadline and after <= each.deadline <= until and each.status.is_open
    )
    starts = dict.fromkeys(_quarter_start(found) for found, _ in sorted([*gatherings, *due]))
    return tuple(
        CalendarQuarter(
            format_short_quarter(start, municipality.language),
            tuple(CalendarMeeting(on, name) for on, name in gatherings if _quarter_start(on) == start),
            tuple(code for on, code in due if _quarter_start(on) == start),
        )
        for start in starts
    )


def _quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
