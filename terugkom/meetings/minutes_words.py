"""The Dutch vocabulary of minutes, as data: the words that are accepted in their tables."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from terugkom.meetings.model import DecisionKind, Presence
from terugkom.normalize import normalize_text
from terugkom.plan.model import ActionStatus
from terugkom.workbook.foreign.status_words import STATUS_WORDS

T = TypeVar("T")
OWNER_SEPARATOR = re.compile(r",|\s+en\s+|\s*[&+]\s*")  # separators between owners, besides the semicolon


class MinutesColumn(StrEnum):
    """The columns of the tables in the document, by their headers."""

    CODE = "Code"
    ATTENDANCE = "Aanwezigheid"
    KIND = "Soort besluit"
    VALUE = "Waarde"
    REASON = "Toelichting"
    ACTION = "Actie"
    TITLE = "Titel"
    OWNER = "Trekker"
    DEADLINE = "Deadline"
    CLOSED = "Afgehandeld?"
    SUBJECT = "Waarover"
    POINT = "Punt"


_DECISION_SYNONYMS = {  # accepted words by kind, and whether it is postponed to the next meeting
    (DecisionKind.DEADLINE, False): "deadline|nieuwe deadline|deadline verschuiven|uitstel|termijn|datum",
    (DecisionKind.OWNER, False): "trekker|trekkers|nieuwe trekker|eigenaar",
    (DecisionKind.STATUS, False): "status|nieuwe status|stand",
    (DecisionKind.NEW_ACTION, False): "nieuwe actie",
    (DecisionKind.STOP, False): "stopzetten|stopgezet|stop|gestopt|schrappen",
    (DecisionKind.NOTE, False): "nota|notitie|opmerking|info|ter info",
    (DecisionKind.NOTE, True): "volgende keer|uitgesteld punt|punt uitgesteld|uitgesteld|open punt",
}
DECISION_KINDS: Mapping[str, tuple[DecisionKind, bool]] = {
    word: kind for kind, words in _DECISION_SYNONYMS.items() for word in words.split("|")
}
PRESENCE_WORDS: Mapping[str, Presence] = {
    **dict.fromkeys(("aanwezig", "ja", "present", "x"), Presence.PRESENT),
    **dict.fromkeys(("verontschuldigd", "verontschuldiging", "geexcuseerd"), Presence.EXCUSED),
    **dict.fromkeys(("afwezig", "nee", "neen", "niet aanwezig"), Presence.ABSENT),
}
ANSWER_WORDS: Mapping[str, bool] = {
    **dict.fromkeys(("ja", "j", "x", "ok", "afgehandeld", "klaar"), True),
    **dict.fromkeys(("nee", "neen", "n", "nog niet", "niet", "uitgesteld", "volgende keer"), False),
}


def get_first_word(accepted: Mapping[str, T], value: T) -> str:
    """Return the first word that is accepted for a value: the one by which it is stored."""
    return next(word for word, each in accepted.items() if each == value)


def parse_status(word: str) -> ActionStatus | None:
    """Return the status for a word, with the synonyms of the workbook; None if unknown."""
    found = STATUS_WORDS.get(normalize_text(word))
    return found if isinstance(found, ActionStatus) else None
