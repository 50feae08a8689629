"""Read a report that a mail did not arrive: of which mail, at which addresses, and why.

Most servers send a delivery status (RFC 3464); old and odd ones only words, with the mail that came back
below them. Which mail it is about is said by the Message-ID of the mail that came back, and by nothing else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message

from terugkom.delivery.failure_kinds import FailureKind, classify_failure, find_status
from terugkom.inbox import bounce_words
from terugkom.inbox.parse_mail import (
    MESSAGE_ID,
    clean_line,
    decode_body,
    get_field,
    list_status_blocks,
    parse_headers,
    split_headers,
    walk_parts,
)
from terugkom.plan.suppressed_addresses import normalize_address

_MESSAGE_ID_LINE = re.compile(
    r"^[>\s]{0,20}message-id:\s{1,20}(<[!-;=?-~]{1,990}>)", re.IGNORECASE | re.MULTILINE
)
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:=]{1,64}@[^\s<>()\[\]\"',;:=]{1,190}")
_ORIGINAL_BELOW = re.compile(  # where the mail that came back begins
    rb"^[ \t>]*(?:-{2,}.{0,60}(?:original|copy of|returned|unsent|message (?:text|header)|headers? of).{0,80}"
    rb"|(?:return-path|received|message-id|x-original-to):[ \t].{0,900})$",
    re.IGNORECASE | re.MULTILINE,
)
_ANSWER = re.compile(
    r"(?<![\d.])[45]\d\d[ -](?:[45]\.\d{1,3}\.\d{1,3}|\S*@|[A-Za-z<\[:#'])"
    r"|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])"
)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n|Included is a copy|Giving up")
_MAX_REASON = 500  # characters that are kept of a server's words
_MAX_TEXT = 100_000  # bytes of a report in words that are read
_MAX_WORDS = 4_000  # characters of it that say why
_MAX_TEXT_ADDRESSES = 20
_STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
_WHOLE_MAILS = ("message/rfc822", "message/global")
_HEADERS_ONLY = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_FAILED = ("failed", "failure", "")  # empty: some servers leave it out
_DAEMONS = re.compile(
    r"mailer[-_. ]?daemon|mail[-_. ]?daemon|postmaster|mail delivery (?:sub)?system|mail[-_ ]administrator"
    r"|microsoftexchange|mailmaster|complaints@|delivery[-_ ]?status",
    re.IGNORECASE,
)
# Of these addresses a person may read the mail, and be absent.
_PERSONS = re.compile(r"postmaster|mail[-_ ]administrator|mailmaster|complaints@", re.IGNORECASE)


@dataclass(frozen=True)
class RecipientFailure:
    """Why a mail did not arrive at an address; `addresses` are the ways in which a report names that one."""

    addresses: tuple[str, ...]
    kind: FailureKind
    reason: str


@dataclass(frozen=True)
class BounceReport:
    """A report of a mail that did not arrive: its Message-ID, if known, and each address with the reason.

    `failures` is empty if it only says that the mail is late, or arrived. One without addresses is about
    the one that the mail was sent to.
    """

    message_id: str
    failures: tuple[RecipientFailure, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses that it names."""
        return tuple(dict.fromkeys(address for each in self.failures for address in each.addresses))

    def find_failure(self, address: str) -> RecipientFailure | None:
        """Return what it says of an address; of another, if there is only one: mail is forwarded."""
        named = [each for each in self.failures if address in each.addresses]
        if named or len(self.failures) != 1:
            return next(iter(named), None)
        return self.failures[0]


def parse_bounce(mail: Message, content: bytes) -> BounceReport | None:
    """Return the report in a mail of these headers; None for a mail that is none. Raises UnreadableMail."""
    if mail.get_content_type() == "multipart/report":
        parts = list(walk_parts(content))
        has_status = any(part.get_content_type() in _STATUS_PARTS for part, _ in parts)
        if has_status:
            failures = _list_status_failures(parts)
            return BounceReport(_find_original_message_id(parts) or _find_message_id(content), failures)
        if str(mail.get_param("report-type", "")).lower() != "delivery-status":
            return None  # a receipt that it was read, a complaint
    if not is_from_mail_system(mail):
        return None
    return _parse_words(mail, content)


def is_from_mail_system(mail: Message) -> bool:
    """Return whether a mail server wrote a mail, as its headers say; anybody can write those."""
    if "X-Failed-Recipients" in mail:
        return True
    return bool(_DAEMONS.search(get_field(mail, "From")) or get_field(mail, "Return-Path").strip() == "<>")


def _list_status_failures(parts: Sequence[tuple[Message, bytes]]) -> tuple[RecipientFailure, ...]:
    """Return the failures in the delivery statuses (RFC 3464); what is late may still arrive."""
    found = []
    for part, body in parts:
        if part.get_content_type() not in _STATUS_PARTS:
            continue
        for fields in list_status_blocks(part, body):
            addresses = _parse_addresses(fields)
            status = find_status(get_field(fields, "Status"))
            action = get_field(fields, "Action").strip().split(" ")[0].lower()
            if not addresses or action not in _FAILED or (not action and not status.startswith("5")):
                continue
            diagnosis = _get_diagnosis(fields)
            kind = classify_failure(diagnosis, status)
            reason = diagnosis if find_status(diagnosis) else f"{status} {diagnosis}"
            found.append(RecipientFailure(addresses, kind, clean_line(reason, _MAX_REASON)))
    return tuple(found)


