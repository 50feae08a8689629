"""Find the later day that an owner's words name, and whether a clause names a day to come.

Text is in lower case and without accents. Without a year a day is the next such one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from terugkom.inbox.answers import day_doubt_words, later_words
from terugkom.inbox.answers.named_days import lies_ahead, list_named_days, may_begin_a_day
from terugkom.normalize import strip_accents
from terugkom.workbook.dates.date_words import MONTHS
from terugkom.workbook.dates.find_day import find_day_and_rest

_YEAR, _LATELY = timedelta(days=365), timedelta(days=45)
MAX_WORDS = 200  # of a sentence
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_SAYS_LATER = re.compile(later_words.SAYS_LATER)
_IS_DOUBTFUL_DAY = re.compile(day_doubt_words.IS_DOUBTFUL_DAY)
_IS_NOT_MET = re.compile(day_doubt_words.IS_NOT_MET)
_IS_MISSED = re.compile(day_doubt_words.IS_MISSED)


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
_HAS_ITS_OWN_DATE = re.compile(day_doubt_words.HAS_ITS_OWN_DATE)
_IS_NOT_ITS_END = re.compile(day_doubt_words.IS_NOT_ITS_END)
_DOES_NOT_MOVE = re.compile(day_doubt_words.DOES_NOT_MOVE)
_ASKS_TO_MOVE_IT = re.compile(later_words.ASKS_TO_MOVE_IT, re.MULTILINE)
_MOVES_IT = re.compile(later_words.MOVES_IT)
_SETS_THE_DEADLINE = re.compile(later_words.SETS_THE_DEADLINE)
CLAUSE_END = re.compile(
    rf"[,;:]\s| [-\u2013\u2014] | (?=(?:dus|so|donc|waardoor|zodat) [^,;:]*(?:\d|\b(?:{'|'.join(MONTHS)})\b))"
)
_IS_A_REASON = re.compile(later_words.IS_A_REASON)
_IS_NO_REASON = re.compile(day_doubt_words.IS_NO_REASON)
_BECOMES_BEHIND = re.compile(later_words.BECOMES_BEHIND)
_IS_AWAY = re.compile(day_doubt_words.IS_AWAY)
_DAY_ALONE = re.compile(later_words.DAY_ALONE)
_IS_AN_APPOINTMENT = re.compile(day_doubt_words.IS_AN_APPOINTMENT)
_IS_OF_ANOTHER = (_IS_NOT_ITS_END, _IS_AWAY, _DOES_NOT_MOVE, _IS_AN_APPOINTMENT)
_INSTEAD_OF = re.compile(later_words.INSTEAD_OF)
_ASKS_FOR_A_DAY = re.compile(later_words.ASKS_FOR_A_DAY)
_DENIES = re.compile(day_doubt_words.DENIES)


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
    found = find_day_and_rest(line, today) if may_begin_a_day(line.split() or [""], 0) else None
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


def has_another_date(words: str) -> bool:
    """Return whether an answer speaks of a thing with a date of its own: an inspection, a contract."""
    return _HAS_ITS_OWN_DATE.search(words) is not None


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
        words = _IS_MISSED.sub(" ", sentence).split()[:MAX_WORDS]
        is_said = _SAYS_LATER.search(sentence) or (words and may_begin_a_day(words, 0))
        if is_said and not _IS_DOUBTFUL_DAY.search(sentence):
            found += _list_met_days(words, today)
    return max(found, default=None)


def find_day_asked_for(body: str, today: date) -> date | None:
    """Return the one day to come that an answer asks for as another one: "kan het tegen 30 september?"."""
    found = {
        day
        for asked in _list_questions(body)
        if _ASKS_FOR_A_DAY.search(asked) and not is_of_another(asked)
        for day in _list_met_days(asked.split()[:MAX_WORDS], today)
    }
    return found.pop() if len(found) == 1 else None


def _list_questions(body: str) -> Iterator[str]:
    begin = 0
    for end in _SENTENCE_END.finditer(body):
        if end[0] == "?":
            yield body[begin : end.start()]
        begin = end.end()


def find_only_day(body: str, today: date) -> date | None:
    """Return the one day that an answer names, if it is to come; None where it is in doubt, and where it may
    be a slip for one that was."""
    if _IS_DOUBTFUL_DAY.search(body):
        return None
    days = {day for _, day in list_named_days(body.split()[:MAX_WORDS], today)}
    day = days.pop() if len(days) == 1 else None
    return day if day and day > today and not was_lately(day, today) else None


@dataclass(frozen=True)
class Place:
    """A sentence that names a day, its clauses that do, and the sentence before it ("" if there is none)."""

    before: str
    sentence: str
    clauses: Sequence[str]


def list_places(words: str, day: date, today: date) -> list[Place]:
    """Return the sentences of an answer that name a day."""
    return [
        Place(before, each, [part for part in CLAUSE_END.split(each) if has_day(part, day, today)])
        for before, each in pairwise(["", *_list_sentences(words)])
        if has_day(each, day, today)
    ]


def has_day(text: str, day: date, today: date) -> bool:
    """Return whether a text names a day."""
    return any(named == day for _, named in list_named_days(text.split()[:MAX_WORDS], today))


def has_day_to_come(body: str, today: date, deadline: date | None) -> bool:
    """Return whether an answer names a day ahead other than its deadline, or the end of an absence."""
    said = " ".join(each for each in _list_sentences(body) if not _IS_AWAY.search(each))
    words = said.split()[:MAX_WORDS]
    days = list_named_days(words, today)
    return any(day != deadline and lies_ahead(" ".join(words[at:]), today) for at, day in days)


def is_of_another(text: str) -> bool:
    """Return whether the day of a text is that of a step, an absence or an appointment, or moves nothing."""
    return any(each.search(text) for each in _IS_OF_ANOTHER)


def is_of_an_absence(body: str, day: date, today: date) -> bool:
    """Return whether the sentence with a day speaks of an absence: "met verlof tot 12 april"."""
    return any(_IS_AWAY.search(each.sentence) for each in list_places(body, day, today))


def names_later_day(body: str, day: date, today: date) -> bool:
    """Return whether an answer also names a day after the one that it gives as its new deadline."""
    words = body.split()[:MAX_WORDS]
    return any(day < each for _, each in list_named_days(words, today))


def has_its_year(words: str, day: date) -> bool:
    """Return whether an answer names the year of a day: "1 mei 2028", "1 mei '28", "1/5/28"."""
    return str(day.year) in words or re.search(rf"['/.-]{day.year % 100:02}(?!\d)", words) is not None


def was_lately(day: date, today: date) -> bool:
    """Return whether a day without its year was in the last six weeks: a slip or the past."""
    return day - today > _YEAR - _LATELY


def _list_met_days(words: Sequence[str], today: date) -> Iterator[date]:
    """Yield the days to come that words name, but not those of which they say that they are not met."""
    for at, day in list_named_days(words, today):
        if day > today and not _IS_NOT_MET.search(" ".join(words[:at])):
            yield day


def drop_mark_of_request(words: str) -> str:
    """Return an answer without the question mark of a request to move the action: "kan dat naar 3 mei?"."""
    return _ASKS_TO_MOVE_IT.sub(
        lambda asked: f"{asked[0][:-1]}." if _is_request(asked[0]) else asked[0], words
    )


def _is_request(asked: str) -> bool:
    return _MOVES_IT.search(asked) is not None or _SETS_THE_DEADLINE.search(asked) is not None
