"""Find whether all that an answer says beside *op schema* is a step of the work, or changes nothing of it.

Text is in lower case and without accents.
"""

import re
from collections.abc import Sequence
from datetime import date

from terugkom.inbox.answers.action_titles import has_only_words
from terugkom.inbox.answers.answer_clauses import AND_OR_BUT, drop_no_trouble, list_clauses, says_nothing
from terugkom.inbox.answers.figure_lines import drop_figures
from terugkom.inbox.answers.function_words import PROGRESS
from terugkom.inbox.answers.on_time import drop_words_of_being_on_time, list_words_beside, name_deadline
from terugkom.inbox.answers.remaining_work import WORDS_OF_A_SENTENCE
from terugkom.inbox.answers.result_clauses import BEHIND, signs_off
from terugkom.inbox.answers.side_remark_words import SIDE_REMARKS
from terugkom.inbox.answers.step_words import BESIDE_ON_TIME, DOUBTS_IT, IS_A_STEP
from terugkom.inbox.answers.titled_thing import drop_what_is_well, read_title

_SIDE_REMARK = re.compile("|".join(f"(?:{each})" for each in SIDE_REMARKS))
_STEP = re.compile(IS_A_STEP)
_DOUBTS_IT = re.compile(DOUBTS_IT)
_KNOWN = BEHIND | PROGRESS | BESIDE_ON_TIME


def leaves_progress_in_doubt(words: str, title: str, today: date, deadline: date | None) -> bool:
    """Return whether a clause beside *op schema* is neither a step of the work, nor one that changes nothing,
    nor a sentence of which no word doubts it.

    Who decides, what is missing, and what somebody says of it are no steps.
    """
    thing = read_title(title)
    said = name_deadline(drop_figures(words), today, deadline)
    if _DOUBTS_IT.search(drop_no_trouble(drop_words_of_being_on_time(said))):
        return True
    parts = [
        part
        for each in list_clauses(drop_what_is_well(said, thing))
        for part in ([each] if _changes_nothing(each, thing.words) else AND_OR_BUT.split(each))
    ]
    return not all(
        _changes_nothing(each, thing.words) or len(each.split()) >= WORDS_OF_A_SENTENCE for each in parts
    )


def _changes_nothing(clause: str, named: Sequence[str]) -> bool:
    if says_nothing(clause) or signs_off(clause) or _SIDE_REMARK.fullmatch(clause) or _STEP.search(clause):
        return True
    return any(has_only_words(each, _KNOWN, named) for each in list_words_beside(clause))
