"""Whether a machine sent a mail, and what an absence says: until when, or that somebody does not work here.

An automatic mail is never progress and is never answered (RFC 3834). Where only weak signs say so, a person
looks: to take a colleague's answer for a machine's would lose it.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import Message
from enum import StrEnum

from terugkom.inbox import automatic_words
from terugkom.normalize import strip_accents
from terugkom.workbook.dates.find_day import find_day_and_rest

_MAX_ABSENCE = timedelta(days=300)  # without a year a day that was lies almost a year ahead
_AUTOMATIC_HEADERS = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Auto-Reply",
    "X-Vacation",
    "X-OOO",
    "X-Mail-Autoreply",
)
_BULK_HEADERS = ("List-Id", "List-Unsubscribe", "Feedback-ID")
_UNSURE_HEADERS = ("X-Auto-Response-Suppress", "X-Loop")
_MACHINES = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|noreply|mailerdaemon|bounces?)@|"
    r"(?:mailer-daemon|postmaster)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(rf"(?:(?:re|aw|antw|tr|wg) ?: ?)*(?:{'|'.join(automatic_words.SUBJECT_STARTS)})")
_TEXT = re.compile("|".join(automatic_words.TEXT_PHRASES))
_DEPARTED = re.compile("|".join(automatic_words.DEPARTED_PHRASES))
_RETURN = re.compile(rf"(?<![a-z])(?:{'|'.join(automatic_words.RETURN_PHRASES)})(?![a-z])[ :,]*")
_RETURN_FROM = re.compile(rf"(?<![a-z])(?:{automatic_words.RETURN_FROM})(?![a-z]) ")
_RETURN_BEHIND = re.compile(automatic_words.RETURN_BEHIND)
_UNTIL = re.compile(rf"(?<![a-z])(?:{'|'.join(automatic_words.UNTIL_PHRASES)})(?![a-z])[ :,]*")
_ANY_UNTIL = re.compile(rf"(?<![a-z])(?:{automatic_words.ANY_UNTIL})(?![a-z])[ :,]*")
_RANGE = re.compile(automatic_words.RANGE)
_ABOUT = re.compile(automatic_words.ABOUT)
_INCLUSIVE = re.compile(automatic_words.INCLUSIVE)
_INCLUDED = re.compile(automatic_words.INCLUDED)
_MAX_TEXT = 5_000  # characters in which an absence is looked for
_BEGINNING = 160  # characters of the text within which an automatic answer says what it is
_AFTER = 40  # characters behind a phrase in which its date stands


class MailOrigin(StrEnum):
    """Who wrote a mail, by its headers and subject."""

    PERSON = "person"
    UNSURE = "unsure"  # nothing must be answered to it, or its subject is that of an automatic answer
    BULK = "bulk"  # lists and mass mail
    MACHINE = "machine"


@dataclass(frozen=True)
class Absence:
    """What an out-of-office says: the last day of the absence, if it names one; or that they left."""

    until: date | None = None
    departed: bool = False


def find_origin(mail: Message, subject: str) -> MailOrigin:
    """Return who wrote a mail, by RFC 3834 and by older headers; a subject alone makes it unsure."""
    submitted = str(mail.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(mail.get("Precedence", "")).strip().lower()
    if submitted != "no" or precedence == "auto_reply" or any(name in mail for name in _AUTOMATIC_HEADERS):
        return MailOrigin.MACHINE
    if str(mail.get("Return-Path", "x")).strip() == "<>" or _MACHINES.search(str(mail.get("From", ""))[:500]):
        return MailOrigin.MACHINE
    if precedence in ("bulk", "junk", "list") or any(name in mail for name in _BULK_HEADERS):
        return MailOrigin.BULK
    if any(name in mail for name in _UNSURE_HEADERS) or _SUBJECT.match(strip_accents(subject)):
        return MailOrigin.UNSURE
    return MailOrigin.PERSON


def find_absence(subject: str, text: str, today: date) -> Absence | None:
    """Return the absence that a mail tells of; None if it tells of none.

    `until` lies after `today`, and within a year.
    """
    body = _simplify(text[:_MAX_TEXT])
    said = f"{_simplify(subject)} {body}"
    if _DEPARTED.search(said):
        return Absence(departed=True)
    told = _TEXT.search(body)
    is_first = told is not None and told.start() < _BEGINNING
    if not (_SUBJECT.match(strip_accents(subject)) or is_first):
        return None
    return Absence(_find_last_day(said, today))


def _simplify(text: str) -> str:
    """Return a text as it is compared: on one line, in lower case, without accents and brackets."""
    return " ".join(re.sub(r"[_()]", " ", strip_accents(text).replace("’", "'")).split())


def _find_last_day(said: str, today: date) -> date | None:
    for pattern, is_return in (
        (_RETURN, True), (_RETURN_FROM, True), (_UNTIL, False), (_RANGE, False), (_ANY_UNTIL, False),
    ):  # fmt: skip
        for match in pattern.finditer(said):
            behind = _ABOUT.sub("", said[match.end() : match.end() + _AFTER])
            found = find_day_and_rest(behind, today)
            if found is None or (pattern is _RETURN_FROM and not _RETURN_BEHIND.match(found[1])):
                continue
            words = match[0].strip(" :,")
            is_absent = not is_return and bool(
                pattern is _RANGE or _INCLUSIVE.search(words) or _INCLUDED.search(behind)
            )
            last = found[0] if is_absent else found[0] - timedelta(days=1)
            if today < last <= today + _MAX_ABSENCE:
                return last
    return None
