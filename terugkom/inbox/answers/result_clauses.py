"""Find where an owner says that what their action is about is there: "de palen hangen er".

Text is in lower case and without accents.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from terugkom.inbox.answers import (
    carry_out_words,
    function_words,
    part_words,
    result_words,
    surrounding_words,
)
from terugkom.inbox.answers.action_titles import WORD, has_only_words, is_named, share_stem
from terugkom.inbox.answers.answer_clauses import AND_OR_BUT, drop_no_trouble, list_clauses
from terugkom.inbox.answers.remaining_work import WORDS_OF_A_SENTENCE, leaves_open
from terugkom.inbox.answers.side_remark_words import SIDE_WORDS
from terugkom.inbox.answers.surrounding_words import BESIDE_A_RESULT
from terugkom.inbox.answers.titled_thing import (
    Thing,
    compile_words,
    drop_what_is_well,
    drop_who,
    name_work,
    read_title,
)
from terugkom.workbook.dates.date_words import MONTHS

_IS_CARRIED_OUT = compile_words(*result_words.SAYS_ENDED, carry_out_words.IS_IN_USE)
_GERMAN = compile_words(result_words.DE_ENDED, result_words.DE_PLACED)
_IS_BEING_DONE = re.compile(result_words.IS_BEING_DONE)
_SIGNED_OFF = compile_words(result_words.SIGNS_OFF)
_WORKS = re.compile(part_words.WORKS)
_IS_A_PART = re.compile(
    "|".join((part_words.IS_A_PART, part_words.IS_LESS, part_words.IS_ANOTHER_TIME, part_words.IS_TO_COME))
)
_ARRANGED = re.compile(part_words.IS_ARRANGED)
_BUILT = re.compile(part_words.IS_BUILT)
_PORTABLE = re.compile(part_words.IS_PORTABLE)
_OPENS = re.compile(part_words.OPENS)
_HELD = re.compile(result_words.IS_HELD)
_TOOK_PLACE = re.compile(result_words.TOOK_PLACE)
_WAS_PLANNED = re.compile(result_words.WAS_PLANNED)
_BEFORE_A_PERFECT = re.compile(part_words.BEFORE_A_PERFECT)
_NAMES_WORKS = re.compile(part_words.NAMES_WORKS)
_END = re.compile(part_words.IS_AN_END)
_ENDS = re.compile(part_words.ENDS_IT)
_NEEDS_ITS_NAME = re.compile(part_words.NEEDS_ITS_NAME)
_COUNTED = re.compile(part_words.IS_COUNTED)
_IN_TOTAL = re.compile(surrounding_words.IN_TOTAL)
_COUNT = re.compile(r"(?<![\d.,/:€-])(\d{1,5})(?: (?=([\w'-]+))|(?=[.,;\n]|$))")
_COUNTED_ALIKE = re.compile(surrounding_words.COUNTED)
_IS_NEW = re.compile(part_words.IS_NEW)
_NAMES_BOTH = re.compile(part_words.NAMES_BOTH)
_STATE = re.compile(part_words.IS_A_STATE)
_SPEAKS_OF_ITSELF = re.compile(part_words.SPEAKS_OF_ITSELF)
_IS_PERFECT = re.compile(part_words.IS_PERFECT)
_IS_PAST = re.compile(part_words.IS_PAST)
_IS_ASKED = re.compile(part_words.IS_ASKED)
_NAMES_ALL = re.compile(part_words.NAMES_ALL)
_BEFORE = (
    function_words.FUNCTION_WORDS
    | function_words.TIMES
    | function_words.PAST_TIMES
    | BESIDE_A_RESULT
    | set(MONTHS)
)
_BEHIND_RESULT = _BEFORE | function_words.PRAISE | function_words.WITH
BEHIND = _BEFORE | function_words.PRAISE | SIDE_WORDS


def says_result(words: str, title: str) -> bool:
    """Return whether a clause of an answer says that the thing in the title is there, or was held, and
    nothing in the answer says that it is a part of it, or not well."""
    thing = read_title(title)
    clauses = list_clauses(drop_what_is_well(words, thing))
    is_to_come = any(_may_be_to_come(each, None) for each in clauses) and not _WORKS.search(words)
    if takes_result_back(words, title) or is_to_come:
        return False
    may_go_on = not thing.is_event and not leaves_open(words)
    is_about_it = True  # what stands before a clause, if that does not say itself what it is about
    for clause in clauses:
        if is_result(clause, thing, may_go_on=may_go_on) and (
            is_about_it or _names_it(clause, thing) or _SIGNED_OFF.search(clause)
        ):
            return True
        is_about_it &= has_only_words(clause, BEHIND, thing.names)
    return False


def drop_sign_off(words: str) -> str:
    """Return an answer without the words by which the action may be closed: "vink maar af"."""
    return _SIGNED_OFF.sub(" ", words)


def signs_off(clause: str) -> bool:
    """Return whether a clause says that nothing is left to do, or that the action may be closed."""
    return _SIGNED_OFF.search(clause) is not None


def takes_result_back(words: str, title: str) -> bool:
    """Return whether an answer says that a result is a part of it, or not well, or is of another time."""
    thing = read_title(title)
    if _is_less_than_total(words, thing):
        return True
    return _IS_A_PART.search(drop_no_trouble(drop_sign_off(drop_what_is_well(words, thing)))) is not None


def _is_less_than_total(words: str, thing: Thing) -> bool:
    """Return whether an answer counts fewer than there are in all: "3 laadpalen geplaatst, 8 in totaal"."""
    totals = [int(each) for found in _IN_TOTAL.finditer(words) for each in found.groups() if each]
    counts = [
        int(found[1])
        for found in _COUNT.finditer(_IN_TOTAL.sub(" ", words))
        if found[2] is None
        or is_named(found[2], thing.words)
        or _COUNTED_ALIKE.fullmatch(found[2])
        or any(pattern.match(found[2]) for pattern in thing.results)
    ]
    return any(max(counts) < each and sum(counts) != each for each in totals) if counts else False


def is_result(clause: str, thing: Thing, *, may_go_on: bool = False) -> bool:
    """Return whether a clause says so, and names no other thing before it, nor another place behind it; with
    `may_go_on` any sentence may follow behind *and*."""
    found = _find_result(clause, thing)
    if found is None or _IS_ASKED.match(clause):
        return False
    before = clause[: found.start()]
    if _IS_BEING_DONE.search(drop_no_trouble(clause)) and _GERMAN.search(clause):
        return False
    if _may_be_to_come(clause, found) or (_STATE.fullmatch(found[0]) and _SPEAKS_OF_ITSELF.search(clause)):
        return False
    if _BUILT.fullmatch(found[0]) and any(map(_PORTABLE.fullmatch, thing.names)):
        return False
    if thing.is_event and _WAS_PLANNED.search(clause):
        return False
    if thing.is_event and not (_HELD.match(clause, found.start()) or _SIGNED_OFF.search(clause)):
        return False
    if _ENDS.fullmatch(found[0]) and not (_NAMES_WORKS.search(clause) or _has_any(clause, thing.words)):
        return False
    if _NEEDS_ITS_NAME.fullmatch(found[0]) and not _names_what_works(clause, thing):
        return False
    if _is_one_of_them(clause, thing) or (thing.is_several and not _NAMES_BOTH.search(clause)):
        return False
    behind = drop_who(clause[found.end() :], thing)
    for pattern in thing.results:
        behind = pattern.sub(" ", behind)
    behind = "" if thing.is_event and _TOOK_PLACE.match(clause, found.start()) else drop_no_trouble(behind)
    first, *others = AND_OR_BUT.split(behind)
    known = BEHIND if thing.is_course else _BEFORE
    if _NAMES_WORKS.search(before) and _OPENS.match(found[0]):
        return False
    if (
        _IS_CARRIED_OUT.fullmatch(found[0])
        and not _ARRANGED.fullmatch(found[0])
        and not thing.is_made_otherwise
    ):
        known = known.union(thing.work)
    return (
        has_only_words(name_work(before), known, _list_names(found[0], thing))
        and has_only_words(first, _BEHIND_RESULT, thing.words)
        and all(
            has_only_words(each, BEHIND, thing.words)
            or (may_go_on and len(each.split()) >= WORDS_OF_A_SENTENCE)
            for each in others
        )
    )


def _list_names(result: str, thing: Thing) -> Sequence[str]:
    """Return the words that name the thing before a result; all of the title where it says what is done: "de
    sporthal is geisoleerd" of *Isolatie van de sporthal*."""
    return thing.words if any(share_stem(result, each) for each in thing.title.split()[:1]) else thing.names


