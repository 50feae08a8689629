"""Find where an owner says that the deadline will be met; text is in lower case and without accents."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from terugkom.inbox.answers.action_titles import has_only_words, list_title_words
from terugkom.inbox.answers.answer_clauses import AND_OR_BUT, drop_no_trouble, list_clauses, list_conclusions
from terugkom.inbox.answers.answer_words import SAYS_NOTHING, WHOLE_CLAUSES
from terugkom.inbox.answers.day_doubt_words import IS_AN_APPOINTMENT, IS_AWAY
from terugkom.inbox.answers.doubt_words import NO_TROUBLE
from terugkom.inbox.answers.function_words import COMPLETIONS, FUNCTION_WORDS, PROGRESS, TIMES
from terugkom.inbox.answers.later_day import MAX_WORDS
from terugkom.inbox.answers.named_days import list_named_days
from terugkom.inbox.answers.on_time_words import (
    AS_PLANNED,
    BEFORE,
    BEFORE_THE_DAY,
    BUT,
    DAY_ENDINGS,
    DESPITE,
    END_OF,
    END_OF_THIS_MONTH,
    END_OF_THIS_YEAR,
    GOES_ON,
    KEEPS_THE_DAY,
    MEETS_THE_DEADLINE,
    NEEDS_NO_CHANGE,
    NEGATIONS,
    NOT_DONE_YET,
    PAST_TENSES,
    REST_FOLLOWS,
    SAYS_ON_TIME,
    WHO_WORKS,
)
from terugkom.inbox.answers.part_words import IS_ASKED
from terugkom.inbox.answers.step_words import BESIDE_ON_TIME
from terugkom.plan.report_progress import ProgressChoice
from terugkom.workbook.dates.date_words import MONTHS

_MONTH = timedelta(days=31)
_MEETS = "|".join(f"(?:{each})" for each in MEETS_THE_DEADLINE)
_GOES = "|".join(f"(?:{each})" for each in WHOLE_CLAUSES[ProgressChoice.ON_TRACK])
_NO_CHANGE = "|".join(f"(?:{each})" for each in NEEDS_NO_CHANGE)
_IS_MET = re.compile(_MEETS)
_NEEDS_NO_CHANGE = re.compile(_NO_CHANGE)
_STANDS_BESIDE = re.compile(
    rf"{_MEETS}|{_NO_CHANGE}|{_GOES}|(?:{NO_TROUBLE})|(?:{SAYS_NOTHING})|(?:{NOT_DONE_YET})"
)
_SAYS_THAT_IT_IS_MET = re.compile(rf"(?<![\w'])(?:{_MEETS}|{_NO_CHANGE})(?![\w'])")
_SAYS_ON_TIME = re.compile(rf"(?<![\w'])(?:{SAYS_ON_TIME})(?![\w'])")
_BUT_ON_TIME = re.compile(
    rf"(?<![\w'])(?:{NOT_DONE_YET}),? ?(?:{BUT}) (?:\w+ ){{0,3}}?(?=(?:{SAYS_ON_TIME})(?![\w']))"
)
_DEADLINE = re.compile(r"\bdeadline\b")
_NEGATIONS = re.compile(NEGATIONS)
_AS_PLANNED = re.compile(AS_PLANNED)
_GOES_ON = re.compile(GOES_ON)
_KEEPS_THE_DAY = re.compile(KEEPS_THE_DAY)
_IS_OF_PEOPLE = re.compile(f"{IS_AWAY}|{IS_AN_APPOINTMENT}")
_IS_ASKED = re.compile(IS_ASKED)
_PAST_TENSES = re.compile(PAST_TENSES)
_KNOWN = FUNCTION_WORDS | TIMES | PROGRESS | COMPLETIONS | BESIDE_ON_TIME
_NOT_DONE_YET = re.compile(rf"(?<![\w'])(?:{NOT_DONE_YET})(?![\w'])")
_DESPITE = re.compile(DESPITE)
_END_OF_THIS_MONTH = re.compile(rf"\b{END_OF_THIS_MONTH}")
_END_OF_THIS_YEAR = re.compile(rf"\b{END_OF_THIS_YEAR}")
_REST_FOLLOWS = re.compile(REST_FOLLOWS)
_WHO_WORKS = re.compile(WHO_WORKS)
_BUT_THEN_ON_TIME = re.compile(rf"\b(?:{BUT}) (?=[^.!?;\n]{{0,40}}?(?<![\w'])(?:{SAYS_ON_TIME})(?![\w']))")
_BUT_IT_GOES = re.compile(
    rf"(?:\b(?:{NOT_DONE_YET}))?,? ?\b(?:{BUT}) (?=(?:{_MEETS}|{_GOES}) ?(?:[.,;!\n]|$))", re.MULTILINE
)


def is_met(day: date, deadline: date | None) -> bool:
    """Return whether a day lies within a deadline; an unknown deadline is not met."""
    return deadline is not None and day <= deadline


def is_on_time(
    words: str, today: date, deadline: date | None, *, stands_beside_anything: bool = False
) -> bool:
    """Return whether a clause of an answer says that its deadline, which is to come, will be met.

    That no change is needed says so only beside what is on track too; for a proposal, beside anything.
    """
    if deadline is not None and deadline <= today:
        return False
    clauses = list_clauses(name_deadline(words, today, deadline))
    parts = [part for each in clauses for part in (each, *AND_OR_BUT.split(each), *list_conclusions(each))]
    if any(_IS_MET.fullmatch(each) for each in parts):
        return True
    is_beside = stands_beside_anything or all(map(_is_on_track, clauses))
    return is_beside and any(_NEEDS_NO_CHANGE.fullmatch(each) for each in parts)


def says_on_time(words: str, title: str, today: date, deadline: date | None) -> bool:
    """Return whether a clause that names no other thing says that the deadline, which is to come, will be
    met."""
    if deadline is not None and deadline <= today:
        return False
    said = _NOT_DONE_YET.sub(" ", name_deadline(words, today, deadline))
    named = list_title_words(title)
    return any(
        _says_on_time(part, named)
        for each in list_clauses(said)
        for part in (*AND_OR_BUT.split(each), *list_conclusions(each))
    )


def keeps_day(words: str, today: date, deadline: date | None) -> bool:
    """Return whether a clause says that a day within the deadline, which is to come, is kept: "levering op 25
    februari zoals afgesproken"."""
    if deadline is None or deadline <= today:
        return False
    return any(
        _KEEPS_THE_DAY.search(each) is not None
        and not (_NEGATIONS.search(each) or _PAST_TENSES.search(each) or _IS_OF_PEOPLE.search(each))
        and (_DEADLINE.search(each) is not None or _names_day_within(each, today, deadline))
        for each in list_clauses(name_deadline(words, today, deadline))
        if not _IS_ASKED.match(each)
    )


