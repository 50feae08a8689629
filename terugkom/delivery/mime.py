"""Mails as bytes: a document with subject, text and HTML, and the headers that precede it.

Building a mail with `email.message` takes three times as long as rendering it, so the MIME frame is written
here and filled in. The tests prove it equal to what `email` parses back; names and dates are encoded
the standard library, and no header takes a line break.
"""

import re
from binascii import a2b_base64, b2a_base64
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, formataddr
from functools import lru_cache
from urllib.parse import quote

from terugkom.delivery.header_text import CONTROL_CHARACTERS, MEDIA_TYPE
from terugkom.documents.letter import Address, Attachment, Letter
from terugkom.documents.mail_address import is_mail_address, needs_smtputf8
from terugkom.errors import TerugkomError

_WEB_ADDRESS = re.compile(r"https://[!-;=?-~]+")  # printable ASCII without the brackets around it
_MAX_ENCODED_WORD = 75  # of one encoded word, says RFC 2047
_ENCODED_WORD_START = "=?"  # a mail program would decode text that was never encoded
# Stands in the links of a document that is stored once for many, until each gets a token of their own.
TOKEN_PLACEHOLDER = "terugkom-answer-token"  # noqa: S105
_TOKEN_HEADER = "X-Answer-Token"  # noqa: S105
_TOKEN_LINE = re.compile(rf"^{_TOKEN_HEADER}: ([0-9a-f]+)\r$", re.MULTILINE)
_TEXT_PART = re.compile(
    rb'(Content-Type: text/(?:plain|html); charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n)'
    rb"([A-Za-z0-9+/=\r\n]+)(?=--=_)"
)
# The placeholder as base64 writes it, by where it begins in a group of three bytes; without its ends, which
# are written together with what stands beside it.
_ENCODED_PLACEHOLDERS = tuple(
    b2a_base64(b" " * before + TOKEN_PLACEHOLDER.encode(), newline=False)[4 if before else 0 : -4]
    for before in range(3)
)


class InvalidHeader(TerugkomError):
    """A header would hold a line break or another control character."""


@lru_cache(maxsize=512)  # the sender is the same in each of thousands of mails
def _format_address(address: Address) -> str:
    """Return an address as a header shows it. Raises InvalidHeader for one no mail server would take."""
    name, email = address.name, address.email
    if not is_mail_address(email):
        raise InvalidHeader(f"not a mail address: {email!r}")
    if needs_smtputf8(email):  # the library refuses it; its name is encoded as in any other mail
        return f"{_encode_words(_require_one_line(name))} <{email}>" if name else email
    written = formataddr((_require_one_line(name), email))
    short = len(written) - len(email) < _MAX_ENCODED_WORD
    if _ENCODED_WORD_START not in name and (short or name.isascii()):
        return written
    return f"{_encode_words(name)} <{email}>"


@dataclass(frozen=True)
class ListUnsubscribe:
    """How the recipient of a mailing unsubscribes: by mail, and with one click where a page accepts that.

    `subject` and `url` hold the recipient's token; a POST to the url unsubscribes. One of `address` and `url`
    may be empty.
    """

    address: str
    subject: str
    url: str = ""

    def __str__(self) -> str:
        """Return the value of ``List-Unsubscribe`` (RFC 2369). Raises InvalidHeader."""
        if not self.address and self.url:
            return self._format_url()
        if not is_mail_address(self.address) or needs_smtputf8(self.address):
            raise InvalidHeader(f"not a mail address: {self.address!r}")
        by_mail = f"<mailto:{quote(self.address, safe='@')}?subject={quote(self.subject, safe='')}>"
        return f"{by_mail},\r\n {self._format_url()}" if self.url else by_mail

    def _format_url(self) -> str:
        if not _WEB_ADDRESS.fullmatch(self.url):
            raise InvalidHeader(f"not an https address: {self.url!r}")
        return f"<{self.url}>"


@dataclass(frozen=True)
class Envelope:
    """Everything about one mail that is not its document."""

    sender: Address
    to: Address
    message_id: str
    written_at: datetime
    list_id: str
    reply_to: Address | None = None
    cc: Address | None = None
    list_unsubscribe: ListUnsubscribe | None = None  # of a newsletter: its recipients may unsubscribe
    answer_token: str = ""  # what the recipient's answer is known by; see `join_mail`
    in_reply_to: str = ""  # the Message-ID of the mail that this one answers (RFC 3834)


