"""The moments at which people come back together: the guide's *terugkom-momenten*."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import count

from dateutil.relativedelta import relativedelta

from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.working_days import WorkingDays


@dataclass(frozen=True)
class ScheduledMeeting:
    """The n-th meeting of a schedule: `period` names it, `day` is when it is held."""

    period: str
    day: date


@dataclass(frozen=True)
class ScheduledStep:
    """A step around a meeting, and its day."""

    name: str
    day: date


def generate_meetings(
    anchor: date, interval_months: int, working_days: WorkingDays
) -> Iterator[ScheduledMeeting]:
    """Yield the meetings of a schedule, without end and in order.

    The n-th is `anchor + n x interval`, counted from the anchor and never from the one before (31 August
    plus six months is 28 February, and the next is 31 August again), then moved to the next working day.
    Its period is the month it was planned for, so that moving it keeps its name.
    Raises ValueError for an interval below one month.
    """
    if interval_months < 1:
        raise ValueError(f"the interval must be at least one month: {interval_months}")
    for n in count():
        yield _plan_meeting(anchor, n * interval_months, working_days)


@lru_cache(maxsize=20_000)  # each step of a daily run asks for the same ones; 5 MB
def _plan_meeting(anchor: date, months: int, working_days: WorkingDays) -> ScheduledMeeting:
    planned = anchor + relativedelta(months=months)
    return ScheduledMeeting(f"{planned:%Y-%m}", working_days.on_or_after(planned))


def list_meetings_between(
    anchor: date, interval_months: int, working_days: WorkingDays, first: date, last: date
) -> list[ScheduledMeeting]:
    """Return the meetings held from `first` to `last`, both included."""
    found: list[ScheduledMeeting] = []
    for meeting in generate_meetings(anchor, interval_months, working_days):
        if meeting.day > last:
            return found
        if meeting.day >= first:
            found.append(meeting)
    raise AssertionError("the generator of meetings has no end")


def list_steps(meeting: ScheduledMeeting, lead_times: LeadTimes) -> list[ScheduledStep]:
    """Return the steps around a meeting, in order, from the invitation to the reminder for minutes."""
    asked = meeting.day + timedelta(days=lead_times.minutes)
    return [
        ScheduledStep("invitation", meeting.day - timedelta(days=lead_times.invitation)),
        ScheduledStep("pack", meeting.day - timedelta(days=lead_times.pack)),
        ScheduledStep("meeting", meeting.day),
        ScheduledStep("minutes", asked),
        ScheduledStep("chase", asked + timedelta(days=lead_times.chase)),
    ]