def _names_day_within(clause: str, today: date, deadline: date) -> bool:
    days = [day for _, day in list_named_days(clause.split()[:MAX_WORDS], today)]
    return any(today < day <= deadline for day in days)


def speaks_of_being_on_time(words: str, today: date, deadline: date | None) -> bool:
    """Return whether an answer has words for being on time, whatever they are about."""
    clauses = list_clauses(name_deadline(words, today, deadline))
    return any(_SAYS_ON_TIME.search(each) and not _NEGATIONS.search(each) for each in clauses)


def _says_on_time(clause: str, named: Sequence[str]) -> bool:
    found = _SAYS_ON_TIME.search(clause)
    if found is None or _PAST_TENSES.search(clause) or _IS_ASKED.match(clause):
        return False
    if _AS_PLANNED.fullmatch(found[0]) and not _GOES_ON.search(clause):
        return False
    said = _DESPITE.sub(" ", _WHO_WORKS.sub(" ", _SAYS_ON_TIME.sub(" ", clause)))
    return has_only_words(drop_no_trouble(said), _KNOWN, named)


def list_words_beside(clause: str) -> list[str]:
    """Return what a clause says beside being on track, by each of the ways to read it.

    None where it asks something. The deadline is named in it.
    """
    if _IS_ASKED.match(clause):
        return []
    if _STANDS_BESIDE.fullmatch(clause):
        return [""]
    said = _DESPITE.sub(" ", _WHO_WORKS.sub(" ", _NOT_DONE_YET.sub(" ", clause)))
    return [drop_no_trouble(_SAYS_ON_TIME.sub(" ", said)), drop_no_trouble(drop_words_of_being_on_time(said))]


