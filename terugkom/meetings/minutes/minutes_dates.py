"""Parse the deadlines of minutes: as in a workbook, and what only says something on the day of a meeting.

"Eind juni" is the next end of June from the meeting on, and "over 3 maanden" counts from the meeting. What
may count from the meeting or from the old deadline ("met 3 maanden") is for a person to say.
"""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date
from operator import itemgetter

from dateutil.relativedelta import relativedelta

from terugkom.meetings.minutes import deadline_words as words
from terugkom.normalize import normalize_text
from terugkom.plan.model import Precision
from terugkom.schedule.plausible_years import PLAUSIBLE_YEARS
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.dates import date_words as date_words
from terugkom.workbook.dates.read_dates import Deadline, ImpossibleDate, read_deadline

_YEAR = re.compile(r"(?:19|20)\d\d")


class AmbiguousDuration(ValueError):
    """A duration that may count from the meeting or from the old deadline, with the day that each gives."""

    def __init__(self, from_meeting: date, from_deadline: date | None) -> None:
        super().__init__(from_meeting, from_deadline)
        self.from_meeting, self.from_deadline = from_meeting, from_deadline


def read_minutes_deadline(text: str, day: date, current: date | None, *, is_told: bool = False) -> Deadline:
    """Return the deadline in minutes of a meeting on `day`, of an action whose deadline is `current`.

    Words that are no date give no day; a circumstance behind it is left out. With `is_told` it may be a day
    that passed: without its year it is the one nearest to the meeting. Raises ImpossibleDate, and
    AmbiguousDuration.
    """
    found = _read_deadline(text, day, current, is_told=is_told)
    if found.day is None and (stated := _cut_circumstance(text)):
        return _read_deadline(stated, day, current, is_told=is_told)
    return found


def _cut_circumstance(text: str) -> str:
    """Return what stands before a circumstance, as "op 12 maart" of "op 12 maart, na keuring"; "" if
    there is none, it may say another day, or a length of time may count from it."""
    found = words.BEFORE_A_CIRCUMSTANCE.search(text)
    if not found:
        return ""
    behind = text[found.end() :]
    has_month = bool(date_words.MONTHS.keys() & normalize_text(behind).split())
    is_clear = behind.strip() and not has_month and not words.MAY_CHANGE_THE_DAY.search(behind)
    stated = text[: found.start()].rstrip(" ,;(-")
    return stated if is_clear and not _is_duration(normalize_text(stated)) else ""


def _is_duration(plain: str) -> bool:
    return any(each.fullmatch(plain) for each in (words.FROM_MEETING, words.A_YEAR_AND_A_HALF))


def _read_deadline(text: str, day: date, current: date | None, *, is_told: bool) -> Deadline:
    plain = normalize_text(text)
    if found := words.FROM_MEETING.fullmatch(plain):
        return _build_day(_add(day, _parse_duration(found), text))
    if words.A_YEAR_AND_A_HALF.fullmatch(plain):
        return _build_day(day + relativedelta(months=18))
    if found := words.THIS_YEAR.fullmatch(plain):
        year = day.year + (found["which"] not in words.THIS)
        return read_deadline(f"{found['part'] or words.END} {year}")
    if found := words.THIS_MONTH.fullmatch(plain):
        return _build_month_part(day, found["part"] or words.END, is_next=found["which"] not in words.THIS)
    has_year = _YEAR.search(text)
    is_week_number = words.WEEK_NUMBER.fullmatch(plain)
    if not has_year and not is_week_number and (found := words.FROM_EITHER.fullmatch(plain)):
        duration = _parse_duration(found)
        raise AmbiguousDuration(_add(day, duration, text), _add(current, duration, text) if current else None)
    deadline = read_deadline(text)
    if deadline.day is None and not has_year:
        return _complete_year(text, day, is_told=is_told) or deadline
    return deadline


def _parse_duration(found: re.Match[str]) -> relativedelta:
    count = found["count"] or "1"
    number = int(count) if count.isdecimal() else words.NUMBERS[count]
    if found["half"]:  # half a year
        return relativedelta(months=6) if words.UNITS[found["unit"]] == "years" else relativedelta(weeks=2)
    unit = words.UNITS[found["unit"]]
    if unit == "quarters":
        return relativedelta(months=3 * number)
    return relativedelta(**{unit: number})  # type: ignore[arg-type]


def _add(day: date, duration: relativedelta, text: str) -> date:
    """Return the day after a duration. Raises ImpossibleDate for one that no plan reaches."""
    later: date = day + duration
    if later.year not in PLAUSIBLE_YEARS:
        raise ImpossibleDate(text)
    return later


def _build_day(day: date) -> Deadline:
    """Return a deadline that is written as a day: its own words would say another day later on."""
    return Deadline(day, Precision.DAY, format_cell(day))


def _build_month_part(day: date, part: str, *, is_next: bool) -> Deadline:
    month = day + relativedelta(months=1) if is_next else day
    parts = date_words.PARTS_OF_A_MONTH
    last = parts[part][1] if part in parts else monthrange(month.year, month.month)[1]
    return _build_day(month.replace(day=last))


def _complete_year(text: str, day: date, *, is_told: bool) -> Deadline | None:
    """Return a day or month without its year as the next one from the meeting on, or the nearest to it."""
    numeric = words.DAY_AND_MONTH.fullmatch(text.strip())
    if not numeric and not date_words.MONTHS.keys() & normalize_text(text).split():
        return None
    dated = []
    for year in (day.year - 1, day.year, day.year + 1) if is_told else (day.year, day.year + 1):
        completed = f"{numeric[1]}/{numeric[2]}/{year}" if numeric else f"{text.strip()} {year}"
        deadline = read_deadline(completed)
        if deadline.day and (is_told or deadline.day >= day):
            dated.append((abs(deadline.day - day), replace(deadline, text=completed)))
    return min(dated, key=itemgetter(0))[1] if dated else None
