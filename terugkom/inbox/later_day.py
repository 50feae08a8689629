"""Find the later day that an owner's words name, and whether a clause names a day to come.

Text is in lower case and without accents. Without a year a day is the next such one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from terugkom.inbox import later_words
from terugkom.normalize import strip_accents
from terugkom.workbook.dates.find_day import find_day, find_day_and_rest
from terugkom.workbook.dates.words import MONTHS, ORDINALS, QUARTER

_HALF_A_YEAR = timedelta(days=183)
_MAX_WORDS = 200  # of a sentence
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_QUARTER = re.compile(rf"(?:{QUARTER})\b")
_SAYS_LATER = re.compile(later_words.SAYS_LATER)
_IS_DOUBTFUL_DAY = re.compile(later_words.IS_DOUBTFUL_DAY)
_IS_NOT_MET = re.compile(later_words.IS_NOT_MET)
_IS_MISSED = re.compile(later_words.IS_MISSED)


def _begin(words: Iterable[str]) -> str:
    return rf"(?:{'|'.join(f'(?:{strip_accents(each)})' for each in words)})(?![a-z])[ :,-]*"


_LATER = re.compile(_begin(later_words.LATER_BEGINNINGS))
_BECOMES = re.compile(_begin(later_words.BECOMES_BEGINNINGS))
_NEW_DATE = re.compile(rf"(?:^|[.,;:!(] ?){_begin([later_words.NEW_DATE])}", re.MULTILINE)
_IS_A_REASON = re.compile(later_words.IS_A_REASON)
_INSTEAD_OF = re.compile(later_words.INSTEAD_OF)
_DENIES = re.compile(later_words.DENIES)


def find_said_day(line: str, today: date) -> date | None:
    """Return the later day that a line says as a whole: "later tot 1 mei", "15 april i.p.v. 15 maart"."""
    for pattern in (_LATER, _BECOMES):
        if day := _find_day_behind(line, pattern.match(line), today, pattern is _LATER):
            return day
    found = find_day_and_rest(line, today) if _may_begin_a_day(line.split() or [""], 0) else None
    if (
        found
        and _INSTEAD_OF.match(found[1])
        and not _DENIES.search(line)
        and not _IS_DOUBTFUL_DAY.search(line)
    ):
        return found[0]
    return None


def find_new_date(words: str, today: date) -> date | None:
    """Return the one day that an answer, in which nothing is asked, calls the new date."""
    lines = [
        line[found.start() :].lstrip(".,;:!( ")
        for line in words.split("\n")
        for found in _NEW_DATE.finditer(line)
    ]
    days = {_find_day_behind(line, _NEW_DATE.match(line), today, False) for line in lines}
    return days.pop() if len(days) == 1 and "?" not in words else None


def _find_day_behind(line: str, begun: re.Match[str] | None, today: date, may_go_on: bool) -> date | None:
    """Return the day behind a beginning, if no more than a reason follows."""
    found = find_day_and_rest(line[begun.end() :], today) if begun else None
    if begun is None or found is None:
        return None
    day = line[begun.end() : len(line) - len(found[1])].rstrip()
    follows = day[-1] if day[-1:] in ".,;:!" else found[1]
    if may_go_on:
        return None if _DENIES.search(re.split(r"[.,;!]", follows, maxsplit=1)[0]) else found[0]
    return found[0] if _IS_A_REASON.match(follows) and not _IS_DOUBTFUL_DAY.search(line) else None


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


def names_later_day(body: str, day: date, today: date) -> bool:
    """Return whether an answer also names a day after the one that it gives as its new deadline."""
    words = body.split()[:_MAX_WORDS]
    return any(day < each for _, each in _list_days(words, today))


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
    if not word or word[0].isdigit() or word in later_words.PERIOD_BEGINNINGS:
        return bool(word)
    if re.fullmatch(r"[qkt][1-4]", word):
        return True
    if word in ORDINALS:
        return at + 1 < len(words) and _QUARTER.match(words[at + 1]) is not None
    if word not in MONTHS:
        return False
    is_first = at == 0 and word not in later_words.MONTHS_AND_OTHER_WORDS
    return is_first or words[max(at - 1, 0)].strip(",.;:") in later_words.BEFORE_A_MONTH
