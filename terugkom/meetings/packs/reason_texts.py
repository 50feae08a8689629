"""Why an action was stopped, rests or is late, as a pack says it: in whose words, and of when."""

from datetime import date
from functools import cache

from terugkom.claims.dated_text import add_day_written, describe_day_written
from terugkom.documents.messages import translate
from terugkom.normalize import normalize_text
from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.questions import QuestionKind, name_answer
from terugkom.plan.reasons import Reason, find_reason
from terugkom.plan.report_progress import ProgressChoice

_NO_REASONS = (ProgressChoice.DONE, ProgressChoice.ON_TRACK, ProgressChoice.STILL_RUNNING)


def write_reason(fact: ActionFacts, today: date, language: str, since: date | None = None) -> str:
    """Return the reason, with the day on which it was written where its words count from it; may be empty."""
    found = _find_reason(fact, today, language, since)
    return add_day_written(found.text, found.written_on, today, language)


def is_reason_dated(fact: ActionFacts, today: date, language: str, since: date | None = None) -> bool:
    """Return whether the reason begins with the day on which it was written."""
    found = _find_reason(fact, today, language, since)
    return describe_day_written(found.text, found.written_on, today, language) != ""


def _find_reason(fact: ActionFacts, today: date, language: str, since: date | None) -> Reason:
    """Return the reason; that all went well, and no more than that, is none: *te laat: op schema*."""
    found = find_reason(fact, today, since)
    return Reason() if normalize_text(found.text) in _list_no_reasons(language) else found


@cache
def _list_no_reasons(language: str) -> frozenset[str]:
    words = (
        translate(f"question.{name_answer(QuestionKind.MAIL, each.value)}", language) for each in _NO_REASONS
    )
    return frozenset(map(normalize_text, words))
