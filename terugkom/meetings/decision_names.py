"""What decisions and statuses are called in minutes."""

import re

from terugkom.documents.messages import DEFAULT_LANGUAGE, translate
from terugkom.meetings.model import DecisionKind
from terugkom.plan.model import ActionStatus

_WITH_REASON = (DecisionKind.DEADLINE, DecisionKind.STATUS, DecisionKind.STOP)  # no names, which may end so
_REASON = re.compile(r"(.*?) ?\((.*)\)")


def format_decision_name(kind: DecisionKind, next_time: bool, language: str) -> str:
    """Return the name of a kind of decision in minutes."""
    return translate("decision.next-meeting" if next_time else f"decision.{kind.value}", language)


def describe_decision(kind: DecisionKind, text: str, language: str) -> str:
    """Return a decision as its readers are told, from the text that is recorded.

    ``deadline: 30 juni 2027 (De levering is later.)`` is ``Nieuwe deadline: 30 juni 2027. De levering is
    later.`` A text that begins otherwise is returned as it is.
    """
    for message, next_time in ((f"decision.told.{kind.value}", False), ("decision.told.next-meeting", True)):
        name = format_decision_name(kind, next_time, language)
        if re.match(rf"{re.escape(name)}(?::| \(|$)", text):
            value, reason = _split_reason(kind, text.removeprefix(name).removeprefix(":").strip())
            value = value.lower() if kind is DecisionKind.STATUS else value  # the word of a list
            shown = translate(message, language, value=value).strip()
            return f"{shown.removesuffix('.')}. {reason}" if reason else shown
    return text


def _split_reason(kind: DecisionKind, said: str) -> tuple[str, str]:
    found = _REASON.fullmatch(said) if kind in _WITH_REASON else None
    return (found[1], found[2]) if found else (said, "")


def format_status_names() -> str:
    """Return the statuses as they are called in minutes, which are Dutch."""
    return ", ".join(translate(f"choice.status.{each}", DEFAULT_LANGUAGE) for each in ActionStatus)
