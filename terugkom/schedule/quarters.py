"""Quarters of the year, by the name that a moment has for its period."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from terugkom.errors import InputError

_NAME = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter; `str()` is its name, as in ``2026-Q4``."""

    year: int
    number: int

    @classmethod
    def containing(cls, day: date) -> "Quarter":
        """Return the quarter that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, name: str) -> "Quarter":
        """Return the quarter of this name. Raises InputError for another."""
        found = _NAME.fullmatch(name)
        if not found:
            raise InputError("error.quarter", name=name)
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """The one after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        """The one before it."""
        return Quarter.containing(self.first - timedelta(days=1))
