"""Classify an incoming mail: a reply by a person, or a bounce report."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from terugkom.inbox.parse_mail import (
    UnreadableMail,
    clean_text,
    decode_body,
    get_field,
    list_parts,
    list_status_blocks,
    parse_headers,
)
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.subscribers.subscription import is_no_mailbox_status

_STATUS_CODE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,990}>")
_MAX_RESULTS = 20  # headers of authentication results; that of our server is among the first
_MAX_COMMENTS = 20  # brackets in a From; each is parsed inside the one before it
_MAX_REASON = 500  # characters that are kept of a server's words
_WHOLE_MAILS = ("message/rfc822", "message/global")
_HEADERS_ONLY = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")


@dataclass(frozen=True)
class MailReply:
    """A mail written by a person: its subject and sender address, both as the sender claims.

    `authentication_results` are the headers of that name (RFC 8601), from the top of the mail down.
    """

    subject: str
    sender: str
    authentication_results: tuple[str, ...] = ()


@dataclass(frozen=True)
class BounceReport:
    """A permanent delivery failure: the original Message-ID, if known, the addresses and the reason."""

    message_id: str
    addresses: tuple[str, ...]
    reason: str


ClassifiedMail = MailReply | BounceReport


def classify_mail(content: bytes) -> ClassifiedMail | None:
    """Return the classified mail; None for one that a person must read.

    An automatic reply (an out-of-office) is no answer: it repeats the subject of the original mail. Raises
    UnreadableMail for one that exceeds the bounds of `parse_mail`, or cannot be parsed.
    """
    try:
        mail = parse_headers(content)
        get_field(mail, "Content-Type")
        if mail.get_content_type() == "multipart/report":
            return _parse_bounce(list_parts(content))
        if _is_automatic(mail):
            return None
        senders = _parse_senders(mail)
        if len(senders) != 1:
            return None
        return MailReply(_decode_subject(mail), senders[0], _get_authentication_results(mail))
    except UnreadableMail:
        raise
    except Exception as error:  # a mail can be broken in any way, and its parser with it
        raise UnreadableMail(f"it cannot be parsed ({type(error).__name__})") from error


def _parse_senders(mail: Message) -> list[str]:
    written = get_field(mail, "From")
    if written.count("(") > _MAX_COMMENTS:
        raise UnreadableMail("its header From has more brackets than any address")
    return [normalize_address(clean_text(address)) for _, address in getaddresses([written])]


def _get_authentication_results(mail: Message) -> tuple[str, ...]:
    """Return these headers from the top down; their reader bounds the length of each."""
    return tuple(str(each) for each in mail.get_all("Authentication-Results", [])[:_MAX_RESULTS])


def _is_automatic(mail: Message) -> bool:
    """Return whether it is an automatic reply (RFC 3834, and older headers)."""
    submitted = get_field(mail, "Auto-Submitted", "no").split(";")[0].strip().lower()
    precedence = get_field(mail, "Precedence").strip().lower()
    return submitted != "no" or precedence == "auto_reply" or "X-Autoreply" in mail or "X-Autorespond" in mail


def _decode_subject(mail: Message) -> str:
    written = get_field(mail, "Subject")
    try:
        return clean_text(str(make_header(decode_header(written))))
    except (ValueError, LookupError, HeaderParseError):  # an unknown or broken encoding; a token is ASCII
        return clean_text(written)


def _parse_bounce(parts: Sequence[tuple[Message, bytes]]) -> BounceReport | None:
    """Return the bounce in a delivery status notification (RFC 3464) for a mailbox that does not exist."""
    addresses, reason = list[str](), ""
    for part, body in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in list_status_blocks(part, body):
            status = _STATUS_CODE.search(get_field(fields, "Status"))
            failed = get_field(fields, "Action").strip().lower() == "failed"
            if failed and status and is_no_mailbox_status(status[0]):
                addresses += _parse_addresses(fields)
                reason = reason or clean_text(f"{status[0]} {_get_diagnosis(fields)}", _MAX_REASON)
    if not addresses:
        return None
    return BounceReport(_find_original_message_id(parts), tuple(dict.fromkeys(addresses)), reason)


def _get_diagnosis(fields: Message) -> str:
    return str(fields.get("Diagnostic-Code", ""))  # servers are long-winded; it is only kept, and cut


def _parse_addresses(fields: Message) -> list[str]:
    values = (get_field(fields, name) for name in ("Original-Recipient", "Final-Recipient"))
    found = (normalize_address(clean_text(text.partition(";")[2]).strip("<> ")) for text in values)
    return [address for address in found if "@" in address]


def _find_original_message_id(parts: Sequence[tuple[Message, bytes]]) -> str:
    """Return the Message-ID of the original mail, attached whole or as headers only; "" if not found."""
    for part, body in parts:
        kind = part.get_content_type()
        if kind in _WHOLE_MAILS or kind in _HEADERS_ONLY:
            original = parse_headers(decode_body(part, body).lstrip(b"\r\n"))
            if found := _MESSAGE_ID.search(get_field(original, "Message-ID")):
                return found[0]
    return ""
