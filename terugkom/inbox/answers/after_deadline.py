"""Find whether an answer names a time after the deadline: beside *op schema* it may be that of its end.

Text is in lower case and without accents.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from terugkom.inbox.answers import day_doubt_words, function_words, later_words, period_words
from terugkom.inbox.answers.answer_clauses import list_clauses
from terugkom.inbox.answers.later_day import MAX_WORDS, has_its_year, was_lately
from terugkom.inbox.answers.named_days import list_named_days
from terugkom.workbook.dates.date_words import MONTHS
from terugkom.workbook.dates.find_day import find_day

_IS_AWAY = re.compile(day_doubt_words.IS_AWAY)
_IS_BACK_ON_TRACK = re.compile(day_doubt_words.IS_BACK_ON_TRACK)
_IS_PAST_TENSE = re.compile(rf"{function_words.IS_PAST_TENSE}|{later_words.STEP_THAT_WAS}")
_IS_FUTURE_TENSE = re.compile(function_words.IS_FUTURE_TENSE)
_WEEK = re.compile(period_words.WEEK)
_NEXT_MONTH = re.compile(later_words.NEXT_MONTH)
_NEXT_YEAR = re.compile(rf"\b(?:{later_words.NEXT_YEAR})\b")
_SEASONS = tuple((re.compile(rf"\b(?:{name})\b"), month) for name, month in later_words.SEASONS)


def names_time_after(words: str, today: date, deadline: date | None) -> bool:
    """Return whether a clause of an answer names a day, a month, a week or a season after the deadline.

    None of an absence counts, nor in a past tense.
    """
    if deadline is None:
        return False
    clauses = list_clauses(_IS_BACK_ON_TRACK.sub(" ", words))
    return any(
        _names_day_after(each, today, deadline) or _names_period_after(each, today, deadline)
        for each in clauses
        if not _IS_AWAY.search(each) and not _was(each)
    )


def _was(clause: str) -> bool:
    return _IS_PAST_TENSE.search(clause) is not None and _IS_FUTURE_TENSE.search(clause) is None


def _names_day_after(clause: str, today: date, deadline: date) -> bool:
    words = [each.strip(",.;:!()") for each in clause.split()[:MAX_WORDS]]
    named = [
        *((at, _begin(words, at, day)) for at, day in list_named_days(words, today)),
        *_list_months(words, today),
    ]
    return any(
        day > deadline
        and not (at and words[at - 1] in day_doubt_words.SINCE)
        and (has_its_year(clause, day) or not was_lately(day, today))
        for at, day in named
    )


def _begin(words: Sequence[str], at: int, day: date) -> date:
    """Return the first day of a month that stands without its day, for it may be any of it; else the day."""
    is_day_behind = re.match(r"\d{1,2}(?!\d)", "".join(words[at + 1 : at + 2]))
    return day.replace(day=1) if words[at] in MONTHS and not is_day_behind else day


def _list_months(words: Sequence[str], today: date) -> Iterator[tuple[int, date]]:
    """Yield the months that stand where else none is looked for: "pose mi-mai", "delivery March 20"."""
    for at, word in enumerate(words):
        part, _, month = word.rpartition("-")
        behind = words[at + 1 : at + 2]
        is_sure = part or word not in later_words.MONTHS_AND_OTHER_WORDS or "".join(behind).isdigit()
        if month in MONTHS and is_sure and (day := find_day(" ".join([month, *behind]), today)):
            yield at, _begin([month, *behind], 0, day)


def _names_period_after(clause: str, today: date, deadline: date) -> bool:
    if any(int(each["number"]) > deadline.isocalendar().week for each in _WEEK.finditer(clause)):
        return deadline.year == today.year
    if _NEXT_MONTH.search(clause):
        return (today.year, today.month) == (deadline.year, deadline.month)
    if _NEXT_YEAR.search(clause):
        return today.year == deadline.year
    return any(deadline < date(today.year, month, 1) for season, month in _SEASONS if season.search(clause))
