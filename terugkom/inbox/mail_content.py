"""What a mail says, within bounds: its text, what it answers, what is attached, and who may have sent it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from mimetypes import guess_extension

from terugkom.documents.html_text import convert_html
from terugkom.documents.mail_address import is_mail_address
from terugkom.imap.mail_key import hash_mail
from terugkom.inbox.automatic_mail import MailOrigin, find_origin
from terugkom.inbox.flowed_text import join_flowed
from terugkom.inbox.parse_mail import (
    MESSAGE_ID,
    UnreadableMail,
    clean_line,
    decode_body,
    decode_words,
    get_field,
    list_authentication_results,
    parse_headers,
    parse_sender_name,
    parse_senders,
    read_subject,
    split_headers,
    walk_parts,
)
from terugkom.text_encoding import decode_text

MAX_TEXT = 100_000  # characters of a mail that are read
_MAX_TEXT_BYTES = 1_000_000  # of a text as it was sent: what stands further down is too far to be read
_MAX_ATTACHMENT_BYTES = 15_000_000
_MAX_IDS = 50
_MAX_SUBJECT = 80  # characters of a mail in a mail, as the name of a file
_READ_AS_TEXT = ("text/plain", "text/html", "text/calendar", "application/ics")
_OF_REPORTS = ("message/delivery-", "message/global-d", "message/disposition-")
_TOKEN = re.compile(r"(?<![0-9a-z])[0-9a-f]{40}(?![0-9a-z])", re.IGNORECASE)
_COPY_NUMBER = re.compile(
    r"(?P<stem>.+)(?P<suffix>\.(?:xlsx|xlsm|xls|ods|csv|tsv|docx?|odt|pdf|eml|jpe?g|png))"
    r"(?P<number>\s*[(\[]\d{1,3}[)\]])?[\s.,;_'\"]*",
    re.IGNORECASE,
)
_NOT_TEXT = re.compile(  # nor what turns the direction of what follows
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True)
class MailAttachment:
    """A file that came with a mail, under the name that its sender gave it."""

    name: str
    content: bytes
    is_inline: bool = False  # shown in the text, as the picture of a signature is


@dataclass(frozen=True)
class MailContent:
    """A mail as it was sent; `sender` is what its From claims, empty if that is not one address to
    which a mail can be sent.

    `fingerprint` is the same for a mail that was delivered twice. `answered_ids` are the Message-IDs that it
    answers, the nearest first; `token` is the first answer token in it, which is all that is tried.
    """

    fingerprint: str
    message_id: str
    sender: str
    subject: str
    text: str
    answered_ids: tuple[str, ...]
    token: str
    origin: MailOrigin
    calendar: str = ""
    attachments: tuple[MailAttachment, ...] = ()
    authentication_results: tuple[str, ...] = ()
    is_report: bool = False  # of a mail server, about a delivery
    is_receipt: bool = False  # of a mail program: that a mail was opened, or deleted unread (RFC 8098)
    sender_name: str = ""  # what its From claims

    @property
    def may_be_answered(self) -> bool:
        """Whether a person wrote it, for all we know: nothing answers a list or a machine (RFC 3834)."""
        return self.origin is MailOrigin.PERSON

    @property
    def attachment_names(self) -> list[str]:
        """The names of what was attached on purpose: not of the pictures in a signature."""
        return [each.name for each in self.attachments if not each.is_inline]


def read_mail_content(content: bytes) -> MailContent:
    """Return what a mail says. Raises UnreadableMail for one that exceeds the bounds, or cannot be parsed."""
    try:
        return _read(content)
    except UnreadableMail:
        raise
    except Exception as error:  # a mail can be broken in any way, and its parser with it
        raise UnreadableMail("error.mail.unparsed", why=type(error).__name__) from error


def _read(content: bytes) -> MailContent:
    mail = parse_headers(content)
    leaves = _list_leaves(mail, content)
    text = _find_text(leaves)
    subject = read_subject(mail)
    senders = parse_senders(mail)
    return MailContent(
        fingerprint=hash_mail(content),
        message_id=next(iter(MESSAGE_ID.findall(str(mail.get("Message-ID", ""))[:2_000])), ""),
        sender=senders[0] if len(senders) == 1 and is_mail_address(senders[0]) else "",
        subject=subject,
        text=text,
        answered_ids=_list_answered_ids(mail),
        token=_find_token(mail, subject, text),
        origin=find_origin(mail, subject),
        calendar=_find_calendar(leaves),
        attachments=tuple(_list_attachments(leaves)),
        is_report=mail.get_content_type() == "multipart/report",
        is_receipt=any(part.get_content_type() == "message/disposition-notification" for part, _ in leaves),
        sender_name=parse_sender_name(mail),
        authentication_results=list_authentication_results(mail),
    )


def _list_leaves(mail: Message, content: bytes) -> list[tuple[Message, bytes]]:
    """Return the parts of a mail that hold something, in order."""
    get_field(mail, "Content-Type")
    if mail.get_content_maintype() != "multipart":
        return [(mail, split_headers(content)[1])]
    return [each for each in walk_parts(content) if each[0].get_content_maintype() != "multipart"]


def _find_text(leaves: Sequence[tuple[Message, bytes]]) -> str:
    """Return the text: all plain parts of it, and the HTML that stands in the place of one.

    HTML behind plain text says the same again; a picture in the middle makes two parts of a text.
    """
    found: list[str] = []
    has_plain = False
    for part, body in leaves:
        kind = part.get_content_type()
        is_shown = part.get_content_disposition() != "attachment" and not part.get_filename()
        if not is_shown or kind not in ("text/plain", "text/html") or (kind == "text/html" and has_plain):
            continue
        text = _decode_text(part, body)
        text = convert_html(text[: MAX_TEXT * 5]) if kind == "text/html" else text
        if text.strip() and text.split() not in [each.split() for each in found]:
            found.append(text)
            has_plain = has_plain or kind == "text/plain"
    return "\n".join(found)[:MAX_TEXT]


def _decode_text(part: Message, body: bytes) -> str:
    """Return the beginning of a text: an answer stands above the long conversation that it repeats."""
    text = decode_text(decode_body(part, body[:_MAX_TEXT_BYTES]), str(part.get_content_charset("utf-8")))
    text = _NOT_TEXT.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return join_flowed(text) if str(part.get_param("format", "")).lower() == "flowed" else text


def _find_calendar(leaves: Sequence[tuple[Message, bytes]]) -> str:
    for part, body in leaves:
        if part.get_content_type() in ("text/calendar", "application/ics"):
            return _decode_text(part, body)
    return ""


def _list_attachments(leaves: Sequence[tuple[Message, bytes]]) -> Iterator[MailAttachment]:
    for number, (part, body) in enumerate(leaves, 1):
        name = clean_line(decode_words(str(part.get_filename() or "")))
        if not name and _is_text(part):
            continue
        content = decode_body(part, body, _MAX_ATTACHMENT_BYTES)
        is_inline = "Content-ID" in part and part.get_content_disposition() != "attachment"
        yield MailAttachment(
            _move_copy_number(name) or _name_attachment(part, content, number), content, is_inline
        )


def _move_copy_number(name: str) -> str:
    """Return a name that ends with its suffix: programs put a number behind it, *plan.xlsx (1)*."""
    found = _COPY_NUMBER.fullmatch(name)
    return f"{found['stem']}{found['number'] or ''}{found['suffix']}" if found else name


def _is_text(part: Message) -> bool:
    """Return whether a part is read as what a mail says, and not as what is attached to it."""
    if part.get_content_disposition() == "attachment":
        return False
    kind = part.get_content_type()
    return kind in _READ_AS_TEXT or kind.startswith(_OF_REPORTS)


def _name_attachment(part: Message, content: bytes, number: int) -> str:
    """Return a name for an attachment without one; a mail that was forwarded has its subject."""
    kind = part.get_content_type()
    if kind in ("message/rfc822", "message/global"):
        subject = decode_words(get_field(parse_headers(content.lstrip(b"\r\n")), "Subject"))
        return f"{subject[:_MAX_SUBJECT] or number}.eml"
    return f"{kind.partition('/')[0]}-{number}{guess_extension(kind) or ''}"


def _list_answered_ids(mail: Message) -> tuple[str, ...]:
    direct = MESSAGE_ID.findall(str(mail.get("In-Reply-To", "")))
    before = MESSAGE_ID.findall(str(mail.get("References", "")))[::-1]
    return tuple(dict.fromkeys([*direct, *before]))[:_MAX_IDS]


def _find_token(mail: Message, subject: str, text: str) -> str:
    addressed = " ".join(str(mail.get(name, "")) for name in ("To", "Cc", "Delivered-To", "X-Original-To"))
    for place in (addressed, subject, text):
        if found := _TOKEN.search(place):
            return found[0].lower()
    return ""
