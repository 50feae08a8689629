"""What a mail in the mailbox is: written by somebody, or a report that a mailbox is not there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from terugkom.subscribers.subscription import key_of, says_no_mailbox

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")


@dataclass(frozen=True)
class Written:
    """Somebody wrote: under which subject, and from which address."""

    subject: str
    sender: str


@dataclass(frozen=True)
class Bounced:
    """A mail could not be delivered, ever: which mail, if that is told, and to which addresses."""

    message_id: str
    addresses: tuple[str, ...]
    reason: str


Answer = Written | Bounced


def answer_in(content: bytes) -> Answer | None:
    """Return what a mail says that may be for us; none for what a person has to read, and for no mail.

    What a program sent of itself (an out-of-office) is no answer: it repeats the subject of what it got.
    """
    try:
        mail = message_from_bytes(content)
        if mail.get_content_type() == "multipart/report":
            return _bounced(mail)
        if _is_automatic(mail):
            return None
        senders = [key_of(address) for _, address in getaddresses([str(mail.get("From", ""))])]
        return Written(" ".join(_subject(mail).split()), senders[0]) if len(senders) == 1 else None
    except (ValueError, LookupError, TypeError, AttributeError):  # a mail can be broken in any way
        return None


def _is_automatic(mail: Message) -> bool:
    """Return whether a program sent it of itself (RFC 3834, and what was usual before)."""
    submitted = str(mail.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(mail.get("Precedence", "")).strip().lower()
    return submitted != "no" or precedence == "auto_reply" or "X-Autoreply" in mail or "X-Autorespond" in mail


def _subject(mail: Message) -> str:
    written = str(mail.get("Subject", ""))
    try:
        return str(make_header(decode_header(written)))
    except (ValueError, LookupError):  # an encoding that nobody knows; a token is ASCII
        return written


def _bounced(report: Message) -> Bounced | None:
    """Return what a delivery status notification says (RFC 3464), if a mailbox is not there."""
    addresses, reason = list[str](), ""
    for fields in _recipients(report):
        action = str(fields.get("Action", "")).strip().lower()
        status = _STATUS.search(str(fields.get("Status", "")))
        if action == "failed" and status and says_no_mailbox(status[0]):
            addresses += _addresses(fields)
            reason = reason or " ".join(f"{status[0]} {fields.get('Diagnostic-Code', '')}".split())
    if not addresses:
        return None
    return Bounced(_original_message_id(report), tuple(dict.fromkeys(addresses)), reason)


def _recipients(report: Message) -> Iterator[Message]:
    """Yield blocks of fields: that of the report as a whole, which has no action, and one a recipient."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from (block for block in part.get_payload() if isinstance(block, Message))


def _addresses(fields: Message) -> list[str]:
    told = (str(fields.get(name, "")) for name in ("Original-Recipient", "Final-Recipient"))
    found = (key_of(text.partition(";")[2].strip().strip("<>")) for text in told)
    return [address for address in found if "@" in address]


def _original_message_id(report: Message) -> str:
    """Return the Message-ID of the mail that came back, whole or as its headers alone."""
    for part in report.walk():
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            told = str(part.get_payload(0).get("Message-ID", ""))  # type: ignore[union-attr]
        elif part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            told = (
                str(message_from_bytes(content).get("Message-ID", "")) if isinstance(content, bytes) else ""
            )
        else:
            continue
        if found := _MESSAGE_ID.search(told):
            return found[0]
    return ""
