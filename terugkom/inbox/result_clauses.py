"""Find where an owner says that what their action is about is there: "de palen hangen er".

Text is in lower case and without accents.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from terugkom.inbox import function_words, result_words
from terugkom.inbox.answer_clauses import drop_no_trouble, list_clauses
from terugkom.inbox.title_words import WORD, has_only_words, is_named, list_title_words, list_words
from terugkom.workbook.dates.words import MONTHS


def _compile(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![\w'-])(?:{each})(?![\w-])" for each in words))


_RESULT = _compile(*result_words.SAYS_RESULT, result_words.SIGNS_OFF)
_DECIDED = _compile(result_words.SAYS_DECIDED)
_WHO_DECIDES = re.compile(result_words.WHO_DECIDES)
_ONLY_FOR = (
    (re.compile(result_words.IS_A_TEXT), _DECIDED),
    (re.compile(result_words.IS_A_PURCHASE), _compile(result_words.SAYS_DELIVERED)),
    (re.compile(result_words.IS_A_COURSE), _compile(result_words.SAYS_FOLLOWED)),
)
_SIGNED_OFF = _compile(result_words.SIGNS_OFF)
_IS_A_PART = re.compile(
    "|".join((result_words.IS_A_PART, result_words.IS_ANOTHER_TIME, result_words.IS_TO_COME))
)
_EVENT = re.compile(result_words.IS_AN_EVENT)
_HELD = re.compile(result_words.IS_HELD)
_NAMES_WORKS = re.compile(result_words.NAMES_WORKS)
_BEFORE_A_PRESENT = result_words.BEFORE_A_PRESENT
_END = re.compile(result_words.IS_AN_END)
_ENDS = re.compile(result_words.ENDS_IT)
_STATE = re.compile(result_words.IS_A_STATE)
_SPEAKS_OF_ITSELF = re.compile(result_words.SPEAKS_OF_ITSELF)
_IS_PERFECT = re.compile(result_words.IS_PERFECT)
_IS_PAST = re.compile(result_words.IS_PAST)
_IS_ASKED = re.compile(result_words.IS_ASKED)
_NAMES_ALL = re.compile(result_words.NAMES_ALL)
_BY_WHOM = re.compile(function_words.BY_WHOM)
_BEFORE = function_words.FUNCTION_WORDS | function_words.TIMES | function_words.PAST_TIMES | set(MONTHS)
_BEHIND = _BEFORE | function_words.PRAISE


@dataclass(frozen=True)
class _Thing:
    """What an action is about: the words of its title, those that say which thing is meant, and what is the
    result of an action of this title and not of others."""

    words: Sequence[str]
    names: Sequence[str]
    results: Sequence[re.Pattern[str]]


def says_result(words: str, title: str) -> bool:
    """Return whether a clause of an answer says that the thing in the title is there, or was held, and
    nothing in the answer says that it is a part of it, or not well."""
    clauses = list_clauses(words)
    if _IS_A_PART.search(drop_no_trouble(_SIGNED_OFF.sub(" ", words))):
        return False
    if any(_may_be_to_come(each, "") for each in clauses):
        return False
    thing = _read_title(title)
    is_about_it = True  # what stands before a clause, if that does not say itself what it is about
    for clause in clauses:
        said = _WHO_DECIDES.sub(" ", clause) if _DECIDED in thing.results else clause
        if _is_result(said, thing) and (
            is_about_it or _names_it(clause, thing) or _SIGNED_OFF.search(clause)
        ):
            return True
        is_about_it &= has_only_words(clause, _BEHIND, thing.names)
    return False


def _read_title(title: str) -> _Thing:
    words = list_words(title)
    results = [pattern for word, pattern in _ONLY_FOR if any(map(word.fullmatch, words))]
    return _Thing(words, list_title_words(title), results)


def _is_result(clause: str, thing: _Thing) -> bool:
    """Return whether a clause says so, and names no other thing before it, nor another place behind it."""
    found = next((each for pattern in (_RESULT, *thing.results) if (each := pattern.search(clause))), None)
    if found is None or _IS_ASKED.match(clause):
        return False
    before = clause[: found.start()]
    if _BEFORE_A_PRESENT.intersection(before.split()[-1:]):
        return False
    if _may_be_to_come(clause, found[0]) or (_STATE.fullmatch(found[0]) and _SPEAKS_OF_ITSELF.search(clause)):
        return False
    if any(map(_EVENT.fullmatch, thing.names)) and not (
        _HELD.fullmatch(found[0]) or _SIGNED_OFF.search(clause)
    ):
        return False
    if _ENDS.fullmatch(found[0]) and not (_NAMES_WORKS.search(clause) or _has_any(clause, thing.words)):
        return False
    behind = _RESULT.sub(" ", _BY_WHOM.sub(" ", clause[found.end() :]))
    return has_only_words(before, _BEFORE, thing.names) and has_only_words(behind, _BEHIND, thing.words)


def _may_be_to_come(clause: str, result: str) -> bool:
    """Return whether a clause names a time that may lie ahead."""
    if not any(each in function_words.TIMES for each in WORD.findall(clause)) or _IS_PAST.search(clause):
        return False
    return _END.fullmatch(result) is not None or _IS_PERFECT.search(clause) is None


def _has_any(clause: str, named: Sequence[str]) -> bool:
    """Return whether a clause has one of these words of a title, but for those that name nothing."""
    things = [each for each in named if each not in function_words.FUNCTION_WORDS]
    return any(is_named(word, things) for word in WORD.findall(clause))


def _names_it(clause: str, thing: _Thing) -> bool:
    return _NAMES_ALL.search(clause) is not None or _has_any(clause, thing.names)
