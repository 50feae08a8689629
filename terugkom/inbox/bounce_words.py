"""What mail servers write in words about a mail: that it did not arrive, that it is late, that it arrived.

In Dutch, French, German and English, as data; why it did not arrive is in `delivery/failure_texts.toml`.
"""

import re

_LATE = re.compile(
    r"\bwarning\b|still (?:being|trying)|has been delayed|no action is required|not yet"
    r"|\bvertraagd\b|nog niet (?:afgeleverd|bezorgd)"
    r"|\bretard[ée]e?\b|pas encore"
    r"|verz[öo]gert|noch nicht zugestellt",
    re.IGNORECASE,
)
_RETRY = (
    r"(?:blijven (?:het )?proberen|opnieuw (?:geprobeerd|proberen)|nouvelles? tentatives?"
    r"|weitere (?:zustell)?versuche|erneut (?:versucht|zuzustellen))"
)
_TRIES_AGAIN = re.compile(_RETRY, re.IGNORECASE)
# That the server does not, or that the reader may.
_TRIES_NO_MORE = re.compile(
    rf"\b(?:niet|geen|nooit|aucune?|pas|plus|sans|keine?|nicht)(?: (?!en |et |und )\w+){{0,2}} {_RETRY}"
    rf"|{_RETRY}(?: \w+){{0,3}} (?:niet|nicht|ne\b|n['’])"
    rf"|\b(?:u|je|jij|gelieve|vous|veuillez|sie|bitte)\b(?: (?!en |et |und )\S+){{0,5}} {_RETRY}",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.,;:!?](?=\s)|\n[ \t\r]*\n")
_FINAL = re.compile(
    r"\b(?:definitief|opgegeven|d[ée]finitivement|abandonn[ée]e?|endg[üu]ltig|aufgegeben|eingestellt"
    r"|gave up|giving up|given up|permanent(?:ly)? (?:error|failure|failed))\b",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"undeliver|not (?:be )?deliver|fail|return|reject|refus|error|bounce|unable|could ?n.?t|problem"
    r"|onbestelbaar|niet (?:worden )?(?:afgeleverd|bezorgd|besteld)|niet aangekomen|geweigerd|mislukt"
    r"|no (?:se )?(?:ha )?(?:pudo|podido|pudimos) (?:ser )?entrega"
    r"|non (?:remis|distribu|d[ée]livr)|pas pu [êe]tre|[ée]chec|[ée]chou"
    r"|unzustellbar|nicht (?:zugestellt|ausgeliefert)|fehlgeschlagen|abgelehnt",
    re.IGNORECASE,
)
_ARRIVED = re.compile(
    r"(?:was|has been|were) (?:successfully )?(?:delivered|relayed)|successful(?:ly)? deliver"
    r"|(?:is|werd) (?:goed |met succes )?(?:afgeleverd|bezorgd)"
    r"|a (?:bien )?[ée]t[ée] (?:remis|distribu[ée]|d[ée]livr[ée])"
    r"|wurde (?:erfolgreich )?zugestellt|erfolgreich zugestellt",
    re.IGNORECASE,
)


def says_it_is_late(words: str) -> bool:
    """Return whether a mail may still arrive."""
    if _FINAL.search(words):
        return False
    clauses = (" ".join(each.split()) for each in _CLAUSE_END.split(words))
    return _LATE.search(words) is not None or any(
        _TRIES_AGAIN.search(each) and not _TRIES_NO_MORE.search(each) for each in clauses
    )


def says_it_failed(words: str) -> bool:
    """Return whether a text says that a mail did not arrive."""
    return _FAILED.search(words) is not None


def says_it_arrived(words: str) -> bool:
    """Return whether a text says that a mail arrived, and nothing else."""
    return _ARRIVED.search(words) is not None and not says_it_failed(words)
