"""Classify an incoming mail: a reply by a person, or a bounce report."""

from dataclasses import dataclass
from email.message import Message

from terugkom.inbox.parse_bounce import BounceReport, parse_bounce
from terugkom.inbox.parse_mail import (
    UnreadableMail,
    get_field,
    list_authentication_results,
    parse_headers,
    parse_senders,
    read_subject,
)


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
        senders = parse_senders(mail)
        if len(senders) != 1:
            return None
        return MailReply(read_subject(mail), senders[0], list_authentication_results(mail))
    except UnreadableMail:
        raise
    except Exception as error:  # a mail can be broken in any way, and its parser with it
        raise UnreadableMail("error.mail.unparsed", why=type(error).__name__) from error


def _is_automatic(mail: Message) -> bool:
    """Return whether it is an automatic reply (RFC 3834, and older headers)."""
    submitted = get_field(mail, "Auto-Submitted", "no").split(";")[0].strip().lower()
    precedence = get_field(mail, "Precedence").strip().lower()
    return submitted != "no" or precedence == "auto_reply" or "X-Autoreply" in mail or "X-Autorespond" in mail
