"""Find the choices that whole clauses of an answer are; text is in lower case and without accents."""

import re

from terugkom.inbox.answers import answer_words
from terugkom.inbox.answers.answer_clauses import AND_OR_BUT, list_clauses
from terugkom.plan.report_progress import ProgressChoice

_CHOICES = {
    choice: re.compile("|".join(f"(?:{each})" for each in clauses))
    for choice, clauses in answer_words.WHOLE_CLAUSES.items()
}
_NAMES_THE_ACTION = re.compile(answer_words.NAMES_THE_ACTION)


def is_choice(clause: str, choice: ProgressChoice) -> bool:
    """Return whether a clause is no more than the words for a choice."""
    return _CHOICES[choice].fullmatch(clause) is not None


def match_choice(clause: str) -> ProgressChoice | None:
    """Return the choice that a clause is; None if it is none."""
    return next((choice for choice in _CHOICES if is_choice(clause, choice)), None)


def find_whole_clauses(words: str) -> dict[ProgressChoice, str]:
    """Return the choices that clauses of an answer are, each with its clause: the first one, and those that
    speak of the action."""
    found: dict[ProgressChoice, str] = {}
    for number, clause in enumerate(list_clauses(words)):
        parts = (
            {clause, *AND_OR_BUT.split(clause)}
            if _NAMES_THE_ACTION.match(clause) or number == 0
            else {clause}
        )
        said = {each: match_choice(each) for each in parts}
        if any(
            said[each] for each in parts if (each == clause and number == 0) or _NAMES_THE_ACTION.match(each)
        ):
            found |= {choice: clause for choice in said.values() if choice}
    return found
