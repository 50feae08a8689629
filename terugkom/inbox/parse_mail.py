"""Parse what a stranger mailed, within bounds of size, depth and time.

`email.message_from_bytes` descends into every part, and so meets its end in a tree a thousand parts deep, or
in a mail in a mail in a mail; decoding megabytes of encoded words takes minutes. Here only the headers of a
mail are parsed, and of a report the headers of its own parts: what lies deeper is never looked at.
"""

import re
from binascii import a2b_base64
from collections.abc import Iterable, Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from quopri import decodestring
from unicodedata import normalize

from terugkom.errors import InputError
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.text_encoding import decode_text

MAX_HEADER_BYTES = 262_144  # of all headers; mail servers take 64 to 500 kB
MAX_HEADER_LINES = 5_000
MAX_FIELD_LENGTH = 2_000  # characters of one header that is read, encoded
MAX_PARTS = 50  # of a mail, or of one of its parts
MAX_ALL_PARTS = 200  # of a mail and its parts
_MAX_DEPTH = 3  # of parts in parts
MAX_STATUS_BYTES = 1_000_000  # of the part of a report that says what became of the mail
MAX_STATUS_BLOCKS = 200  # one a recipient
_WITH_PARAMETERS = ("Content-Type", "Content-Disposition")  # email takes a time that grows as their square
_MAX_RESULTS = 20  # headers of authentication results; that of our server is among the first
_MAX_COMMENTS = 20  # brackets in a From; each is parsed inside the one before it

MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,990}>")
_HEADERS_END = re.compile(rb"(?:\A|\n)\r?\n|\r\r")
_BLANK_LINE = re.compile(rb"\n[ \t\r]*\n")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")  # a sign that a server put into a line
_LEAST_ENCODED = 16  # characters of a line of base64 that cannot be a word
_OUTSIDE_TAG = re.compile(  # by the rules that Exchange and others have for this
    r"(?:\[|(?<!\*)\*{2,}+|<) ?ext(?:ern(?:e[rs]?|al)?)?"
    r"(?:[ -](?:e-?mail|mail|sender|afzender|absender|bericht))? ?(?:\]|\*{2,}|>):?",
    re.IGNORECASE,
)
_NOT_STORABLE = re.compile(  # nor what turns the direction of what follows, such as the name of a sender
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+"
)


class UnreadableMail(InputError):
    """A mail exceeds the bounds, or cannot be parsed; it is set aside for a person."""


def parse_headers(content: bytes) -> Message:
    """Return the headers of a mail or a part; its body is not looked at.

    Raises UnreadableMail if there are too many, or for parameters that would take their reader long.
    """
    head = split_headers(content)[0]
    if max(head.count(b"\n"), head.count(b"\r")) > MAX_HEADER_LINES:  # the parser takes both for an end
        raise UnreadableMail("error.mail.header-lines", most=MAX_HEADER_LINES)
    parsed = BytesHeaderParser().parsebytes(head)
    for name in _WITH_PARAMETERS:
        get_field(parsed, name)
    return parsed


def get_field(mail: Message, name: str, default: str = "") -> str:
    """Return the first header of this name as it is written. Raises UnreadableMail if it is too long."""
    found = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), None)
    if found is None:
        return default
    if len(str(found)) > MAX_FIELD_LENGTH:
        raise UnreadableMail("error.mail.header", header=name, most=MAX_FIELD_LENGTH)
    try:  # RFC 6532: with addresses outside ASCII a header may be UTF-8, or as Windows has it
        return decode_text(str(found).encode("ascii", "surrogateescape"), "utf-8")
    except UnicodeError:
        return str(mail[name])


def read_addresses(fields: Iterable[str]) -> list[tuple[str, str]]:
    """Return the names and addresses of address fields, in order.

    An empty field is left out: for it newer versions of Python, and 3.11.2 of Debian, return none at all.
    """
    return getaddresses([each for each in fields if each])


def parse_senders(mail: Message) -> list[str]:
    """Return the addresses that From claims, as they are compared. Raises UnreadableMail."""
    written = get_field(mail, "From")
    if written.count("(") > _MAX_COMMENTS:
        raise UnreadableMail("error.mail.brackets")
    return [normalize_address(clean_line(address)) for _, address in read_addresses([written])]


def parse_sender_name(mail: Message) -> str:
    """Return the name beside the first address that From claims, of at most 200 characters."""
    return next((decode_words(name)[:200] for name, _ in read_addresses([get_field(mail, "From")])), "")


def list_authentication_results(mail: Message) -> tuple[str, ...]:
    """Return these headers (RFC 8601) from the top down; their reader bounds the length of each."""
    return tuple(str(each) for each in mail.get_all("Authentication-Results", [])[:_MAX_RESULTS])


def decode_words(written: str) -> str:
    """Return a header's text (RFC 2047) on one line; what is encoded in no known way stays as it is."""
    try:
        return clean_line(str(make_header(map(_decode_word, decode_header(written)))))
    except (ValueError, LookupError, HeaderParseError):  # a token is ASCII all the same
        return clean_line(written)


def read_subject(mail: Message) -> str:
    """Return the subject, without what a mail server puts in it of mails from outside, as in *[EXTERN]*.

    Letters and their accents are one, whatever system wrote them.
    """
    subject = normalize("NFC", decode_words(get_field(mail, "Subject")))
    return " ".join(_OUTSIDE_TAG.sub(" ", subject).split())


