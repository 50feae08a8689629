"""Find whether all that an answer says beside *klaar* changes nothing of it.

Text is in lower case and without accents.
"""

import re

from terugkom.inbox.answers import part_words, result_words
from terugkom.inbox.answers.action_titles import has_only_words
from terugkom.inbox.answers.answer_clauses import AND_OR_BUT, drop_no_trouble, list_clauses, says_nothing
from terugkom.inbox.answers.remaining_work import WORDS_OF_A_SENTENCE, leaves_open
from terugkom.inbox.answers.result_clauses import BEHIND, is_result, signs_off
from terugkom.inbox.answers.side_remark_words import EACH_HAD_IT, SIDE_REMARKS
from terugkom.inbox.answers.stated_end import closes_action, is_stated_end
from terugkom.inbox.answers.titled_thing import (
    REMOVED,
    Thing,
    compile_words,
    drop_what_is_well,
    drop_who,
    read_title,
)

_ANY_RESULT = compile_words(*result_words.SAYS_ENDED, *result_words.SAYS_PLACED, result_words.SIGNS_OFF)
_ONLY_PREPARED = re.compile(part_words.ONLY_PREPARED)
_TOOK_PLACE = re.compile(rf"\b(?:{result_words.TOOK_PLACE})(?![a-z])")
_WAS_PLANNED = re.compile(result_words.WAS_PLANNED)
_KLAAR = re.compile(part_words.KLAAR)
_EACH_HAD_IT = re.compile(EACH_HAD_IT)
_SIDE_REMARK = re.compile("|".join(f"(?:{each})" for each in SIDE_REMARKS))
_IS_ASKED = re.compile(part_words.IS_ASKED)
_HAS_A_VERB = re.compile(part_words.HAS_A_VERB)
_STATE = re.compile(part_words.IS_A_STATE)


def leaves_nothing_open(words: str, title: str) -> bool:
    """Return whether each clause of an answer says that all is done, or what changes nothing of it.

    A clause of other words changes nothing either, where no word of the answer leaves something open. A word
    or two may be a part or a place, and in an action of an event any clause may be only its preparation.
    """
    thing = read_title(title)
    clauses = list_clauses(drop_what_is_well(words, thing))
    took_place = thing.is_event and any(_took_place(each) for each in clauses)
    if thing.is_event and not (took_place or any(_is_end(each, thing) for each in clauses)):
        return False
    is_all_ended = not thing.is_event and any(_ends_all(each) for each in clauses)
    is_only_prepared = thing.is_event and not (took_place or closes_action(words))
    may_say_anything = not leaves_open(words) and not is_only_prepared
    return all(
        (may_say_anything and _is_sentence(clause, thing))
        or all(
            _changes_nothing(each, thing) or (is_all_ended and _says_any_result(each, thing))
            for each in _list_parts(clause, thing)
        )
        for clause in clauses
    )


def _took_place(clause: str) -> bool:
    """Return whether a clause says of an event that it was held, and not that it was to be."""
    return _TOOK_PLACE.search(clause) is not None and not _WAS_PLANNED.search(clause)


def _is_sentence(clause: str, thing: Thing) -> bool:
    """Return whether a clause is more than the name of a part, a place or a person: of two words one may be a
    verb."""
    is_long = len(clause.split()) >= WORDS_OF_A_SENTENCE or _HAS_A_VERB.fullmatch(clause) is not None
    return is_long or _says_any_result(clause, thing)


def _list_parts(clause: str, thing: Thing) -> list[str]:
    return [clause] if _changes_nothing(clause, thing) else AND_OR_BUT.split(clause)


def _says_any_result(clause: str, thing: Thing) -> bool:
    """Return whether a clause says that something is there, or that each of several has it."""
    found = any(pattern.search(clause) for pattern in (*thing.results, _ANY_RESULT))
    return found or _EACH_HAD_IT.fullmatch(clause) is not None


def _ends_all(clause: str) -> bool:
    """Return whether a clause says that the action as a whole ended, and not that all is prepared for it."""
    return (signs_off(clause) or is_stated_end(clause)) and not _ONLY_PREPARED.search(_KLAAR.sub(" ", clause))


def _is_end(clause: str, thing: Thing) -> bool:
    return not _ONLY_PREPARED.search(clause) and (is_stated_end(clause) or is_result(clause, thing))


def _changes_nothing(clause: str, thing: Thing) -> bool:
    if says_nothing(clause) or _SIDE_REMARK.fullmatch(clause):
        return True
    if is_stated_end(clause) or is_result(clause, thing):
        return True
    if not thing.title and (
        _ANY_RESULT.search(clause) or _STATE.search(clause)
    ):  # nobody can say whether it is of another thing
        return True
    if _IS_ASKED.match(clause):
        return False
    said = drop_who(drop_no_trouble(clause), thing)
    if thing.is_replacement:
        said = REMOVED.sub(" ", said)
    for pattern in thing.results:
        said = pattern.sub(" ", said)
    return has_only_words(said, BEHIND, thing.words)
