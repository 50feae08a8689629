"""Deadlines as people write them: a day, a month, a quarter, a half year or a year, in Dutch.

A deadline is the last day of what was written. What is no date is kept as text and never guessed at. The
patterns are data; each names the parts that it finds, and one function turns those parts into days.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

from terugkom.plan.model import Precision

YEARS = range(1950, 2200)  # outside these a year is a slip, or a lone year that Excel showed as a date

EXCEL_ERRORS = frozenset(  # in English and in Dutch
    f"#{name}"
    for name in (
        *("DIV/0!", "N/A", "NAME?", "NULL!", "NUM!", "REF!", "VALUE!"),
        *("DEEL/0!", "N/B", "NAAM?", "LEEG!", "GETAL!", "VERW!", "WAARDE!"),
    )
)

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan",
            "februari feb",
            "maart mrt mar",
            "april apr",
            "mei",
            "juni jun",
            "juli jul",
            "augustus aug",
            "september sept sep",
            "oktober okt",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_YEAR = r"(?P<year>\d{4})"
_NAME = rf"(?P<name>{'|'.join(MONTHS)})\.?"
_ORDINAL = r"(?:(?P<nth>\d)(?:e|de|ste)?|(?P<word>eerste|tweede|derde|vierde))"
_BY = r"(?:(?:uiterlijk|tegen|op|ten laatste) )?"
_END_OF = r"(?:(?:uiterlijk|tegen|ten laatste) )?(?:einde? )?(?:van )?"

PATTERNS: tuple[tuple[Precision, str], ...] = (
    (
        Precision.DAY,
        rf"{_BY}{_YEAR}-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?:[t ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?)?",
    ),
    (Precision.DAY, rf"{_BY}(?P<day>\d{{1,2}}) ?[/.-] ?(?P<month>\d{{1,2}}) ?[/.-] ?{_YEAR}"),
    (Precision.DAY, rf"{_BY}(?P<day>\d{{1,2}})(?:e|ste|de)? {_NAME} {_YEAR}"),
    (Precision.MONTH, rf"{_END_OF}{_NAME} {_YEAR}"),
    (Precision.MONTH, rf"(?P<month>\d{{1,2}})[/-]{_YEAR}"),
    (Precision.MONTH, rf"{_YEAR}-(?P<month>\d{{1,2}})"),
    (Precision.QUARTER, rf"{_END_OF}[qk](?P<nth>\d)[ -]?{_YEAR}"),
    (Precision.QUARTER, rf"{_YEAR}[ -]?[qk](?P<nth>\d)"),
    (Precision.QUARTER, rf"{_END_OF}(?:het )?{_ORDINAL} (?:kwartaal|trimester)(?: van)? {_YEAR}"),
    (Precision.HALF, rf"{_END_OF}(?:de |het )?{_ORDINAL} (?:helft|jaarhelft|semester)(?: van)? {_YEAR}"),
    (Precision.YEAR, rf"{_END_OF}{_YEAR}(?:\.0)?"),
)
_COMPILED = tuple((precision, re.compile(pattern)) for precision, pattern in PATTERNS)
_MONTHS_IN = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6, Precision.YEAR: 12}


class ImpossibleDate(ValueError):
    """What was written has the form of a date, but no such date exists; `text` is what was written."""

    def __init__(self, text: str) -> None:
        super().__init__(f"no such date: {text}")
        self.text = text


@dataclass(frozen=True)
class Deadline:
    """The last day of the period that was written, how exact that was, and the words themselves."""

    day: date | None
    precision: Precision | None
    text: str


@dataclass(frozen=True)
class Period:
    """What was written, from its first to its last day."""

    first: date
    last: date
    precision: Precision


def read_deadline(cell: object) -> Deadline:
    """Return the deadline in a cell: a date, a number or text; words that are no date give no day.

    Raises ImpossibleDate for 31/02/2027, the 5th quarter, an error of Excel or a number that is no year.
    """
    text = written(cell)
    period = read_period(cell)
    return Deadline(period.last, period.precision, text) if period else Deadline(None, None, text)


def read_period(cell: object) -> Period | None:
    """Return the days that a cell speaks of, or none if it is blank or holds words that are no date.

    Raises ImpossibleDate as `read_deadline` does.
    """
    text = written(cell)
    if isinstance(cell, date):
        if cell.year not in YEARS:
            raise ImpossibleDate(text)
        day = cell.date() if isinstance(cell, datetime) else cell
        return Period(day, day, Precision.DAY)
    if text in EXCEL_ERRORS:
        raise ImpossibleDate(text)
    for precision, pattern in _COMPILED:
        if match := pattern.fullmatch(" ".join(text.lower().split())):
            return _period(precision, match.groupdict(), text)
    if isinstance(cell, int | float):
        raise ImpossibleDate(text)
    return None


def written(cell: object) -> str:
    """Return a cell's own words: a date as Flemish people write it, a whole number without a fraction."""
    match cell:
        case None:
            return ""
        case datetime() | date():
            return f"{cell.day:02d}/{cell.month:02d}/{cell.year:04d}"
        case bool():
            return "WAAR" if cell else "ONWAAR"
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell).strip()


def _period(precision: Precision, parts: dict[str, str | None], text: str) -> Period:
    year = int(parts["year"] or 0)
    try:
        if year not in YEARS:
            raise ImpossibleDate(text)
        if precision is Precision.DAY:
            day = date(year, _month(parts), int(parts["day"] or 0))
            return Period(day, day, precision)
        length = _MONTHS_IN[precision]
        first = _first_month(parts, length)
        return Period(
            date(year, first, 1),
            date(year, first + length - 1, monthrange(year, first + length - 1)[1]),
            precision,
        )
    except (ValueError, KeyError) as error:
        raise ImpossibleDate(text) from error


def _month(parts: dict[str, str | None]) -> int:
    name = parts.get("name")
    return MONTHS[name] if name else int(parts.get("month") or 0)


def _first_month(parts: dict[str, str | None], length: int) -> int:
    """Return the first month of a period of so many months. Raises ValueError if a year has no such one."""
    if length == 12:
        return 1
    nth = _month(parts) if length == 1 else ORDINALS[parts.get("nth") or parts.get("word") or ""]
    if not 1 <= nth <= 12 // length:
        raise ValueError(nth)
    return (nth - 1) * length + 1