def _is_one_of_them(clause: str, thing: Thing) -> bool:
    """Return whether a clause speaks of one of several things in a title, or of a number of those that are
    counted one by one."""
    words = WORD.findall(clause)
    for before, word in pairwise(words):
        is_title_word = is_named(word, thing.names)
        if before in part_words.ONE and is_title_word and word not in thing.words:
            return True
        if before.isdigit() and is_title_word and any(map(_COUNTED.fullmatch, thing.words)):
            return True
    return False


def _names_what_works(clause: str, thing: Thing) -> bool:
    """Return whether a clause names the thing; in a replacement the new one, for the old one worked too."""
    if not thing.is_replacement:
        return _names_it(clause, thing) or _has_any(clause, thing.words)
    new = [each for each in thing.names if not is_named(each, thing.title.split())]
    return _has_any(clause, new) or _IS_NEW.search(clause) is not None


def _find_result(clause: str, thing: Thing) -> re.Match[str] | None:
    """Return the first words of a clause that are a result of an action of this title."""
    found = [
        each
        for pattern in thing.results
        for each in pattern.finditer(clause)
        if not part_words.BEFORE_A_PRESENT.intersection(clause[: each.start()].split()[-1:])
    ]
    return min(found, key=lambda each: each.start(), default=None)


def _may_be_to_come(clause: str, found: re.Match[str] | None) -> bool:
    """Return whether a clause, with the result that was found in it, names a time that may lie ahead."""
    if not any(each in function_words.TIMES for each in WORD.findall(clause)) or _IS_PAST.search(clause):
        return False
    if found is None:
        return _IS_PERFECT.search(clause) is None
    if _BEFORE_A_PERFECT.search(clause[: found.start()]) or found[0] in (
        "was",
        "waren",
        "war",
        "etait",
        "etaient",
    ):
        return False
    return _END.fullmatch(found[0]) is not None or _IS_PERFECT.search(clause) is None


def _has_any(clause: str, named: Sequence[str]) -> bool:
    """Return whether a clause has one of these words of a title, but for those that name nothing."""
    things = [each for each in named if each not in function_words.FUNCTION_WORDS]
    return any(is_named(word, things) for word in WORD.findall(clause))


def _names_it(clause: str, thing: Thing) -> bool:
    return _NAMES_ALL.search(clause) is not None or _has_any(clause, thing.names)
