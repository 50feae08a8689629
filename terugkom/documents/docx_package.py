"""Open a Word document from outside, with limits against hostile files.

Only the parts that are asked for are read, each up to a limit, and a document type is refused, so that no
small file can use much memory.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from terugkom.errors import UnreadableFile

MAX_FILE_BYTES = 25_000_000  # bytes of the file
MAX_TEXT_BYTES = 20_000_000  # bytes of its text, unpacked
_MAX_TAGS = 400_000  # of a part: its elements take far more memory than their text
_MAX_ATTRIBUTES = 400_000  # of a part; a hundred pages have a tenth of it
_MAX_DIRECTORY_BYTES = 1_000_000  # of the list of parts, which is read whole: some 10,000 of them
_END_OF_DIRECTORY, _LONG_DIRECTORY = b"PK\x05\x06", b"PK\x06\x07"
_END_BYTES, _MAX_COMMENT_BYTES = 22, 65_535
SKIPPED_TAGS = {"del", "moveFrom", "Fallback", "instrText", "delText"}  # tracked deletions among them
FOREIGN_PARTS = {"altChunk", "subDoc"}  # where Word inserts another document
_MARGIN = re.compile(r"word/(?:header|footer)\d{0,4}\.xml")  # the headers and footers of pages
_MAX_MARGIN_BYTES = 10_000_000  # of all of them, unpacked; each section of a document may have six
_OLE = b"\xd0\xcf\x11\xe0"  # what Word wraps a document with a password in; an old .doc too
_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}


@contextmanager
def open_docx(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a ``.docx`` as its package; whatever is wrong with it is an error here. Raises UnreadableFile."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnreadableFile("docx.too-large")
        with path.open("rb") as file:
            if file.read(4) == _OLE:
                raise UnreadableFile("docx.encrypted")
            _check_directory(file)
        with zipfile.ZipFile(path) as package:
            yield package
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise UnreadableFile("docx.unreadable") from error
    except (KeyError, ValueError, RuntimeError) as error:
        # RuntimeError: parts that are encrypted, packed in an unknown way, or wrapped without end
        raise UnreadableFile("docx.unreadable") from error


def _check_directory(file: BinaryIO) -> None:
    """Raise UnreadableFile for a package that lists more parts than any document has."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_BYTES - _MAX_COMMENT_BYTES))
    tail = file.read()
    last = len(tail) - _END_BYTES
    end = last if tail[last:].startswith(_END_OF_DIRECTORY) else tail.rfind(_END_OF_DIRECTORY)
    if 0 <= end <= last:
        (length,) = struct.unpack_from("<I", tail, end + 12)
        if length > _MAX_DIRECTORY_BYTES or _LONG_DIRECTORY in tail[max(0, end - 20) : end]:
            raise UnreadableFile("docx.too-large")


def read_part(package: zipfile.ZipFile, name: str, max_bytes: int = MAX_TEXT_BYTES) -> bytes:
    """Return a part, unpacked. Raises KeyError without it, UnreadableFile if it is larger than that."""
    with package.open(name) as file:
        content = file.read(max_bytes + 1)  # a size that lies is found here
    if len(content) > max_bytes:
        raise UnreadableFile("docx.too-large")
    return content


def parse_part(package: zipfile.ZipFile, name: str) -> Element:
    """Return the XML of a part. Raises KeyError, ParseError, ValueError for a document type, and
    UnreadableFile for more elements than any document has."""
    text = read_part(package, name).decode("utf-8-sig")  # in another coding a document type could hide
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("a document type in its XML")
    if text.count("<") > _MAX_TAGS or text.count('="') + text.count("='") > _MAX_ATTRIBUTES:
        raise UnreadableFile("docx.too-large")
    return ElementTree.fromstring(text)  # noqa: S314  no document type, so no entities


def parse_body(package: zipfile.ZipFile) -> Element:
    """Return the body of a document. Raises UnreadableFile without one, and what `parse_part` raises."""
    body = parse_part(package, "word/document.xml").find("./{*}body")
    if body is None:
        raise UnreadableFile("docx.unreadable")
    return body


def list_margins(package: zipfile.ZipFile) -> list[str]:
    """Return the parts with the headers and footers of pages. Raises UnreadableFile for larger ones than any
    document has."""
    found = [each for each in package.infolist() if _MARGIN.fullmatch(each.filename)]
    if sum(each.file_size for each in found) > _MAX_MARGIN_BYTES:
        raise UnreadableFile("docx.too-large")
    return sorted({each.filename for each in found})


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


def is_on(properties: Element | None, name: str) -> bool:
    """Return whether the properties of a run switch something on, such as bold."""
    return bool(read_toggle(properties, name))


def read_toggle(properties: Element | None, name: str) -> bool | None:
    """Return a toggle property of Word, on or off; None if the properties do not have it."""
    found = properties.find(f"./{{*}}{name}") if properties is not None else None
    return None if found is None else get_attribute(found, "val") not in ("0", "false", "none", "off")
