"""The current time; the only module that reads the system clock."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
# No lease is asked for more than a day, and nothing waits longer for its next try. A time that is further
# ahead was recorded while the clock was ahead: it counts as past, or what it holds would wait for as long.
LONGEST_WAIT = timedelta(days=2)


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the current date in Brussels."""
    return datetime.now(BRUSSELS).date()


def format_minute(moment: datetime) -> str:
    """Return a moment as a clock in Brussels shows it: 2026-11-30 06:00."""
    return f"{moment.astimezone(BRUSSELS):%Y-%m-%d %H:%M}"


def measure() -> float:
    """Return seconds since some moment, to measure how long something takes."""
    return time.monotonic()