# No line of base64 begins with "--", so this boundary can't stand in a part.
_DOCUMENT = """\
Subject: {subject}\r
Content-Language: {language}\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary="=_terugkom"\r
\r
--=_terugkom\r
Content-Type: text/plain; charset="utf-8"\r
Content-Transfer-Encoding: base64\r
\r
{text}--=_terugkom\r
Content-Type: text/html; charset="utf-8"\r
Content-Transfer-Encoding: base64\r
\r
{html}--=_terugkom--\r
"""


_DOCUMENT_WITH_PARTS = """\
Subject: {subject}\r
Content-Language: {language}\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="=_mixed"\r
\r
--=_mixed\r
Content-Type: multipart/alternative; boundary="=_terugkom"\r
\r
--=_terugkom\r
Content-Type: text/plain; charset="utf-8"\r
Content-Transfer-Encoding: base64\r
\r
{text}--=_terugkom\r
{html}{calendar}--=_terugkom--\r
{attachments}--=_mixed--\r
"""
_HTML = """\
Content-Type: text/html; charset="utf-8"\r
Content-Transfer-Encoding: base64\r
\r
{html}"""
_HTML_WITH_PICTURES = """\
Content-Type: multipart/related; boundary="=_related"; type="text/html"\r
\r
--=_related\r
{html}{pictures}--=_related--\r
"""
_PICTURE = """\
--=_related\r
Content-Type: {type}; name="{name}"\r
Content-Disposition: inline; filename="{name}"\r
Content-ID: <{name}@picture>\r
Content-Transfer-Encoding: base64\r
\r
{content}"""
# Outlook and Google process the alternative part; a program that does not know it still shows the attachment.
_CALENDAR = """\
--=_terugkom\r
Content-Type: text/calendar; charset="utf-8"; method={method}\r
Content-Transfer-Encoding: base64\r
\r
{calendar}"""
_ATTACHMENT = """\
--=_mixed\r
Content-Type: {type}; name="{name}"\r
Content-Disposition: attachment; filename="{name}"\r
Content-Transfer-Encoding: base64\r
\r
{content}"""
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def build_document(letter: Letter) -> bytes:
    """Return a letter as the document that is stored: a mail without its envelope headers."""
    if letter.calendar or letter.attachments or letter.pictures:
        return _build_document_with_parts(letter)
    return _DOCUMENT.format(
        subject=_encode_subject(letter.subject),
        language=_require_ascii_line(letter.language),
        text=_encode_text(letter.text),
        html=_encode_text(letter.html),
    ).encode("ascii")


def _build_document_with_parts(letter: Letter) -> bytes:
    files = letter.attachments
    calendar = ""
    if letter.calendar:
        calendar = _CALENDAR.format(
            method=_require_ascii_word(letter.method), calendar=_encode_text(letter.calendar)
        )
        files = (*files, Attachment("invite.ics", "application/ics", letter.calendar.encode()))
    return _DOCUMENT_WITH_PARTS.format(
        subject=_encode_subject(letter.subject),
        language=_require_ascii_line(letter.language),
        text=_encode_text(letter.text),
        html=_build_html_part(letter),
        calendar=calendar,
        attachments="".join(_format_part(_ATTACHMENT, file) for file in files),
    ).encode("ascii")


def _build_html_part(letter: Letter) -> str:
    html = _HTML.format(html=_encode_text(letter.html))
    if not letter.pictures:
        return html
    pictures = "".join(_format_part(_PICTURE, picture) for picture in letter.pictures)
    return _HTML_WITH_PICTURES.format(html=html, pictures=pictures)


def _format_part(frame: str, file: Attachment) -> str:
    if not (_FILE_NAME.fullmatch(file.name) and MEDIA_TYPE.fullmatch(file.type)):
        raise InvalidHeader(f"not a plain file name and type: {file.name!r}, {file.type!r}")
    return frame.format(type=file.type, name=file.name, content=_encode_base64(file.content))


def _require_ascii_word(text: str) -> str:
    if not (text.isascii() and text.isalpha()):
        raise InvalidHeader(f"not a plain word: {text!r}")
    return text


