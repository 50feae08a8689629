"""Find the later day that an owner's words name, and whether a clause names a day to come.

Text is in lower case and without accents. Without a year a day is the next such one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from terugkom.inbox import later_words
from terugkom.inbox.doubt_words import HAS_ITS_OWN_DATE
from terugkom.inbox.function_words import BESIDE_A_DAY, FUNCTION_WORDS, TIMES
from terugkom.inbox.title_words import has_only_words, is_named, list_title_words, list_words
from terugkom.normalize import strip_accents
from terugkom.workbook.dates.find_day import find_day, find_day_and_rest
from terugkom.workbook.dates.words import MONTHS, ORDINALS, QUARTER

_LONG = timedelta(days=240)
_HALF_A_YEAR = timedelta(days=183)
_MAX_WORDS = 200  # of a sentence
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_YEAR = re.compile(r"20\d\d")
_QUARTER = re.compile(rf"(?:{QUARTER})\b")
_SAYS_LATER = re.compile(later_words.SAYS_LATER)
_IS_DOUBTFUL_DAY = re.compile(later_words.IS_DOUBTFUL_DAY)
_IS_NOT_MET = re.compile(later_words.IS_NOT_MET)
_IS_MISSED = re.compile(later_words.IS_MISSED)


def _begin(words: Iterable[str]) -> str:
    return rf"(?:{'|'.join(f'(?:{strip_accents(each)})' for each in words)})(?![a-z])[ :,-]*"


_LATER = re.compile(_begin(later_words.LATER_BEGINNINGS))
_BECOMES = re.compile(_begin(later_words.BECOMES_BEGINNINGS))
_NEW_DEADLINE = re.compile(rf"(?:^|[,;:(] ?){_begin([later_words.NEW_DEADLINE])}")
_NEW_DATE_FURTHER_ON = re.compile(
    rf"(?:^|[,;:(] ?){_begin([later_words.NEW_DEADLINE, later_words.NEW_DATE])}"
)
_OF_THE_ACTION = re.compile(later_words.OF_THE_ACTION)
_NEW_DATE = re.compile(_begin([later_words.NEW_DATE]))
_HAS_ITS_OWN_DATE = re.compile(HAS_ITS_OWN_DATE)
_IS_NOT_ITS_END = re.compile(later_words.IS_NOT_ITS_END)
_DOES_NOT_MOVE = re.compile(later_words.DOES_NOT_MOVE)
_IS_WHY = re.compile(later_words.IS_WHY)
_ASKS_TO_MOVE_IT = re.compile(later_words.ASKS_TO_MOVE_IT, re.MULTILINE)
_MOVES_IT = re.compile(later_words.MOVES_IT)
_BECOMES_IT = re.compile(later_words.BECOMES_IT)
_GIVES_A_REASON = re.compile(later_words.GIVES_A_REASON)
_DAY_WAS = re.compile(later_words.DAY_WAS)
_BESIDE_A_DAY = FUNCTION_WORDS | TIMES | BESIDE_A_DAY | frozenset(MONTHS) | frozenset(ORDINALS)
_CLAUSE_END = re.compile(r"[,;:]\s| [-\u2013\u2014] ")
_SUBJECT = re.compile(later_words.SUBJECT)
_BARE_SUBJECT = re.compile(later_words.BARE_SUBJECT)
_FRACTION = re.compile(r"[1-9]/(?:[2-9]|10)(?![\d/])")
_IS_A_REASON = re.compile(later_words.IS_A_REASON)
_IS_NO_REASON = re.compile(later_words.IS_NO_REASON)
_BECOMES_BEHIND = re.compile(later_words.BECOMES_BEHIND)
_IS_AWAY = re.compile(later_words.IS_AWAY)
_DAY_ALONE = re.compile(later_words.DAY_ALONE)
_INSTEAD_OF = re.compile(later_words.INSTEAD_OF)
_DENIES = re.compile(later_words.DENIES)


def find_said_day(line: str, words: str, today: date) -> date | None:
    """Return the later day that a line of an answer says as a whole: "later tot 1 mei", "15 april i.p.v. 15
    maart".

    None where the day may be of another thing: "Nieuwe datum: 12 april. De infoavond is verzet."
    """
    near = words if _NEW_DATE.match(line) else _SENTENCE_END.split(line)[0]
    if _HAS_ITS_OWN_DATE.search(near):
        return None
    for pattern in (_LATER, _BECOMES):
        if day := _find_day_behind(line, pattern.match(line), today, pattern is _LATER):
            return day
    found = find_day_and_rest(line, today) if _may_begin_a_day(line.split() or [""], 0) else None
    follows = _find_what_follows(found[1], today) if found else None
    if found and follows is not None and _is_only_a_reason(follows, line) and not _DENIES.search(line):
        return found[0]
    return None


def _find_what_follows(rest: str, today: date) -> str | None:
    """Return what stands behind "i.p.v. 15 maart" or "wordt het"; None where an answer has neither there."""
    if becomes := _BECOMES_BEHIND.match(rest):
        return rest[becomes.end() :].strip()
    instead = _INSTEAD_OF.match(rest)
    if instead is None:
        return None
    other = rest[instead.end() :].strip()
    if found := find_day_and_rest(other, today):
        return _add_mark(other, found[1])
    alone = _DAY_ALONE.match(other)
    return other[alone.end() :].strip() if alone else None


def _add_mark(text: str, rest: str) -> str:
    """Return the rest of a text behind its day, with the mark that stood directly behind the day."""
    day = text[: len(text) - len(rest)].rstrip()
    return day[-1] + rest if day[-1:] in tuple(".,;:!") else rest


def _is_only_a_reason(follows: str, line: str) -> bool:
    """Return whether what follows a day is nothing, or says why, and no day of the line is in doubt."""
    if _IS_NO_REASON.match(follows) or _IS_DOUBTFUL_DAY.search(line):
        return False
    return _IS_A_REASON.match(follows) is not None


def find_new_date(words: str, today: date) -> date | None:
    """Return the one day that an answer, in which nothing is asked, calls the new date of the action.

    None where a thing with a date of its own stands in the same sentence, or in the one before it.
    """
    days = set()
    for before, sentence in pairwise(["", *_list_sentences(words)]):
        near = f"{before} {sentence}"
        pattern = _NEW_DATE_FURTHER_ON if _OF_THE_ACTION.search(near) else _NEW_DEADLINE
        for found in pattern.finditer(sentence):
            if _HAS_ITS_OWN_DATE.search(near):
                return None
            days.add(_find_day_behind(sentence, found, today, False))
    return days.pop() if len(days) == 1 and not _IS_DOUBTFUL_DAY.search(words) else None


def _list_sentences(words: str) -> list[str]:
    return [each.strip() for each in _SENTENCE_END.split(words) if each.strip()]


def _find_day_behind(line: str, begun: re.Match[str] | None, today: date, may_go_on: bool) -> date | None:
    """Return the day behind a beginning, if no more than a reason follows."""
    found = find_day_and_rest(line[begun.end() :], today) if begun else None
    if begun is None or found is None:
        return None
    follows = _add_mark(line[begun.end() :], found[1])
    if may_go_on:
        is_said = not _DENIES.search(re.split(r"[.,;!]", follows, maxsplit=1)[0])
        return found[0] if is_said and not _IS_NO_REASON.match(follows) else None
    return found[0] if _is_only_a_reason(follows, line) else None


def find_later_day(body: str, today: date) -> date | None:
    """Return the last day to come that sentences about a later one name, and do not doubt or deny."""
    found: list[date] = []
    for sentence in _SENTENCE_END.split(body):
        words = _IS_MISSED.sub(" ", sentence).split()[:_MAX_WORDS]
        is_said = _SAYS_LATER.search(sentence) or (words and _may_begin_a_day(words, 0))
        if is_said and not _IS_DOUBTFUL_DAY.search(sentence):
            found += _list_met_days(words, today)
    return max(found, default=None)


def find_only_later_day(words: str, title: str, today: date, deadline: date | None) -> date | None:
    """Return the one day to come that an answer names, if a word with it moves the action there.

    None where another day is to come, where it is that of a step or of another thing, or where something is
    asked.
    """
    words = drop_mark_of_request(words)
    if "?" in words or any(each.search(words) for each in (_IS_NOT_ITS_END, _IS_AWAY, _DOES_NOT_MOVE)):
        return None
    said = words.split()[:_MAX_WORDS]
    named = {
        at: day
        for at, day in _list_days(said, today)
        if day > today and day != deadline and not (at and said[at - 1] in later_words.SINCE)
    }
    if len(set(named.values())) != 1 or any(_is_fraction(said, at) or _is_denied(said, at) for at in named):
        return None
    day = next(iter(named.values()))
    if day - today > _LONG and str(day.year) not in words:  # it may have been: "dat was eind mei"
        return None
    places = _list_places(words, day, today)
    is_moved = not _names_another(words, places, title) and bool(places) and _is_moved_to(places[0], title)
    return day if is_moved else None


@dataclass(frozen=True)
class _Place:
    """A sentence that names a day, its clauses that do, and the sentence before it ("" if there is none)."""

    before: str
    sentence: str
    clauses: Sequence[str]


def _list_places(words: str, day: date, today: date) -> list[_Place]:
    return [
        _Place(before, each, [part for part in _CLAUSE_END.split(each) if _has_day(part, day, today)])
        for before, each in pairwise(["", *_list_sentences(words)])
        if _has_day(each, day, today)
    ]


def drop_mark_of_request(words: str) -> str:
    """Return an answer without the question mark of a request to move the action: "kan dat naar 3 mei?"."""
    return _ASKS_TO_MOVE_IT.sub(
        lambda asked: f"{asked[0][:-1]}." if _MOVES_IT.search(asked[0]) else asked[0], words
    )


def _is_denied(words: Sequence[str], at: int) -> bool:
    """Return whether a clause says of the day with which its words from there begin that it is not so."""
    behind = re.split(r"[.,;!?]", " ".join(words[at:]), maxsplit=1)[0]
    if at and words[at - 1].strip("(,.:;") in later_words.NOT_THAT_DAY:
        return True
    return _IS_NOT_MET.search(" ".join(words[:at])) is not None or _DENIES.search(behind) is not None


def _is_fraction(words: Sequence[str], at: int) -> bool:
    before = words[at - 1].strip(",.;:") if at else ""
    return _FRACTION.match(words[at]) is not None and before not in later_words.BEFORE_A_SHORT_DATE


def _is_moved_to(place: _Place, title: str) -> bool:
    """Return whether the clause with a day moves the action; or says so by a word that may mean more, or the
    words before it do, and it names no other thing."""
    if any(map(_DAY_WAS.search, place.clauses)):
        return False
    if any(map(_MOVES_IT.search, place.clauses)):
        return True
    is_moved = _MOVES_IT.search(f"{place.before} {place.sentence}") is not None
    return any((is_moved or _BECOMES_IT.search(each)) and _is_about_it(each, title) for each in place.clauses)


def _is_about_it(clause: str, title: str) -> bool:
    rest = _BECOMES_IT.sub(" ", _GIVES_A_REASON.sub(" ", clause))
    return has_only_words(_MOVES_IT.sub(" ", rest), _BESIDE_A_DAY, list_title_words(title))


def _has_day(text: str, day: date, today: date) -> bool:
    return any(named == day for _, named in _list_days(text.split()[:_MAX_WORDS], today))


def _names_another(words: str, places: Sequence[_Place], title: str) -> bool:
    """Return whether an answer names something with a date of its own, or a clause with the day begins with
    another thing than that of the title."""
    named = list_words(title)
    other = _HAS_ITS_OWN_DATE.search(_IS_WHY.sub(" ", words))
    if other and not is_named(other[0], named):
        return True
    clauses = [clause for each in places for clause in each.clauses]
    subjects = (pattern.match(each) for each in clauses for pattern in (_SUBJECT, _BARE_SUBJECT))
    return any(
        found and found[1] not in _BESIDE_A_DAY and not is_named(found[1], named) for found in subjects
    )


def has_day_to_come(body: str, today: date, deadline: date | None) -> bool:
    """Return whether an answer names a day ahead other than its deadline, or the end of an absence."""
    said = " ".join(each for each in _list_sentences(body) if not _IS_AWAY.search(each))
    words = said.split()[:_MAX_WORDS]
    days = _list_days(words, today)
    return any(day != deadline and lies_ahead(" ".join(words[at:]), today) for at, day in days)


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
    part, _, month = word.partition("-")  # mid-March
    if part in later_words.PERIOD_BEGINNINGS and month in MONTHS:
        return True
    if re.fullmatch(r"[qkt][1-4]", word):
        return at == 0 or words[at - 1].strip(",.;:") in later_words.BEFORE_A_MONTH
    if word in ORDINALS:
        return at + 1 < len(words) and _QUARTER.match(words[at + 1]) is not None
    if word not in MONTHS:
        return False
    if at + 1 < len(words) and _YEAR.fullmatch(words[at + 1].strip(",.;:!")):
        return True
    is_first = at == 0 and word not in later_words.MONTHS_AND_OTHER_WORDS
    return is_first or words[max(at - 1, 0)].strip(",.;:") in later_words.BEFORE_A_MONTH
