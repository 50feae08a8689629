"""The steps to come of the meetings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from terugkom.meetings import due_steps
from terugkom.meetings.due_steps import StepCalendar
from terugkom.meetings.occurrences import MeetingRows, build_occurrences, load_meeting_rows
from terugkom.plan.model import Municipality


@dataclass(frozen=True, order=True)
class UpcomingStep:
    """One upcoming step. `kind` is the cycle, `subject` a group's or an action's code."""

    date: date
    kind: str
    subject: str
    step: str
    period: str


def list_upcoming_meeting_steps(
    session: Session, municipality: Municipality, today: date, until: date
) -> Iterator[UpcomingStep]:
    """Yield the upcoming steps of the meetings, on the days to which they were rescheduled."""
    rows = load_meeting_rows(session, [municipality])[municipality.id]
    return iterate_upcoming_meeting_steps(municipality, rows, today, until)


def iterate_upcoming_meeting_steps(
    municipality: Municipality, rows: MeetingRows, today: date, until: date
) -> Iterator[UpcomingStep]:
    """Yield the upcoming steps of the meetings, on the days to which they were rescheduled."""
    lead = municipality.effective_lead_times
    calendar = StepCalendar(lead, municipality.working_days)
    margin = timedelta(days=max(lead.invitation, lead.minutes + lead.chase) + 14)
    for each in build_occurrences(municipality, rows, today - margin, until + margin):
        for step, day in due_steps.list_steps_to_come(each, calendar):
            if today <= day <= until:
                yield UpcomingStep(day, each.kind, each.subject, str(step), each.period)
