"""The current time; the only module that reads the system clock."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the current date in Brussels."""
    return datetime.now(BRUSSELS).date()


def measure() -> float:
    """Return seconds since some moment, to measure how long something takes."""
    return time.monotonic()
