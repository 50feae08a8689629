"""Why a mail did not arrive, from what a mail server says: in an answer of SMTP or in a report.

Only what says that the address itself does not exist is `UNKNOWN_ADDRESS`: the enhanced status code 5.1.1 or
5.1.10 (RFC 3463), or a code that says nothing in particular with words that say so. Words that speak of
something else as well, a full mailbox or a spam filter, outweigh the code: many servers give 5.1.1 for all
that they refuse. All other kinds pass, or say nothing of the address.
"""

import re
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

_TEXTS = Path(__file__).with_name("failure_texts.toml")
_MAX_TEXT = 4_000  # characters of a server's words that are searched
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])[45]\d\d(?=[ -])")
_ADDRESS_OR_LINK = re.compile(  # an address is looked for from its first letter only
    r"https?://\S+|(?<![^\s<>()\"',;:@])[^\s<>()\"',;:@]++@[^\s<>()\"',;:]+"
)
_UNKNOWN_ADDRESS_STATUSES = {"5.1.1", "5.1.10"}
# Codes that say no more than "it failed": here the words decide.
_VAGUE_STATUS = re.compile(r"5\.(?:0\.\d+|1\.0|2\.[01]|3\.0|5\.\d+)")
# Who checks our sender and does not find it says so in the same words, or how we should have logged in.
_OF_THE_SENDER = re.compile(
    r"\b(?:sender|from address|return[- ]path|afzender|expéditeur|absender)\b|authenticat|\bauth\b"
    r"|\blog ?in\b|callback|callout|verif(?:y|ication) failed"
)
_SENTENCE_END = re.compile(r"[.;!](?=\s|$)|\s[-–](?=\s)")


class FailureKind(StrEnum):
    """Why a mail did not arrive."""

    UNKNOWN_ADDRESS = "unknown-address"
    MAILBOX_FULL = "mailbox-full"
    BLOCKED = "blocked"  # refused for what it is or whence it comes: spam, policy, size, number
    ADDRESS_LETTERS = "address-letters"  # before the @, and one's own mail server takes none of those
    LOOP = "loop"
    OUTAGE = "outage"  # a server or a domain that cannot be reached, or that broke
    OTHER = "other"


_STATUS_KINDS: tuple[tuple[re.Pattern[str], FailureKind], ...] = (
    (re.compile(r"5\.6\.7"), FailureKind.ADDRESS_LETTERS),
    (re.compile(r"\d\.2\.2"), FailureKind.MAILBOX_FULL),
    (re.compile(r"\d\.3\.1"), FailureKind.MAILBOX_FULL),
    (re.compile(r"\d\.4\.(?:6|14)"), FailureKind.LOOP),
    (re.compile(r"\d\.4\.\d+|\d\.3\.[02]|\d\.1\.2"), FailureKind.OUTAGE),
    (re.compile(r"\d\.(?:7\.\d+|6\.\d+|2\.3|3\.4|1\.[78])"), FailureKind.BLOCKED),
)


def classify_failure(text: str, status: str = "") -> FailureKind:
    """Return why a mail did not arrive.

    `text` is what the server said (``550 5.1.1 <an@example.org>: User unknown``), `status` the code of a
    report beside it, if any. A code in the words counts before that one: it is the refusing server's own.
    """
    words = _simplify(text)
    code = find_status(text) or find_status(status)
    if code.startswith("2."):
        return FailureKind.OTHER
    kind = next((kind for kind, pattern in _load_patterns().items() if pattern.search(words)), None)
    if kind is not None and kind is not FailureKind.UNKNOWN_ADDRESS:
        return kind
    if code in _UNKNOWN_ADDRESS_STATUSES:
        return FailureKind.UNKNOWN_ADDRESS
    if kind is FailureKind.UNKNOWN_ADDRESS and (_VAGUE_STATUS.fullmatch(code) or _is_only_words(text, code)):
        return kind
    return next((kind for pattern, kind in _STATUS_KINDS if pattern.fullmatch(code)), FailureKind.OTHER)


def says_unknown_recipient(text: str) -> bool:
    """Return whether a sentence of what a server said speaks of an unknown address, and not of our sender's.

    Unlike for `classify_failure`, other words beside it do not matter.
    """
    unknown = _load_patterns()[FailureKind.UNKNOWN_ADDRESS]
    sentences = _SENTENCE_END.split(_simplify(text))
    return any(unknown.search(each) and not _OF_THE_SENDER.search(each) for each in sentences)


def find_status(text: str) -> str:
    """Return the first enhanced status code (RFC 3463) in a text, "" if there is none."""
    found = _STATUS.search(text[:_MAX_TEXT])
    return found[0] if found else ""


def _is_only_words(text: str, code: str) -> bool:
    """Return whether there is no enhanced code, and no answer of SMTP that says it is for the moment only."""
    replies = _REPLY_CODE.findall(text[:_MAX_TEXT])
    return not code and not any(each.startswith("4") for each in replies)


def _simplify(text: str) -> str:
    return " ".join(_ADDRESS_OR_LINK.sub(" ", text[:_MAX_TEXT].lower()).split())


@cache
def _load_patterns() -> dict[FailureKind, re.Pattern[str]]:
    """Return by kind, in the order in which they are tried, a pattern of all its texts."""
    kinds = tomllib.loads(_TEXTS.read_text(encoding="utf-8"))
    return {
        FailureKind(kind): re.compile("|".join(f"(?:{each})" for each in table["words"]))
        for kind, table in kinds.items()
    }
