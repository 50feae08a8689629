"""What the fast reader does not tell of an ``.xlsx`` file: how far its sheets reach and where errors stand.

calamine gives a cell with an error of Excel as an empty one, which would read as "this was cleared"; and for
a sheet that claims its last cell at XFD1048576 it asks for half a terabyte, and the process dies. So the
package is looked through first, with a plain search over its XML.
"""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from terugkom.errors import UnreadableFile

MOST_CELLS = 5_000_000  # of one sheet, empty ones included: some 400 MB in memory
MOST_BYTES = 400_000_000  # of the whole package, unpacked

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_ROW_NUMBER = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,7})"')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_ERROR = re.compile(rb'<(?:\w+:)?c\s([^>]*\bt="e"[^>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")


@dataclass(frozen=True)
class ErrorCell:
    """A cell that shows an error; row and column count from 0."""

    row: int
    column: int
    text: str


def look_through(path: Path) -> dict[str, list[ErrorCell]]:
    """Return the cells with errors by sheet title.

    Raises UnreadableFile for what is no such package, or one that is larger than any plan.
    """
    try:
        with zipfile.ZipFile(path) as package:
            if sum(part.file_size for part in package.infolist()) > MOST_BYTES:
                raise UnreadableFile(f"{path.name}: unpacked it is larger than any plan; nothing was read")
            return {title: _errors(package.read(part), path, title) for title, part in _sheets(package)}
    except UnreadableFile:
        raise
    except (OSError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, RuntimeError) as error:
        # RuntimeError and NotImplementedError: parts that are encrypted or packed in an unknown way
        raise UnreadableFile(f"{path.name}: not a readable Excel workbook ({error})") from error


def _sheets(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return each sheet's title and the part of the package that holds it."""
    relations = ElementTree.fromstring(_harmless(package.read("xl/_rels/workbook.xml.rels")))  # noqa: S314
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    found = []
    for element in ElementTree.fromstring(_harmless(package.read("xl/workbook.xml"))).iter():  # noqa: S314
        if element.tag.rpartition("}")[2] == "sheet":
            wanted = next(value for name, value in element.attrib.items() if name.endswith("}id"))
            target = targets.get(wanted) or ""
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if "worksheets/" in part:
                found.append((element.get("name", ""), part))
    return found


def _harmless(xml: bytes) -> bytes:
    """Refuse a document type: no workbook has one, and entities in it can grow without bound."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("a document type in its XML")
    return xml


def _errors(xml: bytes, path: Path, title: str) -> list[ErrorCell]:
    rows, columns = _reach(xml)
    if rows * columns > MOST_CELLS:
        raise UnreadableFile(
            f"{path.name}, sheet {title}: claims {rows} rows by {columns} columns; "
            "remove what stands far outside the table"
        )
    found = []
    for attributes, content in _ERROR.findall(xml):
        place, value = _PLACE.search(attributes), _VALUE.search(content)
        if place:
            text = value[1].decode(errors="replace") if value else "#N/A"
            found.append(ErrorCell(int(place[2]) - 1, _column(place[1]) - 1, text))
    return found


def _reach(xml: bytes) -> tuple[int, int]:
    """Return the last row and column that a sheet speaks of; cells may leave out where they stand."""
    rows = max(map(int, _ROW_NUMBER.findall(xml)), default=len(_ROW.findall(xml)))
    columns = 0
    all_placed = True
    for attributes in _CELL.findall(xml):
        if place := _PLACE.search(attributes):
            columns = max(columns, _column(place[1]))
            rows = max(rows, int(place[2]))
        else:
            all_placed = False
    if not all_placed:
        columns = max(columns, *(len(_CELL.findall(part)) for part in _ROW.split(xml)))
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
