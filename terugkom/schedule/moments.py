"""The moments at which people come back together: the guide's *terugkom-momenten*."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from dateutil.relativedelta import relativedelta

from terugkom.schedule.lead_times import LeadTimes
from terugkom.schedule.working_days import WorkingDays


@dataclass(frozen=True)
class Meeting:
    """The n-th meeting of a schedule: `period` names it, `day` is when it is held."""

    period: str
    day: date


@dataclass(frozen=True)
class Step:
    """A step around a meeting, and its day."""

    name: str
    day: date


def meetings(anchor: date, interval_months: int, working_days: WorkingDays) -> Iterator[Meeting]:
    """Yield the meetings of a schedule, without end and in order.

    The n-th is `anchor + n x interval`, counted from the anchor and never from the one before (31 August
    plus six months is 28 February, and the next is 31 August again), then moved to the next working day.
    Its period is the month it was planned for, so that moving it keeps its name.
    """
    if interval_months < 1:
        raise ValueError(f"the interval must be at least one month: {interval_months}")
    for n in count():
        planned = anchor + relativedelta(months=n * interval_months)
        yield Meeting(f"{planned:%Y-%m}", working_days.on_or_after(planned))


def meetings_between(
    anchor: date, interval_months: int, working_days: WorkingDays, first: date, last: date
) -> list[Meeting]:
    """Return the meetings held from `first` to `last`, both included."""
    found: list[Meeting] = []
    for meeting in meetings(anchor, interval_months, working_days):
        if meeting.day > last:
            return found
        if meeting.day >= first:
            found.append(meeting)
    raise AssertionError("the generator of meetings has no end")


def steps(meeting: Meeting, lead_times: LeadTimes) -> list[Step]:
    """Return the steps around a meeting, in order, from the invitation to the reminder for minutes."""
    asked = meeting.day + timedelta(days=lead_times.minutes)
    return [
        Step("invitation", meeting.day - timedelta(days=lead_times.invitation)),
        Step("pack", meeting.day - timedelta(days=lead_times.pack)),
        Step("meeting", meeting.day),
        Step("minutes", asked),
        Step("chase", asked + timedelta(days=lead_times.chase)),
    ]