def _get_diagnosis(fields: Message) -> str:
    """Return what the server said, without the name of its protocol; it is cut, servers are long-winded."""
    written = " ".join(clean_line(str(each), _MAX_WORDS) for each in fields.get_all("Diagnostic-Code", []))
    return re.sub(r"^\s*[A-Za-z0-9-]{1,30}\s*;\s*", "", written)


def _parse_addresses(fields: Message) -> tuple[str, ...]:
    values = (get_field(fields, name) for name in ("Original-Recipient", "Final-Recipient"))
    found = (_clean_address(text.partition(";")[2] or text) for text in values)
    return tuple(dict.fromkeys(address for address in found if "@" in address))


def _clean_address(text: str) -> str:
    return normalize_address(clean_line(text).strip("<> "))


def _find_original_message_id(parts: Sequence[tuple[Message, bytes]]) -> str:
    """Return the Message-ID of the original mail, attached whole or as headers only; "" if not found."""
    for part, body in parts:
        kind = part.get_content_type()
        if kind in _WHOLE_MAILS or kind in _HEADERS_ONLY:
            original = parse_headers(decode_body(part, body).lstrip(b"\r\n"))
            if found := MESSAGE_ID.search(get_field(original, "Message-ID")):
                return found[0]
    return ""


def _find_message_id(content: bytes) -> str:
    """Return the first Message-ID in the text of a report, for a mail that came back as text; "" if none."""
    body = split_headers(content)[1][:_MAX_TEXT].decode("utf-8", "replace")
    found = _MESSAGE_ID_LINE.search(body)
    return found[1] if found else ""


def _parse_words(mail: Message, content: bytes) -> BounceReport | None:
    """Return a report that a mail server wrote in words: why, above the mail that came back.

    What a mail server writes about a mail of ours tells that it did not arrive, in whatever words, unless
    they say that it is late or arrived: else nobody would hear of it.
    """
    parts = list(walk_parts(content))
    texts = [(part, body) for part, body in parts if part.get_content_type() == "text/plain"]
    part, body = texts[0] if texts else (mail, split_headers(content)[1])
    written = decode_body(part, body[:_MAX_TEXT])
    below = _ORIGINAL_BELOW.search(written)
    words = (written[: below.start()] if below else written).decode("utf-8", "replace")[:_MAX_WORDS]
    message_id = _find_original_message_id(parts) or _find_message_id(content)
    addresses = _list_failed_recipients(mail) or tuple(
        dict.fromkeys(_clean_address(each.rstrip(".:>")) for each in _ADDRESS.findall(words))
    )
    is_daemon = "X-Failed-Recipients" in mail or bool(_DAEMONS.search(get_field(mail, "From")))
    if not message_id or not (addresses or is_daemon) or len(addresses) > _MAX_TEXT_ADDRESSES:
        return None
    said = _find_answer(words)
    reason, kind = clean_line(said, _MAX_REASON), classify_failure(said)
    is_late = bounce_words.says_it_is_late(words) and not _is_for_good(said, kind)
    if is_late or bounce_words.says_it_arrived(words):
        return BounceReport(message_id, ())
    is_known = kind is not FailureKind.OTHER or bounce_words.says_it_failed(words)
    if not (is_known or _is_surely_a_server(mail)):
        return None  # an absence has an empty Return-Path too
    return BounceReport(message_id, (RecipientFailure(addresses, kind, reason),))


def _is_for_good(said: str, kind: FailureKind) -> bool:
    """Return whether a server refused for good, whatever else it writes of later attempts."""
    is_refused = said.startswith("5") and _ANSWER.match(said) is not None
    return is_refused or kind in (FailureKind.UNKNOWN_ADDRESS, FailureKind.ADDRESS_LETTERS)


def _is_surely_a_server(mail: Message) -> bool:
    """Return whether no person can have written a mail: an absence of who reads postmaster@ is no report."""
    if "X-Failed-Recipients" in mail:
        return True
    if get_field(mail, "Auto-Submitted").strip().lower().startswith("auto-replied"):
        return False
    sender = get_field(mail, "From")
    is_nobody = get_field(mail, "Return-Path").strip() == "<>" or not _PERSONS.search(sender)
    return bool(_DAEMONS.search(sender)) and is_nobody


def _find_answer(words: str) -> str:
    """Return the answer of a server in a text, from its code on; all of the text if there is none.

    What stands around it is the same in all reports of that server, and speaks of many reasons.
    """
    found = _ANSWER.search(words)
    return _BLANK_LINE.split(words[found.start() :], maxsplit=1)[0][:_MAX_REASON] if found else words


def _list_failed_recipients(mail: Message) -> tuple[str, ...]:
    """Return the addresses in the header that Exim writes."""
    if "X-Failed-Recipients" not in mail:
        return ()
    written = get_field(mail, "X-Failed-Recipients")
    return tuple(dict.fromkeys(_clean_address(each) for each in written.split(",") if "@" in each))
