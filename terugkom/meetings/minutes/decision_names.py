"""What decisions and statuses are called in minutes."""

import re

from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.documents.messages import translate
from terugkom.meetings.model import DecisionKind
from terugkom.plan.model import ActionStatus

_WITH_REASON = (DecisionKind.DEADLINE, DecisionKind.STATUS, DecisionKind.STOP)  # no names, which may end so
_OWN_WORDS = (DecisionKind.NOTE,)  # all of it is what a person wrote
_REASON = re.compile(r"(?=.*\)\Z)(.*?) ?\((.*)\)")
# a sentence of three words or more: no name, and no name of a department, is written so
_SENTENCE = re.compile(r"(?=.*[.!?]\)\Z)(.*?) ?\((\S{1,40} \S{1,40} \S.*)\)")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?=[\s,.;:!?]|$)")  # no "eID", no address of a page


def format_decision_name(kind: DecisionKind, next_time: bool, language: str) -> str:
    """Return the name of a kind of decision in minutes."""
    return translate("decision.next-meeting" if next_time else f"decision.{kind.value}", language)


def describe_decision(kind: DecisionKind, text: str, language: str) -> str:
    """Return a decision as its readers are told, from the text that is recorded.

    ``deadline: 30 juni 2027 (De levering is later.)`` is ``Nieuwe deadline: 30 juni 2027. De levering is
    later.`` A text that begins otherwise is returned as it is.
    """
    for message, next_time in ((f"decision.told.{kind.value}", False), ("decision.told.next-meeting", True)):
        if found := _read_decision(kind, text, language, next_time=next_time):
            value, reason = found
            shown = translate(message, language, value=value).strip()
            return f"{shown.removesuffix('.')}. {reason}" if reason else shown
    return text


def describe_published_decision(
    kind: DecisionKind, text: str, language: str, *, has_passed: bool
) -> tuple[str, str]:
    """Return a decision as readers of a newsletter are told, who did not sit there: what, and why.

    What follows on who decided it: ``de actie moet klaar zijn tegen 30 juni 2027``; `has_passed`: that day
    is over. A text that begins otherwise is returned as it is.
    """
    found = _read_decision(kind, text, language)
    if found is None:
        return text, ""
    value, reason = found
    told = kind.value
    if kind is DecisionKind.DEADLINE:
        value = value.rpartition(": ")[2]  # "over 3 maanden: 15 juni 2027" counts from the meeting
        told = "deadline-passed" if has_passed else told
    if kind is DecisionKind.NEW_ACTION:
        title, _, details = value.partition("; ")  # who, and by when
        value = f"{title} ({details.replace('; ', ', ')})" if details else title
    return translate(f"decision.published.{told}", language, value=value).strip(), reason


def _read_decision(
    kind: DecisionKind, text: str, language: str, *, next_time: bool = False
) -> tuple[str, str] | None:
    """Return the value and the reason in a recorded text, the reason as a sentence begins; None if it
    begins otherwise."""
    name = format_decision_name(kind, next_time, language)
    if not re.match(rf"{re.escape(name)}(?::| \(|$)", text):
        return None
    value, reason = _split_reason(kind, text.removeprefix(name).removeprefix(":").strip())
    value = value.lower() if kind is DecisionKind.STATUS else value  # the word of a list
    return value, _begin_sentence(reason)


def _begin_sentence(text: str) -> str:
    """Return a text with a capital, if it begins with a word in small letters."""
    first = _FIRST_WORD.match(text)
    return text[:1].upper() + text[1:] if first and first[0].islower() else text


def _split_reason(kind: DecisionKind, said: str) -> tuple[str, str]:
    pattern = _REASON if kind in _WITH_REASON else _SENTENCE
    found = pattern.fullmatch(said) if kind not in _OWN_WORDS else None
    return (found[1], found[2]) if found else (said, "")


def format_status_names() -> str:
    """Return the statuses as they are called in minutes, which are Dutch."""
    return ", ".join(translate(f"choice.status.{each}", DEFAULT_LANGUAGE) for each in ActionStatus)
