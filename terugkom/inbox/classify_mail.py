"""Classify an incoming mail: a reply by a person, or a bounce report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.subscribers.subscription import is_no_mailbox_status

_STATUS_CODE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_MAX_RESULTS = 20  # headers of authentication results; that of our server is among the first
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")


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
    """Return the classified mail; None for one that a person must read, and for invalid content.

    An automatic reply (an out-of-office) is no answer: it repeats the subject of the original mail.
    """
    try:
        mail = message_from_bytes(content)
        if mail.get_content_type() == "multipart/report":
            return _parse_bounce(mail)
        if _is_automatic(mail):
            return None
        senders = [normalize_address(address) for _, address in getaddresses([str(mail.get("From", ""))])]
        if len(senders) != 1:
            return None
        results = tuple(str(each) for each in mail.get_all("Authentication-Results", [])[:_MAX_RESULTS])
        return MailReply(" ".join(_decode_subject(mail).split()), senders[0], results)
    except (ValueError, LookupError, TypeError, AttributeError):  # a mail can be broken in any way
        return None


def _is_automatic(mail: Message) -> bool:
    """Return whether it is an automatic reply (RFC 3834, and older headers)."""
    submitted = str(mail.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(mail.get("Precedence", "")).strip().lower()
    return submitted != "no" or precedence == "auto_reply" or "X-Autoreply" in mail or "X-Autorespond" in mail


def _decode_subject(mail: Message) -> str:
    written = str(mail.get("Subject", ""))
    try:
        return str(make_header(decode_header(written)))
    except (ValueError, LookupError):  # an unknown encoding; a token is ASCII
        return written


def _parse_bounce(report: Message) -> BounceReport | None:
    """Return the bounce in a delivery status notification (RFC 3464) for a mailbox that does not exist."""
    addresses, reason = list[str](), ""
    for fields in _iterate_status_fields(report):
        action = str(fields.get("Action", "")).strip().lower()
        status = _STATUS_CODE.search(str(fields.get("Status", "")))
        if action == "failed" and status and is_no_mailbox_status(status[0]):
            addresses += _parse_addresses(fields)
            reason = reason or " ".join(f"{status[0]} {fields.get('Diagnostic-Code', '')}".split())
    if not addresses:
        return None
    return BounceReport(_find_original_message_id(report), tuple(dict.fromkeys(addresses)), reason)


def _iterate_status_fields(report: Message) -> Iterator[Message]:
    """Yield the field blocks of a report: the per-message block, which has no action, and one a recipient."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from (block for block in part.get_payload() if isinstance(block, Message))


def _parse_addresses(fields: Message) -> list[str]:
    values = (str(fields.get(name, "")) for name in ("Original-Recipient", "Final-Recipient"))
    found = (normalize_address(text.partition(";")[2].strip().strip("<>")) for text in values)
    return [address for address in found if "@" in address]


def _find_original_message_id(report: Message) -> str:
    """Return the Message-ID of the original mail, attached whole or as headers only; "" if not found."""
    for part in report.walk():
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            message_id = str(part.get_payload(0).get("Message-ID", ""))  # type: ignore[union-attr]
        elif part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            message_id = (
                str(message_from_bytes(content).get("Message-ID", "")) if isinstance(content, bytes) else ""
            )
        else:
            continue
        if found := _MESSAGE_ID.search(message_id):
            return found[0]
    return ""
