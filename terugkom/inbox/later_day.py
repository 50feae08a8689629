"""Find the later day that an owner's words name, and whether a clause names a day to come.

Text is in lower case and without accents. Without a year a day is the next such one.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from terugkom.inbox import answer_words
from terugkom.workbook.dates.find_day import find_day, find_day_and_rest
from terugkom.workbook.dates.words import MONTHS

_HALF_A_YEAR = timedelta(days=183)
_MAX_WORDS = 200  # of a sentence
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_SAYS_LATER = re.compile(answer_words.SAYS_LATER)
_IS_DOUBTFUL_DAY = re.compile(answer_words.IS_DOUBTFUL_DAY)
_IS_NOT_MET = re.compile(answer_words.IS_NOT_MET)
_IS_MISSED = re.compile(answer_words.IS_MISSED)


def find_later_day(body: str, today: date) -> date | None:
    """Return the last day to come that sentences about a later one name, and do not doubt or deny."""
    found: list[date] = []
    for sentence in _SENTENCE_END.split(body):
        words = _IS_MISSED.sub(" ", sentence).split()[:_MAX_WORDS]
        is_said = _SAYS_LATER.search(sentence) or (words and _may_begin_a_day(words, 0))
        if is_said and not _IS_DOUBTFUL_DAY.search(sentence):
            found += _list_met_days(words, today)
    return max(found, default=None)


def has_day_to_come(clause: str, today: date) -> bool:
    """Return whether a clause names a day that lies ahead."""
    words = clause.split()
    return any(lies_ahead(" ".join(words[at:]), today) for at, _ in _list_days(words, today))


def lies_ahead(text: str, today: date) -> bool:
    """Return whether a text begins with a day that is to come."""
    day = find_day(text, today)  # without a year the next such day: in half a year it was the last one
    return day is not None and day > today and (str(day.year) in text or day - today < _HALF_A_YEAR)


def _list_met_days(words: Sequence[str], today: date) -> Iterator[date]:
    """Yield the days to come that words name, but not those of which they say that they are not met."""
    for at, day in _list_days(words, today):
        if day > today and not _IS_NOT_MET.search(" ".join(words[:at])):
            yield day


def _list_days(words: Sequence[str], today: date) -> Iterator[tuple[int, date]]:
    """Yield the number of the word with which each day begins, and the day."""
    at = 0
    while at < len(words):
        read = find_day_and_rest(" ".join(words[at:]), today) if _may_begin_a_day(words, at) else None
        if read:
            yield at, read[0]
        at = len(words) - len(read[1].split()) if read else at + 1


def _may_begin_a_day(words: Sequence[str], at: int) -> bool:
    word = words[at].strip(",.;:")
    if not word or word[0].isdigit() or word in answer_words.PERIOD_BEGINNINGS:
        return bool(word)
    if word not in MONTHS:
        return False
    is_first = at == 0 and word not in answer_words.MONTHS_AND_OTHER_WORDS
    return is_first or words[max(at - 1, 0)].strip(",.;:") in answer_words.BEFORE_A_MONTH
