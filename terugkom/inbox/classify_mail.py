"""Classify an incoming mail: a reply by a person, or a bounce report."""

from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from terugkom.inbox.parse_bounce import BounceReport, parse_bounce
from terugkom.inbox.parse_mail import UnreadableMail, clean_text, get_field, parse_headers
from terugkom.plan.suppressed_addresses import normalize_address

_MAX_RESULTS = 20  # headers of authentication results; that of our server is among the first
_MAX_COMMENTS = 20  # brackets in a From; each is parsed inside the one before it


@dataclass(frozen=True)
class MailReply:
    """A mail written by a person: its subject and sender address, both as the sender claims.

    `authentication_results` are the headers of that name (RFC 8601), from the top of the mail down.
    """

    subject: str
    sender: str
    authentication_results: tuple[str, ...] = ()


ClassifiedMail = MailReply | BounceReport


def classify_mail(content: bytes) -> ClassifiedMail | None:
    """Return the classified mail; None for one that a person must read.

    An automatic reply (an out-of-office) is no answer: it repeats the subject of the original mail. Raises
    UnreadableMail for one that exceeds the bounds of `parse_mail`, or cannot be parsed.
    """
    try:
        mail = parse_headers(content)
        get_field(mail, "Content-Type")
        if bounce := parse_bounce(mail, content):
            return bounce
        if mail.get_content_type() == "multipart/report" or _is_automatic(mail):
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
