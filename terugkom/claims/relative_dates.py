"""Find words that name a day by the day on which they were written: *tomorrow*, *next month*, *last week*.

Each is true until some last day; after that a reader takes it for another one.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from terugkom.language_rules.spans import Span
from terugkom.yaml_loader import load_yaml

_SOON = timedelta(days=62)  # how long *soon* and its kin are believed
_LAST_DAYS_OF_SEASONS = {"spring": (6, 20), "summer": (9, 20), "autumn": (12, 20), "winter": (3, 20)}


@dataclass(frozen=True)
class RelativeDate:
    """Words that name a day by that of the text, at `span`; `last_day` is the last on which they hold.

    `is_ahead`: they look forward by themselves (*next week*); others may look back too (*this week*).
    `is_past`: they only look back, or at that day (*last week*, *today*): nothing is to come.
    """

    last_day: date
    words: str
    span: Span
    is_ahead: bool
    is_past: bool = False


def find_relative_dates(text: str, language: str, written_on: date) -> list[RelativeDate]:
    """Return the words in a text, in its order, that count from the day on which it was written."""
    if not _compile_any(language).search(text):  # most texts have none: a third of the time
        return []
    found = list(_find(text, language, written_on))
    return [
        each
        for each in sorted(found, key=lambda each: each.span)
        if not any(_is_inside(each.span, other.span) for other in found)
    ]


def _find(text: str, language: str, written_on: date) -> Iterator[RelativeDate]:
    for pattern, name in _compile(language):
        measure, is_ahead = _MEASURES[name]
        for match in pattern.finditer(text):
            yield RelativeDate(measure(written_on), match[0], match.span(), is_ahead, name in _PAST)


def _is_inside(inner: Span, outer: Span) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


@cache
def load_relative_words() -> Mapping[str, Mapping[str, str]]:
    """Return the words of each language by what they mean, as regular expressions."""
    content = (Path(__file__).parent / "relative_words.yml").read_text(encoding="utf-8")
    words: Mapping[str, Mapping[str, str]] = load_yaml(content)
    return words


@cache
def _compile(language: str) -> list[tuple[re.Pattern[str], str]]:
    return [(_compile_words(each), name) for name, each in _find_words(language).items()]


@cache
def _compile_any(language: str) -> re.Pattern[str]:
    """Return what matches where any of the words does."""
    return _compile_words("|".join(f"(?:{each})" for each in _find_words(language).values()))


def _compile_words(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _find_words(language: str) -> Mapping[str, str]:
    return load_relative_words().get(language, load_relative_words()["nl"])


def _find_week_end(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _find_month_end(day: date, months: int = 0) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _find_quarter_end(day: date, quarters: int = 0) -> date:
    return _find_month_end(day, 2 - (day.month - 1) % 3 + 3 * quarters)


def _find_season_end(season: str) -> Callable[[date], date]:
    month, last = _LAST_DAYS_OF_SEASONS[season]

    def find(day: date) -> date:
        here = date(day.year, month, last)
        return here if day <= here else date(day.year + 1, month, last)

    return find


def _add_days(days: int) -> Callable[[date], date]:
    return lambda day: day + timedelta(days=days)


_PAST = ("today", "yesterday", "last-period", "ago")

# What each name means: the last day by the day of the text, and whether it looks forward by itself.
_MEASURES: Mapping[str, tuple[Callable[[date], date], bool]] = {
    **{past: (_add_days(0), False) for past in _PAST},
    "tomorrow": (_add_days(1), True),
    "after-tomorrow": (_add_days(2), True),
    "this-week": (_find_week_end, False),
    "next-week": (lambda day: _find_week_end(day + timedelta(days=7)), True),
    "next-weekday": (_add_days(7), True),
    "coming-weeks": (_add_days(35), True),
    "this-month": (_find_month_end, False),
    "next-month": (lambda day: _find_month_end(day, 1), True),
    "coming-months": (lambda day: _find_month_end(day, 3), True),
    "this-quarter": (_find_quarter_end, False),
    "next-quarter": (lambda day: _find_quarter_end(day, 1), True),
    "this-year": (lambda day: date(day.year, 12, 31), False),
    "next-year": (lambda day: date(day.year + 1, 12, 31), True),
    "soon": (lambda day: day + _SOON, True),
    **{season: (_find_season_end(season), False) for season in _LAST_DAYS_OF_SEASONS},
}
