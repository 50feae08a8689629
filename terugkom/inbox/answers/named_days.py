"""Find the days that the words of an answer name; text is in lower case and without accents.

Without a year a day is the next such one.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from terugkom.inbox.answers import later_words, period_words
from terugkom.workbook.dates.date_words import MONTHS, ORDINALS, QUARTER
from terugkom.workbook.dates.find_day import find_day, find_day_and_rest

_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DAY = rf"(?:\d{{1,2}}(?:[/.-]\d{{1,2}}\.?|(?:e|ste|de|er|th|st|nd|rd)? (?:of |de )?{_MONTH}\b)|\b{_MONTH}\b)"
_OF_THE_YEAR = tuple(
    (
        re.compile(rf"(?<![\d/.-])({_DAY}),? (?:van |in |of |de |du |des |d')?(?:{year})\b"),
        re.compile(
            rf"\b(?:{year}),? ((?:(?:in|op|on|en|le|im|am|au|tegen|by|de|the) ){{0,2}}{_DAY})(?!,? 20\d\d)"
        ),
        later,
    )
    for year, later in ((later_words.NEXT_YEAR, 1), (later_words.THIS_YEAR, 0))
)
_HALF_A_YEAR = timedelta(days=183)
_YEAR = re.compile(r"20\d\d")
_QUARTER = re.compile(rf"(?:{QUARTER})\b")


def write_year(words: str, today: date) -> str:
    """Return an answer with the year of each day that says which: "15 februari volgend jaar"."""
    for behind, before, later in _OF_THE_YEAR:
        add_year = partial(_add_year, year=today.year + later)
        words = before.sub(add_year, behind.sub(add_year, words))
    return words


def _add_year(found: re.Match[str], year: int) -> str:
    day = found[1].rstrip(".")
    return f"{day}/{year}" if day[-1].isdigit() else f"{day} {year}"


def list_named_days(words: Sequence[str], today: date) -> Iterator[tuple[int, date]]:
    """Yield the number of the word with which each day begins, and the day."""
    return ((begin, day) for begin, _, day in locate_days(words, today))


def locate_days(words: Sequence[str], today: date) -> Iterator[tuple[int, int, date]]:
    """Yield of each day the number of its first word and of the first word behind it, and the day."""
    at = 0
    while at < len(words):
        read = find_day_and_rest(" ".join(words[at:]), today) if may_begin_a_day(words, at) else None
        behind = len(words) - len(read[1].split()) if read else at + 1
        if read:
            yield at, behind, read[0]
        at = behind


def may_begin_a_day(words: Sequence[str], at: int) -> bool:
    """Return whether a day may begin with this word: a month alone only where nothing else can be meant."""
    word = words[at].strip(",.;:")
    if at and _YEAR.fullmatch(word) and words[at - 1] in period_words.WINTERS:
        return False  # it lies in two years
    if not word or word[0].isdigit() or word in later_words.PERIOD_BEGINNINGS:
        return bool(word)
    part, _, month = word.partition("-")  # mid-March
    if part in later_words.PERIOD_BEGINNINGS and month in MONTHS:
        return True
    has_year = at + 1 < len(words) and _YEAR.fullmatch(words[at + 1].strip(",.;:!")) is not None
    if re.fullmatch(r"[qkt][1-4]", word):
        return has_year or at == 0 or words[at - 1].strip(",.;:") in later_words.BEFORE_A_MONTH
    if word in ORDINALS:
        return at + 1 < len(words) and _QUARTER.match(words[at + 1]) is not None
    if word not in MONTHS:
        return False
    if has_year:
        return True
    is_begun = at == 0 or words[at - 1][-1:] in tuple(".,;:!?)")
    is_first = is_begun and word not in later_words.MONTHS_AND_OTHER_WORDS
    before = words[max(at - 1, 0)].strip(",.;:")
    is_told = before in later_words.BEFORE_A_MONTH or (
        before in later_words.BEFORE_A_SURE_MONTH and word not in later_words.MONTHS_AND_OTHER_WORDS
    )
    return is_first or is_told


def lies_ahead(text: str, today: date) -> bool:
    """Return whether a text begins with a day that is to come."""
    day = find_day(text, today)  # without a year the next such day: in half a year it was the last one
    return day is not None and day > today and (str(day.year) in text or day - today < _HALF_A_YEAR)
