"""The Dutch vocabulary of minutes, as data: the words that are accepted in their tables."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from terugkom.meetings.model import DecisionKind, Presence
from terugkom.normalize import normalize_text
from terugkom.plan.model import OPEN_STATUSES, ActionStatus
from terugkom.workbook.dates.words import MONTHS
from terugkom.workbook.foreign.status_words import STATUS_WORDS

T = TypeVar("T")
PLACEHOLDER = "kies"  # in the lists of the form
GUEST = re.compile(r"[(\[]?\b(?:externe?|extern lid|gast)\b[)\]:]?", re.IGNORECASE)
FORMS_OF_ADDRESS = ("dhr", "mevr", "mevrouw", "meneer", "mijnheer", "mr", "mw", "de heer", "schepen")
_TICKS = ("✓", "✔", "☑", "☒", "√", "v", "V")  # what a form is ticked with
_BRACKETS = re.compile(r"\([^()]*\)")
_MONTHS = "|".join(sorted(MONTHS, key=len, reverse=True))
_FULL_DATE = re.compile(
    rf"\b\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b|\b(?:\d{{1,2}} )?(?:{_MONTHS}) \d{{4}}\b"
    r"|\b(?:eind|einde|begin|half|midden) \d{4}\b",
    re.IGNORECASE,
)
_DEADLINE_WORD = re.compile(r"deadline|uitstel|uitgesteld|verleng|versch[uo]|termijn", re.IGNORECASE)
_NO_END = re.compile(r"\b(?:klaar|afgewerkt|opgeleverd|uitgevoerd) (?:tegen|voor|op|in)\b", re.IGNORECASE)
_HAS_TIME = re.compile(rf"\d|\b(?:{_MONTHS})\b|\b(?:week|weken|maand|maanden|jaar)\b", re.IGNORECASE)
OWNER_SEPARATOR = re.compile(r"[,&+]|(?<=\s)en(?=\s)")  # separators between owners, besides the semicolon


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
    (DecisionKind.DEADLINE, False): "deadline|nieuwe deadline|deadline verschuiven|uitstel|termijn|datum"
    "|verlengen|verlenging|verlengd|deadline verlengen|deadline verlengd|verlengen tot|verschuiven|opschuiven"
    "|uitstellen|nieuwe datum|nieuwe termijn",
    (DecisionKind.OWNER, False): "trekker|trekkers|nieuwe trekker|nieuwe trekkers|trekker wijzigen|eigenaar",
    (DecisionKind.STATUS, False): "status|nieuwe status|stand",
    (DecisionKind.NEW_ACTION, False): "nieuwe actie",
    (DecisionKind.STOP, False): "stopzetten|stopgezet|stop|gestopt|schrappen|stoppen|stop zetten"
    "|geschrapt|afvoeren|afgevoerd",
    (DecisionKind.NOTE, False): "nota|notitie|opmerking|info|ter info",
    (DecisionKind.NOTE, True): "volgende keer|uitgesteld punt|punt uitgesteld|uitgesteld|open punt",
}
DECISION_KINDS: Mapping[str, tuple[DecisionKind, bool]] = {
    word: kind for kind, words in _DECISION_SYNONYMS.items() for word in words.split("|")
}
PRESENCE_WORDS: Mapping[str, Presence] = {
    **dict.fromkeys(
        ("aanwezig", "ja", "present", "x", "aanw", "j", "online", "digitaal", "via teams"), Presence.PRESENT
    ),
    **dict.fromkeys(
        (
            *("verontschuldigd", "verontschuldiging", "geexcuseerd", "verontsch", "veront", "verontsch d"),
            *("excuus", "ziek", "ziekte", "ziek gemeld", "verlof", "met verlof", "vakantie", "met vakantie"),
        ),
        Presence.EXCUSED,
    ),
    **dict.fromkeys(("afwezig", "nee", "neen", "niet aanwezig", "afw", "n"), Presence.ABSENT),
}
ANSWER_WORDS: Mapping[str, bool] = {
    **dict.fromkeys(("ja", "j", "x", "ok", "afgehandeld", "klaar"), True),
    **dict.fromkeys(("nee", "neen", "n", "nog niet", "niet", "uitgesteld", "volgende keer"), False),
}


def get_first_word(accepted: Mapping[str, T], value: T) -> str:
    """Return the first word that is accepted for a value: the one by which it is stored."""
    return next(word for word, each in accepted.items() if each == value)


def parse_presence(text: str) -> Presence | None:
    """Return the presence for a word or a few; what is in brackets is left out. None if it is not clear."""
    if text.strip() in _TICKS:
        return Presence.PRESENT
    plain = normalize_text(_BRACKETS.sub(" ", text))
    if plain in PRESENCE_WORDS or "niet" in plain.split():
        return PRESENCE_WORDS.get(plain)
    found = {PRESENCE_WORDS[each] for each in plain.split() if each in PRESENCE_WORDS and len(each) > 2}
    # "afwezig wegens ziekte" is what an excuse is
    found -= {Presence.ABSENT} if Presence.EXCUSED in found else set()
    return found.pop() if len(found) == 1 else None


def is_about_deadline(text: str) -> bool:
    """Return whether a text holds a date, or gives an action another deadline."""
    return bool(_FULL_DATE.search(text)) or is_new_deadline(text)


def is_new_deadline(text: str) -> bool:
    """Return whether a text has a word for moving a deadline, together with a day, a month or a duration."""
    return bool(_DEADLINE_WORD.search(text) and _HAS_TIME.search(text))


def parse_end_status(text: str) -> ActionStatus | None:
    """Return the status by which an action ends for a word, None for any other."""
    if DECISION_KINDS.get(normalize_text(text), (None, False))[0] is DecisionKind.STOP:
        return ActionStatus.STOPPED
    found = parse_status(text)
    return found if found and found not in OPEN_STATUSES else None


def find_end_status(text: str) -> ActionStatus | None:
    """Return the status by which an action ends that is a whole text, or a word of it beside a date."""
    if whole := parse_end_status(text):
        return whole
    if not is_about_deadline(text) or _NO_END.search(text):
        return None
    return next((found for word in normalize_text(text).split() if (found := parse_end_status(word))), None)


def parse_status(word: str) -> ActionStatus | None:
    """Return the status for a word, with the synonyms of the workbook; None if unknown."""
    found = STATUS_WORDS.get(normalize_text(word))
    return found if isinstance(found, ActionStatus) else None