def drop_words_of_being_on_time(words: str) -> str:
    """Return an answer, in which the deadline is named, without the words that say that it is met."""
    return _SAYS_ON_TIME.sub(" ", _SAYS_THAT_IT_IS_MET.sub(" ", words))


def _is_on_track(clause: str) -> bool:
    """Return whether a clause, or each of its parts, says that all is on track, or nothing."""
    return all(_STANDS_BESIDE.fullmatch(each) for each in AND_OR_BUT.split(clause)) or (
        _STANDS_BESIDE.fullmatch(clause) is not None
    )


def drop_what_is_on_time(words: str, today: date, deadline: date | None) -> str:
    """Return an answer without "nog niet klaar, maar" before what is on track, and without such clauses.

    What is left may still take it back.
    """
    named = _REST_FOLLOWS.sub(" ", name_deadline(words, today, deadline))
    left = _SAYS_THAT_IT_IS_MET.sub(
        " ", _BUT_THEN_ON_TIME.sub(", ", _BUT_IT_GOES.sub(" ", _BUT_ON_TIME.sub(" ", named)))
    )
    if not _SAYS_ON_TIME.search(left):
        return left
    return _NOT_DONE_YET.sub(" ", _SAYS_ON_TIME.sub(" ", _BUT_ON_TIME.sub(" ", left)))


def name_deadline(words: str, today: date, deadline: date | None) -> str:
    """Return an answer with *deadline* for the day of the deadline: "de 15e", "15 maart"."""
    if deadline is None or deadline <= today:
        return words
    words = _compile_day(deadline.day, deadline.month, deadline.year).sub("deadline", words)
    if (deadline + timedelta(days=1)).day == 1:
        words = _compile_end_of(deadline.month).sub("deadline", words)
        if (deadline.year, deadline.month) == (today.year, today.month):
            words = _END_OF_THIS_MONTH.sub("deadline", words)
    if (deadline.month, deadline.day) == (12, 31) and deadline.year == today.year:
        words = _END_OF_THIS_YEAR.sub("deadline", words)
    return _compile_day_alone(deadline.day).sub("deadline", words) if deadline - today <= _MONTH else words


def name_day_behind_deadline(words: str, today: date, deadline: date | None) -> str:
    """Return an answer with *deadline* for the day after it where that is only the end of the time: "voor 1
    september" of an action that is due on 31 August."""
    if deadline is None or deadline <= today:
        return words
    day = deadline + timedelta(days=1)
    pattern = _compile_day(day.day, day.month, day.year).pattern
    return re.sub(rf"\b({BEFORE})(?:{pattern})", r"\1deadline", words)


@lru_cache(maxsize=64)
def _compile_day(day: int, month: int, year: int) -> re.Pattern[str]:
    name = "|".join(name for name, number in MONTHS.items() if number == month)
    return re.compile(
        rf"(?<![\d/.-]){BEFORE_THE_DAY}?(?:{day}{DAY_ENDINGS}?(?:[/.-]0?{month}(?!\d)(?:\.(?= ))?"
        rf"| (?:of )?(?:{name})\b)"
        rf"|\b(?:{name}) {day}{DAY_ENDINGS}?(?!\w))(?:,?[ /.-]{year}\b)?"
    )


@lru_cache(maxsize=12)
def _compile_end_of(month: int) -> re.Pattern[str]:
    name = "|".join(name for name, number in MONTHS.items() if number == month)
    return re.compile(rf"\b{BEFORE_THE_DAY}?{END_OF}(?:{name})\b(?: 20\d\d)?")


@lru_cache(maxsize=31)
def _compile_day_alone(day: int) -> re.Pattern[str]:
    """Match a day without a month behind it: "de 15e", and "le 15" at the end of a clause."""
    return re.compile(
        rf"\b{BEFORE_THE_DAY}{day}(?:{DAY_ENDINGS}|(?= ?(?:[,;!\n]|$)))(?!\w|[/.-]?\d"
        rf"| (?:of )?(?:{'|'.join(MONTHS)})\b)"
    )
