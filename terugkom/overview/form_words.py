"""The choices of a form that are fixed, by their words: what a form shows, and what a run takes for them."""

from collections.abc import Mapping

from terugkom.documents.messages import translate, translate_everywhere
from terugkom.editions.corrections.correction_model import CorrectionKind
from terugkom.ideas.answer_idea import VERDICTS
from terugkom.meetings.model import CancelReason
from terugkom.normalize import normalize_text

# By parameter, each value with the message that says it; a reason for cancelling as the mail says it.
_MESSAGES: Mapping[str, Mapping[str, str]] = {
    "why": {str(each): f"meeting.cancelled.{each}" for each in CancelReason},
    "verdict": {each: f"form.verdict.{each}" for each in VERDICTS},
    "change": {str(each): f"form.change.{each}" for each in CorrectionKind},
}

# The fields of which a message says apart what belongs in them.
EXPECTED_FIELDS = ("today", "day", "period", "quarter", "edition", "starts_at", "dry_run", "early", "really")


def list_form_words(parameter: str, language: str) -> tuple[str, ...]:
    """Return the words that a form offers for a parameter in this language; none if it has no such list."""
    return tuple(translate(each, language) for each in _MESSAGES.get(parameter, {}).values())


def find_form_value(parameter: str, text: str) -> str | None:
    """Return the value that is meant by its words in any language, or by itself; None if none is."""
    wanted = normalize_text(text)
    for value, message in _MESSAGES[parameter].items():
        words = (value, *translate_everywhere(message))
        if wanted in map(normalize_text, words):
            return value
    return None


def describe_expected(field: str, language: str, otherwise: str = "") -> str:
    """Return what belongs in a field of a form: its help says more, such as what an empty field means.

    Where nothing else is written it is `otherwise`, by default that help.
    """
    if field in EXPECTED_FIELDS:
        return translate(f"form.{field}.expected", language)
    return otherwise or translate(f"form.{field}.help", language)
