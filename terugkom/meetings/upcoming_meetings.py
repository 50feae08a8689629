"""The steps to come of the meetings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from terugkom.meetings import due_steps
from terugkom.meetings.due_steps import Calendar
from terugkom.meetings.occurrences import occasions
from terugkom.plan.model import Municipality


@dataclass(frozen=True, order=True)
class Upcoming:
    """One upcoming step. `kind` is the cycle, `subject` a group's or an action's code."""

    date: date
    kind: str
    subject: str
    step: str
    period: str


def reviews(session: Session, municipality: Municipality, today: date, until: date) -> Iterator[Upcoming]:
    """Yield the upcoming steps of the meetings, on the days to which they were rescheduled."""
    lead = municipality.leads
    calendar = Calendar(lead, municipality.working_days)
    reach = timedelta(days=max(lead.invitation, lead.minutes + lead.chase) + 14)
    for each in occasions(session, municipality, today - reach, until + reach):
        for step, day in due_steps.steps_to_come(each, calendar):
            if today <= day <= until:
                yield Upcoming(day, each.kind, each.subject, str(step), each.period)