def _decode_word(word: tuple[bytes | str, str | None]) -> tuple[str, str | None]:
    """Return a piece of a header as text. Raises LookupError for what is no encoding of texts."""
    content, charset = word
    if isinstance(content, str):
        return content, None
    if charset is None:  # what stands between encoded words
        return content.decode("raw_unicode_escape"), None
    "a".encode(charset)
    return decode_text(content, charset), "utf-8"


def list_parts(content: bytes) -> list[tuple[Message, bytes]]:
    """Return the parts of a multipart mail itself, not of its parts: the headers and body of each.

    Raises UnreadableMail for more parts than any report has.
    """
    mail = parse_headers(content)
    get_field(mail, "Content-Type")
    boundary = mail.get_boundary()
    if not boundary:
        return []
    body = split_headers(content)[1]
    delimiter = re.compile(
        rb"(?:\A|\n)--" + re.escape(boundary.encode()) + rb"(--)?[ \t]{0,100}+\r?(?:\n|\Z)"
    )
    parts: list[tuple[Message, bytes]] = []
    match = delimiter.search(body)
    while match and not match[1]:
        begin = match.end()
        match = delimiter.search(body, begin - 1)
        if len(parts) == MAX_PARTS:
            raise UnreadableMail("error.mail.parts", most=MAX_PARTS)
        part = body[begin : match.start() + 1 if match else len(body)]
        parts.append((parse_headers(part), split_headers(part)[1]))
    return parts


def walk_parts(content: bytes) -> Iterator[tuple[Message, bytes]]:
    """Yield the parts of a mail, and those of its parts, in order; not of a mail that is one of them.

    What lies too deep is not read. Raises UnreadableMail for more parts than any mail has.
    """
    for number, found in enumerate(_walk(content, 0)):
        if number == MAX_ALL_PARTS:
            raise UnreadableMail("error.mail.parts", most=MAX_ALL_PARTS)
        yield found


def _walk(content: bytes, depth: int) -> Iterator[tuple[Message, bytes]]:
    for part, body in list_parts(content):
        yield part, body
        if part.get_content_maintype() == "multipart" and depth < _MAX_DEPTH:
            yield from _walk(_join(part, body), depth + 1)


def _join(part: Message, body: bytes) -> bytes:
    return f"Content-Type: {get_field(part, 'Content-Type')}\n\n".encode("ascii", "replace") + body


def list_status_blocks(part: Message, body: bytes) -> list[Message]:
    """Return the blocks of fields of a delivery status (RFC 3464). Raises UnreadableMail."""
    if len(body) > MAX_STATUS_BYTES:
        raise UnreadableMail("error.mail.status")
    blocks = [each for each in _BLANK_LINE.split(decode_body(part, body)) if each.strip()]
    if len(blocks) > MAX_STATUS_BLOCKS:
        raise UnreadableMail("error.mail.recipients", most=MAX_STATUS_BLOCKS)
    return [parse_headers(block.strip(b"\r\n") + b"\n\n") for block in blocks]


def decode_body(part: Message, body: bytes, max_bytes: int = MAX_STATUS_BYTES) -> bytes:
    """Return the body of a part without its transfer encoding. Raises UnreadableMail."""
    encoding = get_field(part, "Content-Transfer-Encoding").strip().lower()
    if encoding not in ("base64", "quoted-printable"):
        return body
    if len(body) > max_bytes:
        raise UnreadableMail("error.mail.part")
    return _decode_base64(body) if encoding == "base64" else decodestring(body)


def _decode_base64(body: bytes) -> bytes:
    """Return what is encoded, up to a cut end; not the lines of words that a scanner put around it."""
    lines: list[bytes] = []
    longest = last = 0
    for line in _list_encoded_lines(body):
        is_complete = last < longest and sum(map(len, lines)) % 4 == 0
        if is_complete and not line.endswith(b"=") and len(line) < _LEAST_ENCODED:
            break  # a word below it
        lines.append(line.rstrip(b"="))
        longest, last = max(longest, len(line)), len(line)
        if line.endswith(b"="):
            break
    encoded = b"".join(lines)
    if len(encoded) % 4 == 1:
        encoded = encoded[:-1]
    return a2b_base64(encoded + b"=" * (-len(encoded) % 4))


def _list_encoded_lines(body: bytes) -> Iterator[bytes]:
    """Yield the lines of base64, also those that a server joined by blanks into one."""
    for line in body.splitlines():
        words = line.split()
        is_joined = len({len(each) for each in words[:-1]}) == 1 and len(words[0]) >= _LEAST_ENCODED
        if len(words) > 1 and not is_joined:
            continue
        found = [_NOT_BASE64.sub(b"", each, 1) for each in words]
        is_whole = found == words or len(line) >= _LEAST_ENCODED or b"=" in line
        if is_whole and all(map(_BASE64.fullmatch, found)):
            yield from found


def clean_line(text: str, max_length: int = MAX_FIELD_LENGTH) -> str:
    """Return text on one line that every database stores: without control characters and half characters."""
    return " ".join(_NOT_STORABLE.sub(" ", text).split())[:max_length]


def split_headers(content: bytes) -> tuple[bytes, bytes]:
    """Return the headers and the body of a mail or a part.

    Raises UnreadableMail if the headers are larger than a mail server takes.
    """
    match = _HEADERS_END.search(content, 0, MAX_HEADER_BYTES)
    if match:
        return content[: match.end()], content[match.end() :]
    if len(content) >= MAX_HEADER_BYTES:
        raise UnreadableMail("error.mail.header-bytes", most=MAX_HEADER_BYTES)
    return content, b""
