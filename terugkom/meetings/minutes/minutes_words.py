"""The Dutch vocabulary of minutes, as data: the words that are accepted in their tables."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from terugkom.meetings.model import DecisionKind, Presence
from terugkom.normalize import normalize_text
from terugkom.plan.model import OPEN_STATUSES, ActionStatus
from terugkom.workbook.dates.date_words import MONTHS, WEEKDAYS
from terugkom.workbook.foreign.status_words import STATUS_WORDS

T = TypeVar("T")
PLACEHOLDER = "kies"  # in the lists of the form
GUEST = re.compile(r"[(\[]?\b(?:externe?|extern lid|gast)\b[)\]:]?", re.IGNORECASE)
FORMS_OF_ADDRESS = ("dhr", "mevr", "mevrouw", "meneer", "mijnheer", "mr", "mw", "de heer", "schepen")
# What a form is ticked with; no letter v, which beside a name may be a tick or *verontschuldigd*.
_TICKS = ("✓", "✔", "☑", "☒", "√")
_EMOJI_STYLE = "\ufe0f"  # behind a tick that a telephone or Word drew in colour
_PARTLY = {"deels", "gedeeltelijk", "half", "even"}
_BRACKETS = re.compile(r"\([^()]*\)")
_MONTHS = "|".join(sorted(MONTHS, key=len, reverse=True))
_FULL_DATE = re.compile(
    rf"\b\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b|\b(?:\d{{1,2}} )?(?:{_MONTHS}) \d{{4}}\b"
    r"|\b(?:eind|einde|begin|half|midden) \d{4}\b",
    re.IGNORECASE,
)
# The day of a meeting in the line *Wanneer* of a document.
DAY_WITH_YEAR = re.compile(
    rf"\b\d{{1,2}}(?:[/.-]\d{{1,2}}[/.-]| (?:{_MONTHS}) )\d{{4}}\b|\b\d{{4}}-\d\d-\d\d\b", re.IGNORECASE
)
# A day without its year at the end of a text, before another: "15 en", "maandag 15 tot dinsdag", "30/3 -".
DAY_BEFORE_ANOTHER = re.compile(
    rf"(?<![\d/.-])(?P<day>\d{{1,2}})\.?(?:[/.-](?P<month>\d{{1,2}})\.?| (?P<name>{_MONTHS}))?"
    r" *(?:,|&|\+|/|[-–]|(?:en|tot|tem|t/m|t\.e\.m\.)(?= ))(?: en met(?= ))?"
    rf" *(?:(?:{WEEKDAYS})\.? )?$",
    re.IGNORECASE,
)
_DEADLINE_WORD = re.compile(
    r"deadline|uitstel|uitgesteld|verleng|versch[uo]|termijn|(?:eind|streef|oplever(?:ings)?|nieuwe )datum"
    r"|(?:op|door)gescho|(?:op|door)schui",
    re.IGNORECASE,
)
# What begins a new deadline, whatever else the row decides.
_ANOTHER_DEADLINE = re.compile(
    r"(?:nieuwe (?:deadline|einddatum|streefdatum|termijn|datum)|(?:deadline|einddatum) (?:wordt|naar))\b",
    re.IGNORECASE,
)
# Behind these a day that is still to come is a deadline: "klaar, tegen eind juni" is not done yet.
BEFORE_A_DAY = re.compile(r"\b(?:tegen|uiterlijk|ten laatste|wordt|voorzien|pas)\b", re.IGNORECASE)
# Before the code of an action in a line beside the tables.
BEFORE_A_CODE = re.compile(
    r"\W*(?P<word>(?:\b(?:besluit|beslissing|actie)\b[\s:.-]*(?:(?:nr|nummer)\b[\s.]*)?)*)", re.IGNORECASE
)
# At the beginning of a line beside the tables, or anywhere in it: something was decided.
SAYS_DECISION = re.compile(
    r"\W*(?:besluit|besluiten|beslissing|beslist|besloten|afspraak|afspraken|afgesproken|actiepunt|to ?do)\b"
    r"(?: (?:nr\.? ?)?\d+)?\s*[:–-]\s*\w+\W+\w+"
    r"|.*\b(?:(?:er|we|wij|groep|vergadering|kopgroep|deelgroep) (?:is |wordt |werd |heeft |hebben )?"
    r"(?:besloten|beslist|beslissen|besluit|besluiten|afgesproken)"
    r"|wordt (?:stopgezet|geschrapt|afgevoerd|verlengd|uitgesteld)"
    r"|(?:krijgt|nieuwe trekker(?: is| wordt)?:?) (?:\w+ )*trekker)\b",
    re.IGNORECASE,
)
_BEGINS_DAY = re.compile(
    rf"\d{{1,2}}(?:\s+(?:{_MONTHS})\b|\s*/\s*\d{{1,2}}\b|[.-]\d{{1,2}}[.-]\d{{2}})", re.IGNORECASE
)
_ONLY_TIME = re.compile(
    rf"(?:(?:\d+|q[1-4]|{_MONTHS}|begin|half|midden|einde?|van|de|het|dit|deze|(?:volgend|komend)e?|dag(?:en)?"
    r"|week|weken|maand(?:en)?|jaar|jaren|kwartaal|semester|zomer|winter|lente|herfst|voorjaar|najaar|over"
    r"|binnen|tegen|op|in|vanaf|per|tot)(?: |$))+"
)
_AROUND_AN_END = re.compile(
    r"\b(?:de|deze|het|actie|project|is|was|werd|wordt|al|reeds|nu|eigenlijk|intussen|ondertussen|helemaal"
    r"|volledig|zelfs)\b"
)
_NOT_STOPPED = re.compile(
    r"(?:neen? )?(?:toch |voorlopig |nog )*niet (?:te )?(?:ge)?(?:stop|schrap|afvoer|afgevoerd)"
)
_NO = re.compile(r"(?:toch |voorlopig |nog )*(?:neen?|niet)")
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
# Kinds of decisions that only name a subject where nothing stands behind them: "Bespreking deadline".
SUBJECT_WORDS = (
    *("deadline", "termijn", "datum", "uitstel", "verlenging", "trekker", "trekkers", "eigenaar"),
    *("status", "stand", "nota", "notitie", "opmerking", "info"),
)
PRESENCE_WORDS: Mapping[str, Presence] = {
    **dict.fromkeys(
        ("aanwezig", "ja", "present", "x", "aanw", "j", "online", "digitaal", "via teams"), Presence.PRESENT
    ),
    **dict.fromkeys(
        (
            *("verontschuldigd", "verontschuldiging", "geexcuseerd", "verontsch", "veront", "verontsch d"),
            *("afwezig met kennisgeving", "met kennisgeving", "verhinderd", "belet", "excuseert zich"),
            *("ziekteverlof", "zwangerschapsverlof", "ouderschapsverlof", "ziekenhuis"),
            *("excuus", "ziek", "ziekte", "ziek gemeld", "verlof", "met verlof", "vakantie", "met vakantie"),
            *("afgemeld", "verwittigd", "met verwittiging", "afwezig met verwittiging"),
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
    if is_ticked(text):
        return Presence.PRESENT
    if is_in_doubt(text):
        return None
    plain = normalize_text(_BRACKETS.sub(" ", text)) or normalize_text(text)
    found = _parse_presence_words(plain)
    added = [normalize_text(each) for each in _BRACKETS.findall(text)]
    is_excuse = any(PRESENCE_WORDS.get(each) is Presence.EXCUSED for each in added)
    if found is Presence.ABSENT and is_excuse:
        return Presence.EXCUSED
    is_contradicted = found is Presence.PRESENT and is_excuse
    return None if is_contradicted or "niet" in added else found


def _parse_presence_words(plain: str) -> Presence | None:
    if plain in PRESENCE_WORDS or "niet" in plain.split():
        return PRESENCE_WORDS.get(plain)
    words = plain.split()
    found = {PRESENCE_WORDS[each] for each in words if each in PRESENCE_WORDS and len(each) > 2}
    if "zonder" in words:  # an excuse
        found -= {Presence.EXCUSED}
    if _PARTLY & {*words} and Presence.PRESENT not in found:  # who was partly away was partly there
        return None
    # "afwezig wegens ziekte" is what an excuse is
    found -= {Presence.ABSENT} if Presence.EXCUSED in found else set()
    return found.pop() if len(found) == 1 else None


def is_ticked(text: str) -> bool:
    """Return whether a cell is a tick."""
    return text.replace(_EMOJI_STYLE, "").strip() in _TICKS


def is_in_doubt(text: str) -> bool:
    """Return whether a word is a question: "klaar?" decides nothing."""
    return "?" in text


def is_denied(text: str) -> bool:
    """Return whether the value of a decision says no: the action does not stop."""
    return is_denying_reason(text) or normalize_text(text).startswith(("nee ", "neen ", "nog niet"))


def is_denying_reason(text: str) -> bool:
    """Return whether a reason says that an action does not stop: "nee, geen geld" is why it does."""
    plain = normalize_text(text)
    return bool(_NOT_STOPPED.match(plain) or _NO.fullmatch(plain))


def begins_day(text: str) -> bool:
    """Return whether a text begins with a day: "12 maart 2027"."""
    return bool(_BEGINS_DAY.match(text))


def is_only_time(text: str) -> bool:
    """Return whether a text says when, and nothing else."""
    return bool(_ONLY_TIME.fullmatch(normalize_text(text)))


def begins_another_deadline(text: str) -> bool:
    """Return whether a text begins by saying that an action gets a new deadline, and which."""
    return bool(_ANOTHER_DEADLINE.match(text.strip()) and _HAS_TIME.search(text))


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


def parse_reason_as_end(text: str) -> ActionStatus | None:
    """Return the status by which an action ends where a reason says nothing else: "is eigenlijk al klaar"."""
    return parse_end_status(" ".join(_AROUND_AN_END.sub(" ", normalize_text(text)).split()))


def find_end_status(text: str) -> ActionStatus | None:
    """Return the status by which an action ends that is a whole text, or a word of it beside a date."""
    if whole := parse_end_status(text):
        return whole
    if not is_about_deadline(text) or _NO_END.search(text):
        return None
    return next((found for word in normalize_text(text).split() if (found := parse_end_status(word))), None)


def parse_status(word: str) -> ActionStatus | None:
    """Return the status for a word, with the synonyms of the workbook; None if unknown, or a question."""
    if is_in_doubt(word):
        return None
    found = STATUS_WORDS.get(normalize_text(word))
    return found if isinstance(found, ActionStatus) else None
