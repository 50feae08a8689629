"""The one home of "today": the day itself, and in the home of the demo at the weekend the next working day.

There is always something due in the demo, and what it says and what it links to go by one day.
"""

from collections.abc import Callable
from datetime import date

from terugkom import clock
from terugkom.schedule.working_days import WorkingDays


def find_today(is_demo: Callable[[], bool]) -> date:
    """Return the day by which commands, runs and pages act; `is_demo` is asked on a day of rest alone."""
    return find_acting_day(clock.today(), is_demo)


def find_acting_day(real: date, is_demo: Callable[[], bool]) -> date:
    """Return the day by which that acts which begins on a real day and was given none; see `find_today`."""
    return real if real in WorkingDays() or not is_demo() else choose_demo_day(real)


def choose_demo_day(today: date) -> date:
    """Return the day on which the demo runs: today, or on a non-working day the next working day."""
    return WorkingDays().on_or_after(today)
