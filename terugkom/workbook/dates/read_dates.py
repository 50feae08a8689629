"""Read dates and deadlines: days, periods, ranges and durations, in four languages.

A deadline is the last day of what was written, if that says when something ends. A start ("vanaf", "since"),
a bound ("na", "voor") or the day of a decision is none. What is no date is kept as text and never guessed at.
The words and patterns are data (`terugkom.workbook.dates.date_words`); each pattern names the parts that it
finds, and one function turns those parts into days.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from dateutil.relativedelta import relativedelta

from terugkom.clock import BRUSSELS
from terugkom.plan.model import Precision
from terugkom.schedule.plausible_years import PLAUSIBLE_YEARS
from terugkom.workbook.cell_texts import format_cell, is_excel_error
from terugkom.workbook.dates import date_words as words

EXCEL_SERIALS = range(32874, 73051)  # Excel's numbers for the days of 1990 to 2099
_EXCEL_EPOCH = date(1899, 12, 30)

_MONTHS_IN = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6, Precision.YEAR: 12}
_PREFIXES = re.compile(
    rf"(?:(?:{words.DEADLINE_PREFIXES}|{words.APPROXIMATION_PREFIXES}|{words.END_OF_PREFIXES})"
    r"(?![a-z])[.:-]? *)+"
)
_FROM = re.compile(rf"(?:{words.START_PREFIXES})(?![a-z]):? *")
_RANGE_SEPARATOR = re.compile(rf" *(?:(?<![a-z])(?:{words.RANGE_SEPARATORS})(?![a-z])|->|→|[-/,;&+]) *")
_OPEN_END = re.compile(rf" *(?:->|→|-|/|tot|to|bis|a) *(?:{words.OPEN_END})?| +(?:{words.OPEN_END})| *\.\.+")
_DURATION = re.compile(rf"(?<![\d/.-]){words.DURATION}")
_DURATION_FILLER = re.compile(rf"(?<![a-z])(?:{words.DURATION_FILLERS})(?![a-z])|[(),;:=]")
_TRAILING_BRACKETS = re.compile(r" *[(\[][^()\[\]]*[)\]] *$")
_LETTERS = re.compile(r"[a-z]+")
_OTHER_YEAR = re.compile(r"\d{4}")
_WEEKDAY = re.compile(rf"(?:{words.WEEKDAYS})(?![a-z])(?:[.,]? +|\. ?)(?=[a-z0-9])")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)")
_HOUR = re.compile(
    rf",? (?:(?:{words.HOUR_PREFIXES}) )?(?:[01]?\d|2[0-4])"
    rf"(?:(?:[:.h]| ?u ?)[0-5]\d(?::[0-5]\d)?(?: ?(?:{words.HOUR_UNITS}))?| ?(?:{words.HOUR_UNITS}))$"
)
_COMPACT_DAY = re.compile(r"(?:19|20|21)\d{6}")  # 20270630, as programs write it
_HAS_FIGURE = re.compile(r"\d")
_MAX_SEPARATORS = 8  # of a range; each further one doubles the readings to be tried
_SHORT_YEAR = re.compile(r"(\d{2})(\d{2}) ?[-/] ?(\d{2})")


class ImpossibleDate(ValueError):
    """What was written has the form of a date, but no such date exists; `text` is what was written."""

    def __init__(self, text: str) -> None:
        super().__init__(f"no such date: {text}")
        self.text = text


@dataclass(frozen=True)
class Deadline:
    """The last day of the period in a cell, its precision, and the original text.

    `start` is the day on which a range begins; `months` the duration where no start is given.
    """

    day: date | None
    precision: Precision | None
    text: str
    start: date | None = None
    months: int | None = None


@dataclass(frozen=True)
class Period:
    """A closed period, from its first to its last day; the precision is that of its end."""

    first: date
    last: date
    precision: Precision


@dataclass(frozen=True)
class DateRange:
    """A date range that may be open: "vanaf 2024" has no end, "4 jaar" has neither end nor start."""

    first: date | None = None
    last: date | None = None
    precision: Precision | None = None
    months: int | None = None
    has_explicit_start: bool = (
        False  # that it begins on `first` was written too: "2027" alone says nothing of a start
    )


_EMPTY_RANGE = DateRange()


def read_deadline(cell: object) -> Deadline:
    """Return the deadline in a cell: a date, a number or text; words that are no date give no day.

    Raises ImpossibleDate for 31/02/2027, the 5th quarter, an error of Excel or a number that is no date.
    """
    date_range = read_date_range(cell)
    first = date_range.first if date_range.has_explicit_start else None
    return Deadline(date_range.last, date_range.precision, format_cell(cell), first, date_range.months)


def read_date_range(cell: object) -> DateRange:
    """Return the date range in a cell, empty if it holds none. Raises ImpossibleDate as `read_deadline`
    does."""
    text = format_cell(cell)
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return _build_day_range(day, text)
    if isinstance(cell, bool):
        return _EMPTY_RANGE
    if is_excel_error(text):
        raise ImpossibleDate(text)
    if isinstance(cell, int | float) and cell not in PLAUSIBLE_YEARS:
        if int(cell) == cell and _COMPACT_DAY.fullmatch(text):
            return _parse_text(text)
        if int(cell) not in EXCEL_SERIALS:
            raise ImpossibleDate(text)
        return _build_day_range(_EXCEL_EPOCH + timedelta(days=int(cell)), text)
    return _parse_text(text)


def add_duration(first: date, months: int) -> date:
    """Return the last day of so many months, counted from `first`."""
    return first + relativedelta(months=months) - timedelta(days=1)


@lru_cache(maxsize=8192)
def _parse_text(text: str) -> DateRange:
    if not _HAS_FIGURE.search(text) or len(text) > 200:
        return _EMPTY_RANGE
    plain = _normalize(text)
    if len(plain) == 5 and plain.isdecimal() and int(plain) in EXCEL_SERIALS:
        return _build_day_range(_EXCEL_EPOCH + timedelta(days=int(plain)), text)
    if _TIMESTAMP.fullmatch(plain):
        return _parse_timestamp(plain, text)
    found = _parse_phrase(plain, text)
    bracket = _TRAILING_BRACKETS.search(plain)
    if found is None and bracket and _says_nothing_else(bracket[0]):
        found = _parse_phrase(plain[: bracket.start()], text)
    if found is None and (hour := _HOUR.search(plain)):  # a day and an hour: the day
        timed = _parse_phrase(plain[: hour.start()], text)
        found = timed if timed and timed.precision is Precision.DAY else None
    return found or _EMPTY_RANGE


def _says_nothing_else(bracket: str) -> bool:
    """Return whether a bracket leaves the date before it a deadline: "(oplevering)", not "(kick-off)"."""
    known = all(word in words.BRACKET_WORDS for word in _LETTERS.findall(bracket))
    return known and not _OTHER_YEAR.search(bracket)


def _parse_timestamp(plain: str, text: str) -> DateRange:
    """Return the day of a time stamp with an offset, as a calendar in Brussels shows it."""
    try:
        moment = datetime.fromisoformat(plain.upper())
    except ValueError as error:
        raise ImpossibleDate(text) from error
    return _build_day_range(moment.astimezone(BRUSSELS).date(), text)


def _parse_phrase(plain: str, text: str) -> DateRange | None:
    """Return the first interpretation that matches: a period, a duration, a range, an open range."""
    if period := _parse_period(plain, text):
        return DateRange(period.first, period.last, period.precision)
    if leading := _PREFIXES.match(plain):  # "tegen eind 2027" says nothing of a start
        period = _parse_period(plain[leading.end() :], text)
        if period:
            return DateRange(period.first, period.last, period.precision)
    return _parse_duration(plain, text) or _parse_range(plain, text) or _parse_open_range(plain, text)


def _parse_duration(plain: str, text: str) -> DateRange | None:
    found = _DURATION.search(plain)
    if not found:
        return None
    count = float(found["count"].replace(",", "."))
    months = round(count * (1 if found["unit"].startswith(words.MONTH_UNITS) else 12))
    rest = " ".join(_DURATION_FILLER.sub(" ", plain[: found.start()] + " " + plain[found.end() :]).split())
    if not rest:
        return DateRange(months=months)
    if not 0 < months <= 600:
        return None
    period = _parse_period(rest, text)
    return (
        DateRange(period.first, add_duration(period.first, months), period.precision, has_explicit_start=True)
        if period
        else None
    )


def _parse_range(plain: str, text: str) -> DateRange | None:
    if short := _SHORT_YEAR.fullmatch(plain):  # 2024-25
        if int(short[3]) <= int(short[2]):
            return None
        plain = f"{short[1]}{short[2]} - {short[1]}{short[3]}"
    from_to = _compile_from_to().match(plain)
    rest = plain[from_to.end() :] if from_to else plain
    separators = list(_RANGE_SEPARATOR.finditer(rest))
    if len(separators) > _MAX_SEPARATORS:  # a sentence that happens to hold a figure
        return None
    splits = [(rest[: each.start()], rest[each.end() :]) for each in separators]
    whole = filter(None, (_read_whole_range(left, right, text) for left, right in splits))
    if found := next(whole, None):
        return found
    for left, right in splits:
        if left.endswith(("/", "-", ",")):  # 15//06/2027 is no range
            continue
        end = _parse_range_end(right, text)
        start = end and next(
            filter(None, (_parse_period(each, text) for each in _complete_range_start(left, right))), None
        )
        if start and end and end.last >= start.first:
            return _build_range(start, end)
    return None


def _read_whole_range(left: str, right: str, text: str) -> DateRange | None:
    """Return the range of a start and an end that both need no completion: 09/2026 - 12/2030 does not begin
    on 9 December 2030."""
    try:
        start = _parse_period(left, text)
        end = _parse_range_end(right, text) if start else None
    except ImpossibleDate:
        return None
    return _build_range(start, end) if start and end and end.last >= start.first else None


def _build_range(start: Period, end: Period) -> DateRange:
    is_said_twice = (start.first, start.last) == (end.first, end.last)  # in two languages: "mei / mai 2027"
    return DateRange(start.first, end.last, end.precision, has_explicit_start=not is_said_twice)


def _parse_range_end(right: str, text: str) -> Period | None:
    """Return the end of a range; a further range may follow it, as in 2024, 2025, 2026."""
    leading = _PREFIXES.match(right)
    if period := _parse_period(right[leading.end() :] if leading else right, text):
        return period
    further = _parse_range(right, text) if _RANGE_SEPARATOR.search(right) else None
    if further and further.first and further.last and further.precision:
        return Period(further.first, further.last, further.precision)
    return None


def _complete_range_start(left: str, right: str) -> Iterator[str]:
    """Yield a start unchanged, then completed with the last words of the end: a year, a month, a word."""
    yield left
    if left and not re.search(r"\d{4}", left):
        tail = right.split()
        yield from (f"{left} {' '.join(tail[-n:])}" for n in range(1, len(tail) + 1))


def _parse_open_range(plain: str, text: str) -> DateRange | None:
    if found := _FROM.match(plain):
        period = _parse_period(plain[found.end() :], text)
        return DateRange(first=period.first, has_explicit_start=True) if period else None
    for end in range(len(plain) - 1, 3, -1):
        if plain[end - 1].isdigit() and _OPEN_END.fullmatch(plain[end:]):
            period = _parse_period(plain[:end], text)
            return DateRange(first=period.first, has_explicit_start=True) if period else None
    return None


def _normalize(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("…", "..."))
    stripped = "".join(each for each in decomposed if not unicodedata.combining(each))
    plain = " ".join(re.sub("[\u2010-\u2015\u2212]", "-", stripped).replace("’", "'").split())
    plain = plain.lstrip(" .;,:").rstrip(" ;,:")
    return plain if plain.endswith("..") else plain.rstrip(" .;,:")  # "2027..." has no end


def _build_day_range(day: date, text: str) -> DateRange:
    if day.year not in PLAUSIBLE_YEARS:  # such as a lone year that Excel shows as a date
        raise ImpossibleDate(text)
    return DateRange(day, day, Precision.DAY)


# Compiled when the first text is read: it takes as long as to write a small workbook.


@cache
def _compile_patterns() -> tuple[tuple[Precision, re.Pattern[str]], ...]:
    return tuple((precision, re.compile(pattern)) for precision, pattern in words.PATTERNS)


@cache
def _compile_from_to() -> re.Pattern[str]:
    return re.compile(rf"(?:{words.RANGE_PREFIXES}|{words.START_PREFIXES})(?![a-z]):? *")


def _parse_period(plain: str, text: str) -> Period | None:
    for precision, pattern in _compile_patterns():
        if match := pattern.fullmatch(plain):
            return _build_period(precision, match.groupdict(), text)
    weekday = _WEEKDAY.match(plain)
    return _parse_period(plain[weekday.end() :], text) if weekday else None


def _build_period(precision: Precision, parts: dict[str, str | None], text: str) -> Period:
    year = int(parts.get("year") or f"20{parts['short']}")
    try:
        if year not in PLAUSIBLE_YEARS:
            raise ImpossibleDate(text)
        if precision is Precision.DAY:
            day = date(year, _month_number(parts), int(parts["day"] or 0))
            return Period(day, day, precision)
        if precision is Precision.PART:
            month = _month_number(parts)
            first_day, last_day = words.PARTS_OF_A_MONTH[parts["part"] or ""]
            return Period(date(year, month, first_day), date(year, month, last_day), precision)
        length = _MONTHS_IN[precision]
        first = _first_month(parts, length)
        last = first + length - 1
        return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision)
    except (ValueError, KeyError) as error:
        raise ImpossibleDate(text) from error


def _month_number(parts: dict[str, str | None]) -> int:
    name = parts.get("name")
    return words.MONTHS[name] if name else int(parts.get("month") or 0)


def _first_month(parts: dict[str, str | None], length: int) -> int:
    """Return the first month of a period of so many months. Raises ValueError if a year has no such one."""
    if length == 12 or parts.get("middle") or parts.get("early"):
        return 1
    if parts.get("final"):
        return 13 - length
    if season := parts.get("season"):
        nth = words.SEASONS[season]
    else:
        nth = _month_number(parts) if length == 1 else words.ORDINALS[parts.get("nth") or ""]
    if not 1 <= nth <= 12 // length:
        raise ValueError(nth)
    return (nth - 1) * length + 1
