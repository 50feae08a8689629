"""Find whether an answer states, wherever it stands, that the action as a whole ended: "..., dus klaar".

Text is in lower case and without accents.
"""

import re
from itertools import pairwise

from terugkom.inbox.answers import stated_end_words
from terugkom.inbox.answers.action_titles import has_only_words
from terugkom.inbox.answers.answer_clauses import AND_OR_BUT, drop_no_trouble, list_clauses, list_conclusions
from terugkom.inbox.answers.part_words import IS_ASKED
from terugkom.inbox.answers.result_clauses import BEHIND, is_result, signs_off
from terugkom.inbox.answers.result_words import IS_HELD, ONLY_FOR, SAYS_ENDED, SAYS_PLACED, SAYS_REMOVED
from terugkom.inbox.answers.stated_end_words import IN_THE_PERFECT
from terugkom.inbox.answers.titled_thing import Thing, compile_words, read_title
from terugkom.inbox.answers.whole_clauses import is_choice
from terugkom.plan.report_progress import ProgressChoice

_CONCLUDES = re.compile(rf"^(?:(?:{stated_end_words.CONCLUDES})\b[ ,]*)+")
_AT_THE_END = re.compile(rf"(?:(?<![ ,])[ ,]*+\b(?:{stated_end_words.AT_THE_END}))+$")
_POINTS_BACK = re.compile(stated_end_words.POINTS_BACK)
_IS_ASKED = re.compile(IS_ASKED)
_GIVES_UP = re.compile(stated_end_words.GIVES_UP)
_TELLS_OF_A_RESULT = compile_words(
    *SAYS_ENDED, *SAYS_PLACED, *SAYS_REMOVED, *(words for _, words in ONLY_FOR), IS_HELD, IN_THE_PERFECT
)
_ENDS_IT = re.compile(stated_end_words.ENDS_IT)


def drop_what_points_back(words: str, title: str) -> str:
    """Return an answer without the clauses by which only a step before them ended: "de putten zijn gegraven,
    da's gedaan" of *Bomen*."""
    thing = read_title(title)
    if not title:  # nobody can say what is a step of it
        return words
    for before, clause in pairwise(list_clauses(words)):
        is_end = is_choice(clause, ProgressChoice.DONE) or is_result(clause, thing)
        if is_end and _POINTS_BACK.match(clause) and not _is_of(before, thing):
            words = words.replace(clause, " ", 1)
    return words


def _is_of(clause: str, thing: Thing) -> bool:
    """Return whether a clause says nothing else than that the thing is there, and tells of no step."""
    if is_choice(clause, ProgressChoice.DONE) or is_result(clause, thing):
        return True
    said = drop_no_trouble(clause)
    return has_only_words(said, BEHIND, thing.words) and not _TELLS_OF_A_RESULT.search(said)


def states_end(words: str) -> bool:
    """Return whether a clause of an answer is no more than that the action ended; or that it may be closed,
    if another one tells of something that was done."""
    parts = _list_parts(words)
    if any(map(is_stated_end, parts)):
        return True
    others = [each for each in parts if not (_is_closing(each) or signs_off(each))]
    return len(others) < len(parts) and any(map(_TELLS_OF_A_RESULT.search, others))


def is_stated_end(clause: str) -> bool:
    """Return whether a clause is no more than that the action ended, from whose side it is said."""
    return is_choice(_strip_clause(clause), ProgressChoice.DONE)


def closes_action(words: str) -> bool:
    """Return whether a clause of an answer says that the action may be closed; *ready* alone does not."""
    return any(_is_closing(each) for each in _list_parts(words))


def _list_parts(words: str) -> list[str]:
    parts = [
        part
        for each in list_clauses(words)
        for part in (each, *AND_OR_BUT.split(each), *list_conclusions(each))
    ]
    return [each for each in parts if not _IS_ASKED.match(each)]


def _is_closing(clause: str) -> bool:
    return _ENDS_IT.fullmatch(_strip_clause(clause)) is not None


def _strip_clause(clause: str) -> str:
    """Return a clause without what leads to a conclusion and says from whose side it is made."""
    if _GIVES_UP.match(clause):
        return clause
    return _AT_THE_END.sub("", _CONCLUDES.sub("", clause))
