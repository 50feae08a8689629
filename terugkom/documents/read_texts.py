"""The texts of any file that a home holds: plain text, mails, office documents, PDF and pictures."""

import codecs
import io
import re
import sqlite3
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from functools import partial
from html import unescape
from pathlib import PurePath
from quopri import decodestring

from terugkom.delimited_cells import split_cells
from terugkom.text_encoding import decode_text

MAX_FILE_BYTES = 200_000_000  # a larger one is for a person
_SHARED_TEXTS = "xl/sharedStrings.xml"
_MAX_HEADER = 200_000  # characters of the headers of a mail: a decoder takes the square of them
_MAX_DEPTH = 4  # a mail with an archive with a mail ...
_MAX_UNPACKED_BYTES = 300_000_000
_TAG = re.compile(r"<[^<>]*>")
_HTML_LINE_END = re.compile(r"<br\b[^<>]*>|</(?:p|div|li|tr|h[1-6]|table|ul|ol|dt|dd|option)>", re.IGNORECASE)
_QUOTE_MARK = re.compile(r"\r?\n[ \t]*(?:>[ \t]?)+")
_FOLD = re.compile(r"\r?\n[ \t]")  # RFC 5545 and 6350: a line that goes on
_RTF_LETTER = re.compile(r"\\'([0-9a-fA-F]{2})")
_HARD_HYPHEN = re.compile(r"<w:noBreakHyphen */>")
_OLE = b"\xd0\xcf\x11\xe0"  # of .doc, .xls and .msg
_WORKBOOK_STREAM = "Workbook\0".encode("utf-16-le")
_TABLE_SUFFIXES = {".csv", ".tsv"}
_TEXT_SUFFIXES = {*_TABLE_SUFFIXES, ".txt", ".md"}
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SQLITE_START = b"SQLite format 3\0"
_WAL_STARTS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_SQLITE_VERSIONS = slice(18, 20)  # sqlite.org/fileformat.html, section 1.3: 1 without a WAL, 2 with one
_GZIP = b"\x1f\x8b"
_COMPRESSED = (b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")  # as Excel saves a csv
_ROW_END = re.compile(r"</(?:\w+:)?row>")
_CELL_START = re.compile(r"<(?:\w+:)?c(?=[\s/>])")
_SHARED_TEXT_START = re.compile(r"<(?:\w+:)?si\b")
_SHARED_TEXT_END = re.compile(r"</(?:\w+:)?(?:si|is)>")
_COLUMN = re.compile(r"\br=[\"']([A-Z]{1,3})\d")
_IS_SHARED = re.compile(r"\bt=[\"']s[\"']")
_MAX_DIGITS = 9  # of the number of a text
_MAX_CELLS = 10_000_000  # of the sheets of a workbook, with those that are not written before others
_NO_NAME = "\n\0\n"  # what parts no two words of a name
_CELL_END = re.compile(
    r"</(?:w:p|text:p)>\s*</(?:w:tc|table:table-cell)>|</a:p>\s*</a:txBody>\s*<(?:a:tcPr|/a:tc)\b"
)
_PARAGRAPH_END = re.compile(r"</(?:w:p|a:p|si|table:table-cell|text:p)>|<(?:w:br|w:tab)[ /]")


class UnreadableTexts(Exception):
    """The texts of a file cannot be read, so nobody can say whether a person stands in it."""


@dataclass(frozen=True)
class TextTable:
    """The cells of a table in rows; `source` is the text of one that is a csv."""

    rows: tuple[tuple[str, ...], ...]
    source: str = ""


@dataclass(frozen=True)
class OldWorkbook:
    """A workbook as Excel saved it before 2007 (``.xls``), whose cells another room reads."""

    content: bytes


def read_texts(name: str, content: bytes) -> Iterator[str]:
    """Yield the texts of a file: as it is, and what its format holds. Raises UnreadableTexts."""
    return (each for each in read_parts(name, content) if isinstance(each, str))


def read_parts(name: str, content: bytes, depth: int = 0) -> Iterator[str | TextTable | OldWorkbook]:
    """Yield the texts of a file, as `read_texts` does, its tables and old workbooks. Raises UnreadableTexts.

    No words of two cells of a csv stand beside one another in its texts.
    """
    yield PurePath(name).stem.replace("_", " ").replace("-", " ")
    yield PurePath(name).name
    is_database = content.startswith(SQLITE_START)
    if is_database or content.startswith(_WAL_STARTS):
        yield content.decode("utf-8", "ignore")  # also what was deleted, as long as its place is free
        for text in _read_database(content) if is_database else ():
            yield from _list_readings(text)
        return
    for text in _decode(content):
        yield from _read_delimited(text) if is_delimited(name) else _list_readings(text)
    if depth == _MAX_DEPTH:
        raise UnreadableTexts(f"{name}: too many files in one another")
    try:
        if content[:4] == b"PK\x03\x04":
            yield from _read_archive(content, depth)
        elif content[:5] == b"%PDF-":
            yield from _read_pdf(content)
        elif content.startswith(_GZIP):
            yield from read_parts(PurePath(name).stem, _decompress(content), depth + 1)
        elif content.startswith(_COMPRESSED) or (content.startswith(_OLE) and _ENCRYPTED in content):
            raise UnreadableTexts(f"{name}: compressed or encrypted")
        elif content.startswith(_OLE) and (name.lower().endswith(".xls") or _WORKBOOK_STREAM in content):
            yield OldWorkbook(content)
        elif name.lower().endswith(".eml") or _looks_like_mail(content):
            yield from _read_mail(content, depth)
    except UnreadableTexts:
        raise
    except Exception as error:  # a broken file, in one of many ways
        raise UnreadableTexts(f"{name}: cannot be read ({type(error).__name__})") from error


def _read_database(content: bytes) -> Iterator[str]:
    """Yield the texts of each column of an SQLite database: in its bytes they stand against one another, so a
    name is part of a longer word. Raises UnreadableTexts."""
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.text_factory = partial(str, encoding="utf-8", errors="replace")
            # A file with a WAL cannot be opened in memory; the WAL is read as a file of its own.
            at = _SQLITE_VERSIONS
            database.deserialize(content[: at.start] + b"\1\1" + content[at.stop :])
            columns = database.execute(
                "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
                " WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%'"
            ).fetchall()
            for table, column in columns:
                name, source = (each.replace('"', '""') for each in (column, table))
                rows = database.execute(
                    f'SELECT CAST("{name}" AS TEXT) FROM "{source}"'  # noqa: S608
                    f""" WHERE typeof("{name}") IN ('text', 'blob')"""
                )
                yield _NO_NAME.join(value for (value,) in rows)
    except sqlite3.Error as error:
        raise UnreadableTexts(f"a database cannot be read ({error})") from error


def _decompress(content: bytes) -> bytes:
    """Return what gzip holds. Raises UnreadableTexts."""
    reader = zlib.decompressobj(wbits=31)
    found = reader.decompress(content, _MAX_UNPACKED_BYTES)
    if not reader.eof or reader.unused_data:
        raise UnreadableTexts("an archive is cut, or unpacks to more than any document")
    return found


def _read_pdf(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader  # 17 MB, which an import of a plan has no use for

    for page in PdfReader(io.BytesIO(content)).pages:
        text = page.extract_text()
        yield text
        yield unicodedata.normalize("NFKC", text)  # without ligatures


def is_delimited(name: str) -> bool:
    """Return whether a file is a csv by its name."""
    return PurePath(name).suffix.lower() in _TABLE_SUFFIXES


def _read_delimited(text: str) -> Iterator[str | TextTable]:
    """Yield a csv as its texts, and as a table."""
    rows = tuple(tuple(each.text for each in row) for row in split_cells(text))
    yield from _list_readings(_NO_NAME.join(cell for row in rows for cell in row if cell))
    yield TextTable(rows, text)


def is_plain_text(name: str, content: bytes) -> bool:
    """Return whether a file is text that can be changed in place."""
    if b"\0" in content[:8192] or content[:5] == b"%PDF-" or name.lower().endswith(".eml"):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return not _looks_like_mail(content)


def find_text_encoding(name: str, content: bytes) -> str | None:
    """Return in which encoding a plain text can be decoded and encoded again; None if it is no text.

    A byte order mark stays, as a character.
    """
    if is_plain_text(name, content):
        return "utf-8"
    if PurePath(name).suffix.lower() not in _TEXT_SUFFIXES:
        return None
    found = "cp1252"
    if content[:2] in _UTF16_MARKS or b"\0" in content[:8192]:
        is_big = content.startswith(codecs.BOM_UTF16_BE) or content[:1] == b"\0"
        found = "utf-16-be" if is_big else "utf-16-le"
    try:
        return found if content.decode(found).encode(found) == content else None
    except UnicodeError:
        return None


def _decode(content: bytes) -> Iterator[str]:
    """Yield a file as text, in each of the encodings that it may have."""
    try:
        yield content.decode()
        is_text = True
    except UnicodeDecodeError:
        yield content.decode("utf-8", "ignore")
        is_text = False
    if content[:2] in _UTF16_MARKS:
        yield content.decode("utf-16", "replace")
    elif b"\0" in content:  # a program's own format has both, and begins a text anywhere
        yield content.decode("cp1252", "replace")
        yield from (content[at:].decode("utf-16-le", "replace") for at in (0, 1))
    elif not is_text:
        yield from (content.decode(each, "replace") for each in _SINGLE_BYTE)


def _list_readings(text: str) -> Iterator[str]:
    """Yield a text as it is, and as who reads it sees it: without marks, quotes and folds."""
    yield text
    if "<" in text or "&" in text:
        lines = _HTML_LINE_END.sub("\n", text)
        yield unescape(_TAG.sub("", lines))
        yield unescape(_TAG.sub(" ", lines))
    if "\n>" in text or "\n >" in text:
        yield _QUOTE_MARK.sub("\n", text)
    if "BEGIN:V" in text:
        unfolded = _FOLD.sub("", text)
        yield unfolded
        yield decode_text(decodestring(unfolded.encode("utf-8", "replace")), "utf-8")
    if text.startswith("{\\rtf"):
        yield _RTF_LETTER.sub(lambda found: bytes.fromhex(found[1]).decode("cp1252", "replace"), text)


def _looks_like_mail(content: bytes) -> bool:
    head = b"\n" + content[:4096].lower()
    return bool(re.match(rb"\n[a-z-]+:[^\n]*\n", head)) and (b"\nfrom:" in head or b"\nmessage-id:" in head)


def _read_mail(content: bytes, depth: int) -> Iterator[str | TextTable | OldWorkbook]:
    for part in message_from_bytes(content).walk():
        if sum(len(str(each)) for each in part.values()) > _MAX_HEADER:
            raise UnreadableTexts("the headers are longer than those of any mail")
        yield "\n".join(str(make_header(decode_header(str(each)))) for each in part.values())
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            text = part.get_content_charset() or "utf-8"
            if part.get_content_maintype() == "text":
                yield from _list_readings(decode_text(payload, text))
            else:
                yield from read_parts(part.get_filename() or "part", payload, depth + 1)


def _read_archive(content: bytes, depth: int) -> Iterator[str | TextTable | OldWorkbook]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(each.file_size for each in archive.infolist()) > _MAX_UNPACKED_BYTES:
            raise UnreadableTexts("an archive unpacks to more than any document")
        for name in archive.namelist():
            inner = archive.read(name)
            if name.endswith((".xml", ".rels")):
                for written in _decode(inner):
                    text = _SHARED_TEXT_END.sub(_NO_NAME, _HARD_HYPHEN.sub("-", written))
                    yield unescape(_TAG.sub("", _PARAGRAPH_END.sub("\n", text)))
                    yield unescape(_TAG.sub(" ", _PARAGRAPH_END.sub("\n", _CELL_END.sub(" ", text))))
                    yield unescape(text)
            elif inner:
                yield from read_parts(name, inner, depth + 1)
        yield from _read_sheets(archive)


def _read_sheets(archive: zipfile.ZipFile) -> Iterator[TextTable]:
    """Yield the sheets of an xlsx as rows: a name may stand in two cells, whose texts lie anywhere in it."""
    names = archive.namelist()
    shared: list[str] = []
    cells = 0
    if _SHARED_TEXTS in names:
        (*_, text) = _decode(archive.read(_SHARED_TEXTS))
        shared = [_strip_tags(each) for each in _SHARED_TEXT_START.split(text)[1:]]
    for name in names:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            (*_, text) = _decode(archive.read(name))
            rows = []
            for row in _ROW_END.split(text):
                rows.append(tuple(_list_cells(row, shared)))
                cells += len(rows[-1])
                if cells > _MAX_CELLS:
                    raise UnreadableTexts("a workbook claims more cells than any has")
            yield TextTable(tuple(rows))


def _list_cells(row: str, shared: list[str]) -> list[str]:
    """Return the texts of a row of a sheet, those that are not written too; of one that stands elsewhere its
    cell has the number."""
    found: list[str] = []
    for cell in _CELL_START.split(row)[1:]:
        text, attributes = _strip_tags(cell), cell.partition(">")[0]
        is_number = text.isdecimal() and len(text) <= _MAX_DIGITS and _IS_SHARED.search(attributes)
        if column := _COLUMN.search(attributes):
            found += [""] * (_parse_column(column[1]) - len(found))
        found.append(shared[int(text)] if is_number and int(text) < len(shared) else text)
    return found


def _parse_column(letters: str) -> int:
    """Return the number of a column, of which A is 0."""
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - ord("A") + 1
    return number - 1


def _strip_tags(cut: str) -> str:
    """Return the text of an element whose first tag lost its name."""
    return unescape(_TAG.sub("", f"<{cut}")).strip()
