"""Parse deadlines: days, periods, ranges and durations, in four languages.

A deadline is the last day of what was written. What is no date is kept as text and never guessed at. The
words and patterns are data (`terugkom.workbook.dates.words`); each pattern names the parts that it finds,
and one function turns those parts into days.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from terugkom.plan.model import Precision
from terugkom.workbook.dates import words as words

YEARS = range(1950, 2200)  # outside these a year is a typing error, or a lone year shown as a date by Excel
SERIALS = range(32874, 73051)  # Excel's numbers for the days of 1990 to 2099
_FIRST_SERIAL = date(1899, 12, 30)

EXCEL_ERRORS = frozenset(  # in English and in Dutch
    f"#{name}"
    for name in (
        *("DIV/0!", "N/A", "NAME?", "NULL!", "NUM!", "REF!", "VALUE!"),
        *("DEEL/0!", "N/B", "NAAM?", "LEEG!", "GETAL!", "VERW!", "WAARDE!"),
    )
)

_COMPILED = tuple((precision, re.compile(pattern)) for precision, pattern in words.PATTERNS)
_MONTHS_IN = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6, Precision.YEAR: 12}
_LEADING = re.compile(rf"(?:(?:{words.BY}|{words.ABOUT}|{words.END_OF})(?![a-z])[.:]? *)+")
_BEFORE = re.compile(rf"(?:{words.BEFORE})(?![a-z]) +")
_FROM = re.compile(rf"(?:{words.FROM})(?![a-z]):? *")
_FROM_TO = re.compile(rf"(?:{words.FROM_BEFORE_TO}|{words.FROM})(?![a-z]):? *")
_END_OF = re.compile(rf"(?:{words.END_OF})(?![a-z]) +")
_UP_TO = re.compile(rf" *(?:(?<![a-z])(?:{words.UP_TO})(?![a-z])|->|→|[-/,;&+]) *")
_OPEN = re.compile(rf" *(?:->|→|-|/|tot|to|bis|a) *(?:{words.OPEN_END})?| +(?:{words.OPEN_END})")
_DURATION = re.compile(rf"(?<![\d/.-]){words.DURATION}")
_GLUE = re.compile(rf"(?<![a-z])(?:{words.GLUE})(?![a-z])|[(),;:=]")
_BRACKETS = re.compile(r" *[(\[][^()\[\]]*[)\]] *$")
_HAS_FIGURE = re.compile(r"\d")
_MOST_SEPARATORS = 8  # of a range; each further one doubles the readings to be tried
_SHORT_YEAR = re.compile(r"(\d{2})(\d{2}) ?[-/] ?(\d{2})")


class ImpossibleDate(ValueError):
    """What was written has the form of a date, but no such date exists; `text` is what was written."""

    def __init__(self, text: str) -> None:
        super().__init__(f"no such date: {text}")
        self.text = text


@dataclass(frozen=True)
class Deadline:
    """The last day of the period in a cell, its precision, and the original text.

    `first` is the day on which a range begins; `months` the duration where no start is given.
    """

    day: date | None
    precision: Precision | None
    text: str
    first: date | None = None
    months: int | None = None


@dataclass(frozen=True)
class Period:
    """A closed period, from its first to its last day; the precision is that of its end."""

    first: date
    last: date
    precision: Precision


@dataclass(frozen=True)
class Span:
    """A date range that may be open: "vanaf 2024" has no end, "tot 2026" no start, "4 jaar" neither."""

    first: date | None = None
    last: date | None = None
    precision: Precision | None = None
    months: int | None = None
    ranged: bool = False  # that it begins on `first` was written too: "2027" alone says nothing of a start


_NOTHING = Span()


def read_deadline(cell: object) -> Deadline:
    """Return the deadline in a cell: a date, a number or text; words that are no date give no day.

    Raises ImpossibleDate for 31/02/2027, the 5th quarter, an error of Excel or a number that is no date.
    """
    span = read_span(cell)
    first = span.first if span.ranged else None
    return Deadline(span.last, span.precision, written(cell), first, span.months)


def read_period(cell: object) -> Period | None:
    """Return the period in a cell, or None if it is blank, holds no date, or only one end of a range.

    Raises ImpossibleDate as `read_deadline` does.
    """
    span = read_span(cell)
    if span.first and span.last and span.precision:
        return Period(span.first, span.last, span.precision)
    return None


def read_span(cell: object) -> Span:
    """Return the date range in a cell, empty if it holds none. Raises ImpossibleDate as `read_deadline`
    does."""
    text = written(cell)
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return _day(day, text)
    if isinstance(cell, bool):
        return _NOTHING
    if text in EXCEL_ERRORS:
        raise ImpossibleDate(text)
    if isinstance(cell, int | float) and cell not in YEARS:
        if int(cell) not in SERIALS:
            raise ImpossibleDate(text)
        return _day(_FIRST_SERIAL + timedelta(days=int(cell)), text)
    return _in_words(text)


def until(first: date, months: int) -> date:
    """Return the last day of so many months, counted from `first`."""
    return first + relativedelta(months=months) - timedelta(days=1)


def written(cell: object) -> str:
    """Return a cell as text: a date as dd/mm/yyyy, a whole number without a fraction, a boolean in Dutch."""
    if isinstance(cell, str):
        return cell.strip()
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


@lru_cache(maxsize=8192)
def _in_words(text: str) -> Span:
    if not _HAS_FIGURE.search(text) or len(text) > 200:
        return _NOTHING
    plain = _plain(text)
    if len(plain) == 5 and plain.isdecimal() and int(plain) in SERIALS:
        return _day(_FIRST_SERIAL + timedelta(days=int(plain)), text)
    return _spoken(plain, text) or _spoken(_BRACKETS.sub("", plain), text) or _NOTHING


def _spoken(plain: str, text: str) -> Span | None:
    """Return the first interpretation that matches: a period, a duration, a range, an open range."""
    if period := _point(plain, text):
        return Span(period.first, period.last, period.precision)
    if before := _BEFORE.match(plain):
        rest = plain[before.end() :]
        end_of = _END_OF.match(rest)
        period = _point(rest[end_of.end() :] if end_of else rest, text)
        if period is None:
            return None
        return Span(None, period.last if end_of else period.first - timedelta(days=1), period.precision)
    if leading := _LEADING.match(plain):  # "tegen eind 2027" says nothing of a start
        period = _point(plain[leading.end() :], text)
        if period:
            return Span(period.first, period.last, period.precision)
    return _lasting(plain, text) or _range(plain, text) or _open(plain, text)


def _lasting(plain: str, text: str) -> Span | None:
    found = _DURATION.search(plain)
    if not found:
        return None
    count = float(found["count"].replace(",", "."))
    months = round(count * (1 if found["unit"].startswith(words.MONTH_UNITS) else 12))
    rest = " ".join(_GLUE.sub(" ", plain[: found.start()] + " " + plain[found.end() :]).split())
    if not rest:
        return Span(months=months)
    if not 0 < months <= 600:
        return None
    period = _point(rest, text)
    return Span(period.first, until(period.first, months), period.precision, ranged=True) if period else None


def _range(plain: str, text: str) -> Span | None:
    if short := _SHORT_YEAR.fullmatch(plain):  # 2024-25
        if int(short[3]) <= int(short[2]):
            return None
        plain = f"{short[1]}{short[2]} - {short[1]}{short[3]}"
    from_to = _FROM_TO.match(plain)
    rest = plain[from_to.end() :] if from_to else plain
    separators = list(_UP_TO.finditer(rest))
    if len(separators) > _MOST_SEPARATORS:  # a sentence that happens to hold a figure
        return None
    for separator in separators:
        left, right = rest[: separator.start()], rest[separator.end() :]
        end = _end(right, text)
        start = end and next(filter(None, (_point(each, text) for each in _completed(left, right))), None)
        if start and end and end.last >= start.first:
            return Span(start.first, end.last, end.precision, ranged=True)
    return None


def _end(right: str, text: str) -> Period | None:
    """Return the end of a range; a further range may follow it, as in 2024, 2025, 2026."""
    leading = _LEADING.match(right)
    if period := _point(right[leading.end() :] if leading else right, text):
        return period
    further = _range(right, text) if _UP_TO.search(right) else None
    if further and further.first and further.last and further.precision:
        return Period(further.first, further.last, further.precision)
    return None


def _completed(left: str, right: str) -> Iterator[str]:
    """Yield a start unchanged, then completed with the last words of the end: a year, a month, a word."""
    yield left
    if left and not re.search(r"\d{4}", left):
        tail = right.split()
        yield from (f"{left} {' '.join(tail[-n:])}" for n in range(1, len(tail) + 1))


def _open(plain: str, text: str) -> Span | None:
    if found := _FROM.match(plain):
        period = _point(plain[found.end() :], text)
        return Span(first=period.first, ranged=True) if period else None
    for end in range(len(plain) - 1, 3, -1):
        if plain[end - 1].isdigit() and _OPEN.fullmatch(plain[end:]):
            period = _point(plain[:end], text)
            return Span(first=period.first, ranged=True) if period else None
    return None


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("…", "..."))
    stripped = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", stripped).replace("’", "'").split()).strip(" .;,:")


def _day(day: date, text: str) -> Span:
    if day.year not in YEARS:
        raise ImpossibleDate(text)
    return Span(day, day, Precision.DAY)


def _point(plain: str, text: str) -> Period | None:
    for precision, pattern in _COMPILED:
        if match := pattern.fullmatch(plain):
            return _period(precision, match.groupdict(), text)
    return None


def _period(precision: Precision, parts: dict[str, str | None], text: str) -> Period:
    year = int(parts.get("year") or f"20{parts['short']}")
    try:
        if year not in YEARS:
            raise ImpossibleDate(text)
        if precision is Precision.DAY:
            day = date(year, _month(parts), int(parts["day"] or 0))
            return Period(day, day, precision)
        length = _MONTHS_IN[precision]
        first = _first_month(parts, length)
        last = first + length - 1
        return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision)
    except (ValueError, KeyError) as error:
        raise ImpossibleDate(text) from error


def _month(parts: dict[str, str | None]) -> int:
    name = parts.get("name")
    return words.MONTHS[name] if name else int(parts.get("month") or 0)


def _first_month(parts: dict[str, str | None], length: int) -> int:
    """Return the first month of a period of so many months. Raises ValueError if a year has no such one."""
    if length == 12 or parts.get("middle"):
        return 1
    if season := parts.get("season"):
        nth = words.SEASONS[season]
    else:
        nth = _month(parts) if length == 1 else words.ORDINALS[parts.get("nth") or ""]
    if not 1 <= nth <= 12 // length:
        raise ValueError(nth)
    return (nth - 1) * length + 1
