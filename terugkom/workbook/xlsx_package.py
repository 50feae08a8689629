"""Scan an ``.xlsx`` package for what calamine does not report: the extent of its sheets and its error cells.

calamine returns a cell with an Excel error as an empty one, which would be imported as a cleared value; and
for
a sheet that declares its last cell at XFD1048576 it allocates half a terabyte, and the process is killed. So
the
package is scanned first, with a regular-expression search over its XML in chunks: what declares too much is
refused before it costs time or memory.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from terugkom.errors import UnreadableFile, describe_os_error

MAX_CELLS = 2_000_000  # of one sheet, empty ones included
MAX_ROWS = 200_000  # of one sheet, empty ones included
MAX_SHEETS = 200  # several can be one part of the package, read anew for each
MAX_WORKBOOK_CELLS = 2 * MAX_CELLS  # of all sheets, empty ones included
MAX_UNPACKED_BYTES = 100_000_000  # of the whole package, unpacked
MAX_SHARED_STRINGS_BYTES = 25_000_000  # bytes of the texts that sheets share, unpacked
_MAX_LIST_BYTES = (
    1_000_000  # of the parts that list the sheets: a tree of elements takes a hundred times this
)
_CHUNK_BYTES = 1_000_000
_MAX_ROW_BYTES = 8_000_000

_TAG = rb"<(?:[^\s<>:/\"'=]+:)?"
_ROW = re.compile(_TAG + rb"row\b")
_CELL = re.compile(_TAG + rb"c\b")
# Linear in the length of any text: a tag ends at the next "<" too, and only its first reference is tried.
_CELL_WITH_REFERENCE = re.compile(
    _TAG + rb'c\b(?>[^<>]*?\br="([A-Z]{1,3})(\d{1,7})")[^<>]*?(/?)>',
)
_CELL_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_ERROR = b't="e"'
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")


@dataclass(frozen=True)
class ErrorCell:
    """A cell that shows an error; row and column count from 0."""

    row: int
    column: int
    text: str


@dataclass(frozen=True)
class ScannedPackage:
    """The cells with errors by sheet title, and whether each cell says where it is, as it is usual.

    Where one does not, the extent of its sheet is not known: it is read in a process of its own.
    """

    error_cells: dict[str, list[ErrorCell]]
    is_extent_known: bool


def scan_package(path: Path) -> ScannedPackage:
    """Return the cells with errors, and whether the package can be read in this process.

    Raises UnreadableFile for a file that is no .xlsx package, or one that exceeds the limits.
    """
    try:
        with zipfile.ZipFile(path) as package:
            if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED_BYTES:
                raise UnreadableFile(f"{path.name}: unpacked it is larger than any plan; nothing was read")
            _check_strings(package, path)
            return _scan_sheets(package, path)
    except UnreadableFile:
        raise
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise UnreadableFile(
            f"{path.name}: not a readable Excel workbook ({describe_os_error(error)})"
        ) from error
    except (KeyError, ValueError, RuntimeError) as error:
        # RuntimeError and NotImplementedError: parts that are encrypted or packed in an unknown way
        raise UnreadableFile(
            f"{path.name}: not a readable Excel workbook ({describe_os_error(error)})"
        ) from error


def _scan_sheets(package: zipfile.ZipFile, path: Path) -> ScannedPackage:
    sheets, found, cells, is_known = _list_sheets(package), dict[str, list[ErrorCell]](), 0, True
    if len(sheets) > MAX_SHEETS:
        raise UnreadableFile(f"{path.name}: has more than {MAX_SHEETS} sheets; nothing was read")
    for title, part in sheets:
        extent = _scan_sheet(package, part, path, title)
        cells += extent.rows * extent.columns
        if cells > MAX_WORKBOOK_CELLS:
            raise UnreadableFile(f"{path.name}: its sheets have more cells than any plan; nothing was read")
        found[title] = extent.error_cells
        is_known = is_known and extent.is_known
    return ScannedPackage(found, is_known)


def _check_strings(package: zipfile.ZipFile, path: Path) -> None:
    for part in package.infolist():
        if part.filename.lower().endswith("sharedstrings.xml"):
            if part.file_size > MAX_SHARED_STRINGS_BYTES:
                raise UnreadableFile(f"{path.name}: holds more text than any plan; nothing was read")
            with package.open(part) as file:
                while piece := file.read(_CHUNK_BYTES):  # to its end: a wrong declared size is detected there
                    _refuse_document_type(piece)


def _list_sheets(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return each sheet's title and the part of the package that holds it."""
    relations = ElementTree.fromstring(_read_list(package, "xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    found = []
    for element in ElementTree.fromstring(_read_list(package, "xl/workbook.xml")).iter():  # noqa: S314
        if element.tag.rpartition("}")[2] == "sheet":
            wanted = next(value for name, value in element.attrib.items() if name.endswith("}id"))
            target = targets.get(wanted) or ""
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if "worksheets/" in part:
                found.append((element.get("name", ""), part))
    return found


def _read_list(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as file:
        content = file.read(_MAX_LIST_BYTES + 1)
    if len(content) > _MAX_LIST_BYTES:
        raise ValueError("a list of sheets without end")
    return _refuse_document_type(content)


def _refuse_document_type(xml: bytes) -> bytes:
    """Return the XML unchanged. Raises ValueError if it has a document type, as entities can expand without
    bound."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("a document type in its XML")
    return xml


@dataclass
class _SheetExtent:
    """The extent of a sheet, as scanned so far."""

    rows: int = 0  # the last one with something in it
    columns: int = 0
    row_elements: int = 0  # number of <row> elements
    is_known: bool = True  # whether each cell was placed
    error_cells: list[ErrorCell] = field(default_factory=list)

    def scan_rows(self, xml: bytes) -> None:
        """Scan a chunk of complete rows."""
        elements = len(_ROW.findall(xml))
        self.row_elements += elements
        placed = _CELL_WITH_REFERENCE.findall(xml)
        filled = {(letters, row) for letters, row, empty in placed if not empty}
        if filled:
            self.rows = max(self.rows, max(int(row) for row in {row for _, row in filled}))
            self.columns = max(
                self.columns, max(_parse_column_letters(each) for each in {each for each, _ in filled})
            )
        if len(placed) < len(_CELL.findall(xml)):  # cells may leave out where they stand
            self.is_known = False
            self.rows = max(self.rows, self.row_elements)
            self.columns = max(self.columns, *(len(_CELL.findall(part)) for part in _ROW.split(xml)))
        if _ERROR in xml:
            self._find_errors(xml)

    def _find_errors(self, xml: bytes) -> None:
        for cell in _CELL.split(xml)[1:]:
            attributes, _, content = cell.partition(b">")
            if _ERROR not in attributes:
                continue
            place, value = _CELL_REFERENCE.search(attributes), _VALUE.search(content)
            if place:
                text = value[1].decode(errors="replace") if value else "#N/A"
                self.error_cells.append(
                    ErrorCell(int(place[2]) - 1, _parse_column_letters(place[1]) - 1, text)
                )


def _scan_sheet(package: zipfile.ZipFile, part: str, path: Path, title: str) -> _SheetExtent:
    extent = _SheetExtent()
    for xml in _split_at_rows(package, part):
        extent.scan_rows(_refuse_document_type(xml))
        if extent.row_elements > MAX_ROWS or extent.rows * extent.columns > MAX_CELLS:
            claimed = f"{max(extent.row_elements, extent.rows)} rows by {extent.columns} columns"
            raise UnreadableFile(
                f"{path.name}, sheet {title}: claims {claimed} and perhaps more; "
                "remove what stands far outside the table, and the empty rows below it"
            )
    return extent


def _split_at_rows(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a sheet in chunks that end at a row boundary. Raises ValueError for a row that is too long."""
    rest = b""
    with package.open(part) as file:
        while piece := file.read(_CHUNK_BYTES):
            rest += piece
            cut = max(rest.rfind(b"<row"), rest.rfind(b":row "))
            if cut > 0 and rest[:cut].rfind(b"<") >= 0:
                cut = rest.rfind(b"<", 0, cut + 1)
                yield rest[:cut]
                rest = rest[cut:]
            elif len(rest) > _MAX_ROW_BYTES:
                raise ValueError("a row without end")
    yield rest


def _parse_column_letters(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
