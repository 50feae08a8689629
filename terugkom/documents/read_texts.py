"""The texts of any file that a home holds: plain text, mails, office documents, PDF and pictures."""

import io
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from html import unescape
from pathlib import PurePath

MAX_FILE_BYTES = 200_000_000  # a larger one is for a person
_MAX_DEPTH = 4  # a mail with an archive with a mail ...
_MAX_UNPACKED_BYTES = 300_000_000
_TAG = re.compile(r"<[^<>]*>")
_PARAGRAPH_END = re.compile(r"</(?:w:p|a:p|si|table:table-cell|text:p)>|<(?:w:br|w:tab)[ /]")


class UnreadableTexts(Exception):
    """The texts of a file cannot be read, so nobody can say whether a person stands in it."""


def read_texts(name: str, content: bytes, depth: int = 0) -> Iterator[str]:
    """Yield the texts of a file: as it is, and what its format holds. Raises UnreadableTexts."""
    yield PurePath(name).stem.replace("_", " ").replace("-", " ")
    yield PurePath(name).name
    yield _decode(content)
    if depth == _MAX_DEPTH:
        raise UnreadableTexts(f"{name}: too many files in one another")
    try:
        if content[:4] == b"PK\x03\x04":
            yield from _read_archive(content, depth)
        elif content[:5] == b"%PDF-":
            yield from _read_pdf(content)
        elif content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            yield content.decode("utf-16", "replace")
        elif name.endswith(".eml") or _looks_like_mail(content):
            yield from _read_mail(content, depth)
    except UnreadableTexts:
        raise
    except Exception as error:  # a broken file, in one of many ways
        raise UnreadableTexts(f"{name}: cannot be read ({type(error).__name__})") from error


def _read_pdf(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader  # 17 MB, which an import of a plan has no use for

    for page in PdfReader(io.BytesIO(content)).pages:
        yield page.extract_text()


def is_plain_text(name: str, content: bytes) -> bool:
    """Return whether a file is text that can be changed in place."""
    if b"\0" in content[:8192] or content[:5] == b"%PDF-" or name.endswith(".eml"):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return not _looks_like_mail(content)


def _decode(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1") + "\n" + content.decode("utf-8", "ignore")


def _looks_like_mail(content: bytes) -> bool:
    head = b"\n" + content[:4096].lower()
    return bool(re.match(rb"\n[a-z-]+:[^\n]*\n", head)) and (b"\nfrom:" in head or b"\nmessage-id:" in head)


def _read_mail(content: bytes, depth: int) -> Iterator[str]:
    for part in message_from_bytes(content).walk():
        yield "\n".join(str(make_header(decode_header(str(each)))) for each in part.values())
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            text = part.get_content_charset() or "utf-8"
            if part.get_content_maintype() == "text":
                yield payload.decode(text, "replace")
            else:
                yield from read_texts(part.get_filename() or "part", payload, depth + 1)


def _read_archive(content: bytes, depth: int) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(each.file_size for each in archive.infolist()) > _MAX_UNPACKED_BYTES:
            raise UnreadableTexts("an archive unpacks to more than any document")
        for name in archive.namelist():
            inner = archive.read(name)
            if name.endswith((".xml", ".rels")):
                text = _decode(inner)
                yield unescape(_TAG.sub("", _PARAGRAPH_END.sub("\n", text)))
                yield unescape(text)
            elif inner:
                yield from read_texts(name, inner, depth + 1)