def build_headers(envelope: Envelope) -> str:
    """Return the envelope headers that precede the document."""
    headers = {
        "From": _format_address(envelope.sender),
        "To": _format_address(envelope.to),
        "Cc": _format_address(envelope.cc) if envelope.cc else "",
        "Reply-To": _format_address(envelope.reply_to) if envelope.reply_to else "",
        "Date": _format_date(envelope.written_at),
        "Message-ID": _require_ascii_line(envelope.message_id),
        "In-Reply-To": _require_ascii_line(envelope.in_reply_to),
        "References": _require_ascii_line(envelope.in_reply_to),
        "List-Id": _require_ascii_line(envelope.list_id),
        "Auto-Submitted": "auto-replied" if envelope.in_reply_to else "auto-generated",
        "X-Auto-Response-Suppress": "All",  # Exchange heeds this one
        _TOKEN_HEADER: _require_ascii_line(envelope.answer_token),
    }
    if envelope.list_unsubscribe:
        headers |= _build_list_headers(envelope.list_unsubscribe)
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)


def join_mail(headers: str, document: bytes) -> bytes:
    """Return a mail as it is sent: its own headers, then its document with the recipient's own token in it.

    Where its headers have no token, it ends with its document as it is stored. Its headers are ASCII, but
    for an address that is not (RFC 6532).
    """
    found = _TOKEN_LINE.search(headers)
    if found and _has_placeholder(document):
        document = _TEXT_PART.sub(lambda part: part[1] + _fill_token(part[2], found[1]), document)
    return headers.encode() + document


def _has_placeholder(document: bytes) -> bool:
    """Return whether a placeholder may stand in a text part: to look there takes a tenth of decoding it."""
    unbroken = document.replace(b"\r\n", b"")
    return any(encoded in unbroken for encoded in _ENCODED_PLACEHOLDERS)


def _fill_token(encoded: bytes, token: str) -> bytes:
    text = a2b_base64(encoded)
    filled = text.replace(TOKEN_PLACEHOLDER.encode(), token.encode())
    return encoded if filled == text else _encode_base64(filled).encode("ascii")


def _build_list_headers(unsubscribe: ListUnsubscribe) -> dict[str, str]:
    return {
        "List-Unsubscribe": str(unsubscribe),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" if unsubscribe.url else "",  # RFC 8058
        "Precedence": "bulk",  # in no standard, but answering machines older than RFC 3834 heed it
    }


_format_date = lru_cache(maxsize=16)(format_datetime)  # that of a batch


def _require_one_line(text: str) -> str:
    if CONTROL_CHARACTERS.search(text):
        raise InvalidHeader(f"a header must be one line without control characters: {text!r}")
    return text


def _require_ascii_line(text: str) -> str:
    """Return the value of a header without encoding. Raises InvalidHeader unless one line of ASCII."""
    if not text.isascii():
        raise InvalidHeader(f"this header must be plain ASCII: {text!r}")
    return _require_one_line(text)


def _encode_subject(text: str) -> str:
    _require_one_line(text)
    if _ENCODED_WORD_START not in text and text.isascii() and len(text) < 66:
        return text
    return _encode_words(text)


def _encode_words(text: str) -> str:
    """Return text as encoded words (RFC 2047), one a line, each of whole characters and at most 72 long.

    `email.header.Header` says the same in half a millisecond, which is longer than all else takes.
    """
    words, content, at = [], text.encode(), 0
    while at < len(content):
        end = at + 45
        while end < len(content) and content[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        words.append(f"=?utf-8?b?{b2a_base64(content[at:end], newline=False).decode()}?=")
        at = end
    return "\r\n ".join(words)


def _encode_text(text: str) -> str:
    """Return text as base64 in lines of 76 characters, with CRLF line ends inside and out."""
    # Not str.splitlines: it takes a form feed and six others for a line's end too.
    unix = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return _encode_base64(unix.replace("\n", "\r\n").encode() + b"\r\n")


def _encode_base64(content: bytes) -> str:
    encoded = b2a_base64(content, newline=False).decode("ascii")
    return "\r\n".join([encoded[at : at + 76] for at in range(0, len(encoded), 76)]) + "\r\n"
