"""The clock of the tests: it never stands on the day that a run calls today.

A rule that asks the clock for the day then goes wrong in a test, and not only for the run of another day or
the hours between midnight in Brussels and in UTC.
"""

from datetime import UTC, date, datetime, time, timedelta

AHEAD = timedelta(days=400)  # another day of the week, another quarter and another year


def clock_on(today: date) -> datetime:
    """Return what the clock says in the run whose day is `today`: six o'clock, in winter, 400 days later."""
    return datetime.combine(today + AHEAD, time(5), UTC)


def day_of(at: datetime) -> date:
    """Return the day of the run in which the clock said this."""
    return (at - AHEAD).date()
