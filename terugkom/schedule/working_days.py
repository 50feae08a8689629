"""Working days: no weekends, no legal Belgian holidays, none of the municipality's own closing days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

LEGAL_HOLIDAYS = Path(__file__).with_name("legal_holidays.txt")
_ONE_DAY = timedelta(days=1)


class RestDay(StrEnum):
    """The kinds of day on which nobody works; their texts are the messages `meeting.rest-day.*`."""

    WEEKEND = "weekend"
    LEGAL_HOLIDAY = "legal-holiday"
    CLOSING_DAY = "closing-day"  # of the municipality


@cache
def list_legal_holidays(year: int) -> frozenset[date]:
    """Return the legal Belgian holidays of a year: ten days, and Easter and Whit Sunday with them.

    Source: law of 4 January 1974, royal decree of 18 April 1974. The file beside this one has what the
    library says of the years that plans are about; of others the library is asked itself.
    """
    for line in _load_legal_holidays():
        if line.startswith(f"{year} "):
            return frozenset(date.fromisoformat(f"{year}-{day}") for day in line.split()[1:])
    return ask_legal_holidays(year)


def ask_legal_holidays(year: int) -> frozenset[date]:
    """Return what the library says of a year.

    It imports the holidays of 250 countries, which is a tenth of a short command.
    """
    import holidays

    return frozenset(holidays.country_holidays("BE", years=year))


@cache
def _load_legal_holidays() -> tuple[str, ...]:
    return tuple(LEGAL_HOLIDAYS.read_text(encoding="utf-8").splitlines())


@dataclass(frozen=True)
class WorkingDays:
    """The working days of one municipality."""

    closed: frozenset[date] = frozenset()

    @classmethod
    def excluding(cls, closing_days: Iterable[date]) -> "WorkingDays":
        """Return the working days of a municipality with these closing days of its own."""
        return cls(frozenset(closing_days))

    def __contains__(self, day: date) -> bool:
        return self.find_rest_day(day) is None

    def find_rest_day(self, day: date) -> RestDay | None:
        """Return which kind of rest day a day is; None for a working day."""
        if day.isoweekday() > 5:
            return RestDay.WEEKEND
        if day in list_legal_holidays(day.year):
            return RestDay.LEGAL_HOLIDAY
        return RestDay.CLOSING_DAY if day in self.closed else None

    def on_or_after(self, day: date) -> date:
        """Return the day itself if it is a working day, else the next one."""
        while day not in self:
            day += _ONE_DAY
        return day

    def on_or_before(self, day: date) -> date:
        """Return the day itself if it is a working day, else the last one before it."""
        while day not in self:
            day -= _ONE_DAY
        return day

    def go_back(self, day: date, count: int) -> date:
        """Return the working day that is so many working days before a day."""
        for _ in range(count):
            day = self.on_or_before(day - _ONE_DAY)
        return day


def find_digest_day(week_of: date, weekday: int, working_days: WorkingDays) -> date | None:
    """Return the day of the digest in the ISO week of `week_of`: the chosen weekday, or a working day near.

    It moves forward within its week, and back where no working day is left in it: so a week never holds two
    digests. None if nobody works that whole week.
    """
    monday = week_of - timedelta(days=week_of.weekday())
    week = [monday + timedelta(days=n) for n in range(7)]
    later, earlier = week[weekday - 1 :], reversed(week[: weekday - 1])
    return next((day for day in (*later, *earlier) if day in working_days), None)


def format_week(day: date) -> str:
    """Return the ISO week of a day, as in ``2026-W48``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
