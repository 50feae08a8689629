"""Read a Word document from outside: its lines and tables as text, with limits against hostile files.

Only two parts of the package are read, each up to a limit, and a document type is refused, so that no small
file can use much memory. Tracked deletions are left out.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from terugkom.documents.messages import translate
from terugkom.errors import UnreadableFile

MAX_FILE_BYTES = 25_000_000  # bytes of the file
MAX_TEXT_BYTES = 20_000_000  # bytes of its text, unpacked
_MAX_COLUMNS = 60
_OLE = b"\xd0\xcf\x11\xe0"  # what Word wraps a document with a password in; an old .doc too
_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}
_SKIPPED_TAGS = {"del", "moveFrom", "Fallback", "instrText", "delText"}
_AS_TEXT = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")

DocxTable = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class DocxText:
    """The text of a document: its lines outside tables, its tables, and the subject in its properties."""

    lines: tuple[str, ...]
    tables: tuple[DocxTable, ...]
    subject: str = ""


class _Refused(Exception):
    """A document that is not read; `message` is the id of the message that says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def read_docx(path: Path, language: str) -> DocxText:
    """Return the text of a ``.docx``.

    Raises UnreadableFile, in this language, for any other file and for a hostile one.
    """
    try:
        return _read_docx(path)
    except _Refused as refused:
        raise UnreadableFile(translate(refused.message, language)) from refused.__cause__


def _read_docx(path: Path) -> DocxText:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _Refused("docx.too-large")
        with path.open("rb") as file:
            if file.read(4) == _OLE:
                raise _Refused("docx.encrypted")
        with zipfile.ZipFile(path) as package:
            body = _read_part(package, "word/document.xml").find("./{*}body")
            properties = package.namelist().count("docProps/core.xml")
            core = _read_part(package, "docProps/core.xml") if properties else None
        if body is None:
            raise _Refused("docx.unreadable")
        lines = tuple(text for each in _iter_children(body, "p") if (text := _read_text(each)))
        tables = tuple(_read_table(each) for each in _iter_children(body, "tbl"))
        subject = (core.findtext("{*}subject") or "") if core is not None else ""
        return DocxText(lines, tables, " ".join(subject.split()))
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise _Refused("docx.unreadable") from error
    except (KeyError, ValueError, RuntimeError) as error:
        # RuntimeError: parts that are encrypted, packed in an unknown way, or wrapped without end
        raise _Refused("docx.unreadable") from error


def _read_part(package: zipfile.ZipFile, name: str) -> Element:
    with package.open(name) as file:
        content = file.read(MAX_TEXT_BYTES + 1)  # a size that lies is found here
    if len(content) > MAX_TEXT_BYTES:
        raise _Refused("docx.too-large")
    text = content.decode("utf-8-sig")  # in another coding a document type could hide
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("a document type in its XML")
    return ElementTree.fromstring(text)  # noqa: S314  no document type, so no entities


def _iter_children(element: Element, wanted: str) -> Iterator[Element]:
    """Yield the paragraphs, tables, rows or cells that are direct children, looking through wrappers."""
    for child in element:
        name = _name(child)
        if name == wanted:
            yield child
        elif name in _WRAPPERS:
            yield from _iter_children(child, wanted)


def _read_table(element: Element) -> DocxTable:
    rows = (row for row in _iter_children(element, "tr") if row.find("./{*}trPr/{*}del") is None)
    return tuple(tuple(_read_cells(row)) for row in rows)


def _read_cells(row: Element) -> Iterator[str]:
    for cell in _iter_children(row, "tc"):
        yield _read_text(cell)
        span = cell.find("./{*}tcPr/{*}gridSpan")
        wide = int(next(iter(span.attrib.values()), "1")) if span is not None else 1
        yield from [""] * (min(wide, _MAX_COLUMNS) - 1)


def _read_text(element: Element) -> str:
    """Return the text of a paragraph or a cell, a line for each paragraph, without invisible characters."""
    found: list[str] = []
    stack = [element]
    while stack:
        each = stack.pop()
        name = _name(each)
        if name in _SKIPPED_TAGS:
            continue
        if name == "t":
            found.append(each.text or "")
        elif name in _AS_TEXT:
            found.append(_AS_TEXT[name])
        elif name == "p":
            found.append("\n")
        if name != "tabs":  # where tabs stand, which is no text
            stack.extend(reversed(each))
    lines = (" ".join(line.split()) for line in _INVISIBLE.sub("", "".join(found)).split("\n"))
    return "\n".join(line for line in lines if line)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
