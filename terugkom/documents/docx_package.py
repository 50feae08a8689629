"""Open a Word document from outside, with limits against hostile files.

Only the parts that are asked for are read, each up to a limit, and a document type is refused, so that no
small file can use much memory.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from terugkom.documents.messages import translate
from terugkom.errors import UnreadableFile

MAX_FILE_BYTES = 25_000_000  # bytes of the file
MAX_TEXT_BYTES = 20_000_000  # bytes of its text, unpacked
SKIPPED_TAGS = {"del", "moveFrom", "Fallback", "instrText", "delText"}  # tracked deletions among them
_OLE = b"\xd0\xcf\x11\xe0"  # what Word wraps a document with a password in; an old .doc too
_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}


class RefusedDocx(Exception):
    """A document that is not read; `message` is the id of the message that says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@contextmanager
def open_docx(path: Path, language: str) -> Iterator[zipfile.ZipFile]:
    """Open a ``.docx`` as its package; whatever is wrong with it is an error here.

    Raises UnreadableFile, in this language.
    """
    try:
        with _open(path) as package:
            yield package
    except RefusedDocx as refused:
        raise UnreadableFile(translate(refused.message, language)) from refused.__cause__


@contextmanager
def _open(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise RefusedDocx("docx.too-large")
        with path.open("rb") as file:
            if file.read(4) == _OLE:
                raise RefusedDocx("docx.encrypted")
        with zipfile.ZipFile(path) as package:
            yield package
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise RefusedDocx("docx.unreadable") from error
    except (KeyError, ValueError, RuntimeError) as error:
        # RuntimeError: parts that are encrypted, packed in an unknown way, or wrapped without end
        raise RefusedDocx("docx.unreadable") from error


def read_part(package: zipfile.ZipFile, name: str, max_bytes: int = MAX_TEXT_BYTES) -> bytes:
    """Return a part, unpacked. Raises KeyError without it, RefusedDocx if it is larger than that."""
    with package.open(name) as file:
        content = file.read(max_bytes + 1)  # a size that lies is found here
    if len(content) > max_bytes:
        raise RefusedDocx("docx.too-large")
    return content


def parse_part(package: zipfile.ZipFile, name: str) -> Element:
    """Return the XML of a part. Raises KeyError, ParseError, and ValueError for a document type."""
    text = read_part(package, name).decode("utf-8-sig")  # in another coding a document type could hide
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("a document type in its XML")
    return ElementTree.fromstring(text)  # noqa: S314  no document type, so no entities


def parse_body(package: zipfile.ZipFile) -> Element:
    """Return the body of a document. Raises RefusedDocx without one, and what `parse_part` raises."""
    body = parse_part(package, "word/document.xml").find("./{*}body")
    if body is None:
        raise RefusedDocx("docx.unreadable")
    return body


def parse_property(package: zipfile.ZipFile, name: str) -> str:
    """Return a property of a document, such as ``subject``, "" without it.

    Raises what `parse_part` raises.
    """
    if not package.namelist().count("docProps/core.xml"):
        return ""
    return " ".join((parse_part(package, "docProps/core.xml").findtext(f"{{*}}{name}") or "").split())


def iterate_children(element: Element, *wanted: str) -> Iterator[Element]:
    """Yield the direct children of these names, such as ``p`` and ``tbl``, looking through wrappers."""
    for child in element:
        name = get_local_name(child)
        if name in wanted:
            yield child
        elif name in _WRAPPERS:
            yield from iterate_children(child, *wanted)


def get_local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def get_attribute(element: Element | None, name: str) -> str:
    """Return an attribute whatever its namespace, "" without it or without the element."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
