"""Dutch vocabulary of minutes, as data: accepted values, and the messages for invalid ones."""

import re
from collections.abc import Mapping

from terugkom.meetings.model import DecisionKind, Presence
from terugkom.normalize import normalize_text
from terugkom.plan.model import ActionStatus
from terugkom.workbook.foreign.status_words import STATUS_WORDS

OWNER_SEPARATOR = re.compile(r",|\s+en\s+|\s*[&+]\s*")  # separators between owners, besides the semicolon

DECISION_NAMES: Mapping[DecisionKind, str] = {
    DecisionKind.DEADLINE: "deadline",
    DecisionKind.OWNER: "trekker",
    DecisionKind.STATUS: "status",
    DecisionKind.NEW_ACTION: "nieuwe actie",
    DecisionKind.STOP: "stopzetten",
    DecisionKind.NOTE: "nota",
}
NEXT_MEETING = "volgende keer"

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
PRESENCE_NAMES: Mapping[Presence, str] = {
    Presence.PRESENT: "aanwezig",
    Presence.EXCUSED: "verontschuldigd",
    Presence.ABSENT: "afwezig",
}
ANSWER_NAMES: Mapping[bool, str] = {True: "ja", False: "nee"}
PRESENCE_WORDS: Mapping[str, Presence] = {
    **dict.fromkeys(("aanwezig", "ja", "present", "x"), Presence.PRESENT),
    **dict.fromkeys(("verontschuldigd", "verontschuldiging", "geexcuseerd"), Presence.EXCUSED),
    **dict.fromkeys(("afwezig", "nee", "neen", "niet aanwezig"), Presence.ABSENT),
}
ANSWER_WORDS: Mapping[str, bool] = {
    **dict.fromkeys(("ja", "j", "x", "ok", "afgehandeld", "klaar"), True),
    **dict.fromkeys(("nee", "neen", "n", "nog niet", "niet", "uitgesteld", "volgende keer"), False),
}

PROBLEM_MESSAGES: Mapping[str, str] = {
    "presence": "“{word}” kennen we niet. Schrijf aanwezig, verontschuldigd of afwezig.",
    "attends twice": "“{who}” staat er twee keer, met een ander woord. Wis één van de rijen.",
    "no person": "“{who}” staat niet in het plan. Schrijf de code of de naam zoals in het werkblad Personen.",
    "two people": "“{who}” kan meer dan één persoon zijn. Schrijf de code.",
    "departed": "“{who}” werkt hier niet meer. Kies iemand anders.",
    "no owner": "hier staat niemand. Schrijf de code of de naam van de nieuwe trekker.",
    "kind": "“{word}” kennen we niet. Kies deadline, trekker, status, stopzetten, nota of volgende keer.",
    "no kind": "hier staat niets. Kies deadline, trekker, status, stopzetten, nota of volgende keer.",
    "no action": "hier staat niets. Schrijf de code van de actie waarover het besluit gaat.",
    "unknown action": "er is geen actie met de code “{code}”. Kijk de code na in de tabel met acties. "
    "Een nieuwe actie hoort in de tabel Nieuwe acties.",
    "no text": "hier staat niets. Schrijf in één zin waarover het gaat.",
    "no title": "hier staat niets. Schrijf in één zin waarover de nieuwe actie gaat.",
    "long title": "de titel is langer dan 500 tekens. Kort hem in, en zet de rest bij Toelichting.",
    "long code": "de code is langer dan 60 tekens. Kies een kortere, of laat ze leeg.",
    "code taken": "de code “{code}” bestaat al. Kies een andere, of laat ze leeg.",
    "impossible date": "“{word}” is een datum die niet bestaat. Schrijf ze zoals 15 maart 2027.",
    "no date": "“{word}” is geen datum. Schrijf ze zoals 15 maart 2027, maart 2027 of eind 2027.",
    "past date": "“{word}” ligt vóór het overleg. Kijk het jaar na, of kies een latere datum.",
    "status": "“{word}” kennen we niet. Schrijf gepland, lopend, klaar of gestopt.",
    "no reason": "hier staat niets. Schrijf waarom de actie stopt; dat blijft bij de actie bewaard.",
    "decided twice": "over “{code}” is dit al beslist in rij {row}. Laat één van beide staan.",
    "answer": "“{word}” kennen we niet. Schrijf ja of nee.",
    "unknown point": "het punt “{key}” staat niet op de agenda van dit overleg. Laat de kolom Punt leeg.",
}


def format_decision_name(kind: DecisionKind, is_postponed: bool) -> str:
    """Return the Dutch name of a kind of decision in minutes."""
    return NEXT_MEETING if is_postponed else DECISION_NAMES[kind]


def parse_status(word: str) -> ActionStatus | None:
    """Return the status for a word, with the synonyms of the workbook; None if unknown."""
    found = STATUS_WORDS.get(normalize_text(word))
    return found if isinstance(found, ActionStatus) else None
