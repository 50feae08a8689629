"""Write the day of a time that an answer says without it: "week 14", "volgende maand", "drie weken later".

Text is in lower case and without accents. What is vague ("een paar weken", "na de zomer") stays, or keeps the
word that makes it so.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from terugkom.inbox.answers import day_doubt_words, function_words, later_words, period_words
from terugkom.inbox.answers.later_day import MAX_WORDS
from terugkom.inbox.answers.later_words import (
    BEFORE_A_MONTH,
    BEFORE_A_SURE_MONTH,
    MONTHS_AND_OTHER_WORDS,
    NEXT_MONTH,
    PERIOD_BEGINNINGS,
)
from terugkom.inbox.answers.named_days import list_named_days
from terugkom.workbook.dates.date_words import MONTHS, ORDINALS, SEASONS

_LATER = "later tot"
# A time counted from today that ends as near to the deadline as this may mean before it or after it.
_NEAR = timedelta(days=7)
_FRIDAY = 5
_FROM_TODAY = re.compile(period_words.FROM_TODAY)
_LATER_BY = tuple(re.compile(each) for each in period_words.LATER_BY)
_WEEK = re.compile(period_words.WEEK)
_NEXT_WEEK = re.compile(period_words.NEXT_WEEK)
_NEXT_MONTH = re.compile(NEXT_MONTH)
_THIS_MONTH = re.compile(period_words.THIS_MONTH)
_END_OF_YEAR = re.compile(period_words.END_OF_YEAR)
_SEASON = re.compile(period_words.SEASON)
_SEASON_OF_A_YEAR = re.compile(period_words.SEASON_OF_A_YEAR)
_CLAUSE_END = re.compile(r"[,;.!?:\n]")
_IS_PAST = re.compile(f"{function_words.IS_PAST_TENSE}|{later_words.SAYS_THE_END}")
_IS_FUTURE = re.compile(f"{function_words.IS_FUTURE_TENSE}|{later_words.BECOMES}")
_UNITS = (
    (re.compile(period_words.WEEKS), "weeks"),
    (re.compile(period_words.MONTHS_LONG), "months"),
    (re.compile(period_words.YEARS), "years"),
)
_MAX_WORD = 30
_MONTH = re.compile(
    rf"(?<![\w/.'-])(?:{'|'.join(sorted(set(MONTHS) - MONTHS_AND_OTHER_WORDS - period_words.OTHER_WORDS))})"
    r"\b(?![-/'])(?! \d{1,2}\b)"
)
_BEFORE_A_MONTH = (
    BEFORE_A_MONTH
    | BEFORE_A_SURE_MONTH
    | PERIOD_BEGINNINGS
    | {*day_doubt_words.NOT_THAT_DAY, *day_doubt_words.SINCE, *period_words.LAST}
)
_MONTH_NAMES = {number: name for name, number in reversed(MONTHS.items())}


def write_periods(words: str, today: date, deadline: date | None) -> str:
    """Return an answer with its day for each time ahead that is sure: the last of a period, the Friday of a
    week.

    What lasts some time longer is counted from the deadline; where the answer names a day behind it as
    well, a length of time says nothing more.
    """
    for pattern, write in _list_writers(today):
        words = pattern.sub(write, words)
    if any(day > (deadline or today) for _, day in list_named_days(words.split()[:MAX_WORDS], today)):
        return words
    words = _MONTH.sub(_write_month, words)
    words = _SEASON.sub(lambda found: f"{found['before']} {_write_season(found, today)}", words)
    if deadline:
        for pattern in _LATER_BY:
            words = pattern.sub(lambda found: _write_later(found, deadline), words)
    return _FROM_TODAY.sub(lambda found: _write_from_today(found, today, deadline), words)


def _list_writers(today: date) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]:
    friday = today + timedelta(days=_FRIDAY - today.isoweekday())
    next_month = today + relativedelta(months=1)
    return (
        (_END_OF_YEAR, lambda found: _write(date(today.year, 12, 31))),
        (_NEXT_WEEK, lambda found: _write(friday + timedelta(days=7))),
        (_NEXT_MONTH, lambda found: f"{_MONTH_NAMES[next_month.month]} {next_month.year}"),
        (_THIS_MONTH, lambda found: f"{_MONTH_NAMES[today.month]} {today.year}"),
        (_WEEK, lambda found: _write_week(found, today)),
        (_SEASON_OF_A_YEAR, _write_season_of_a_year),
    )


def _write(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _write_later(found: re.Match[str], deadline: date) -> str:
    before, behind = found.string[: found.start()], found.string[found.end() :]
    clause = f"{_CLAUSE_END.split(before)[-1]} {_CLAUSE_END.split(behind, maxsplit=1)[0]}"
    if _IS_PAST.search(clause) and not _IS_FUTURE.search(clause):  # "met een maand vertraging opgeleverd"
        return found[0]
    return f"{_LATER} {_write(_add(deadline, _read_length(found)))}"


def _write_from_today(found: re.Match[str], today: date, deadline: date | None) -> str:
    day = today + _read_length(found)
    return found[0] if deadline and abs(day - deadline) < _NEAR else _write(day)


def _write_month(found: re.Match[str]) -> str:
    """Return a month that stands without a word before it as one that has: "december zal het zijn"."""
    before = found.string[max(found.start() - _MAX_WORD, 0) : found.start()].split()
    word = before[-1].strip("(,.:;!?") if before else ""
    is_of_a_day = not word or word[0].isdigit() or word in ORDINALS or word in _BEFORE_A_MONTH
    return found[0] if is_of_a_day else f"in {found[0]}"


def _read_length(found: re.Match[str]) -> relativedelta:
    """Return how long a text says."""
    said = found["count"] or "1"
    count = int(said) if said.isdigit() else period_words.COUNTS[said]
    unit = next((name for pattern, name in _UNITS if pattern.fullmatch(found["unit"])), "days")
    return relativedelta(**{unit: count})  # type: ignore[arg-type]


def _add(deadline: date, length: relativedelta) -> date:
    """Return the day so much after a deadline; behind the last day of a month lies the last of another."""
    day = deadline + length
    is_last = (deadline + timedelta(days=1)).day == 1
    return day + relativedelta(day=31) if is_last and not length.days else day


def _write_week(found: re.Match[str], today: date) -> str:
    for year in (today.year, today.year + 1):
        try:
            day = date.fromisocalendar(year, int(found["number"]), _FRIDAY)
        except ValueError:
            continue
        if day >= today:
            return _write(day)
    return found[0]


def _write_season_of_a_year(found: re.Match[str]) -> str:
    """Return the last day of the quarter in which a season ends."""
    return _write(date(int(found["year"]), SEASONS[found["season"]] * 3, 1) + relativedelta(day=31))


def _write_season(found: re.Match[str], today: date) -> str:
    """Return the last day of the quarter in which a season of this year ends, or of next year."""
    last = SEASONS[found["season"]] * 3
    day = date(today.year, last, 1) + relativedelta(day=31)
    is_next = bool(found["next"] or found["coming"])
    if day <= today or (is_next and (today.month > last - 3)):
        day += relativedelta(years=1, day=31)
    return _write(day)
