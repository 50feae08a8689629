"""Scan an ``.xlsx`` package for what calamine does not report: the extent of its sheets and special cells.

For a sheet that declares its last cell at XFD1048576 calamine allocates half a terabyte. So the package is
scanned first, with a regular-expression search over its XML in chunks: what declares too much is refused with
its reason before it costs time or memory, and what is really there is allowed what it needs. What its cells
are more than their values is found in the same pass (`xlsx_cells`).
"""

import re
import zipfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from terugkom.workbook.file_formats.refused_content import RefusedContent
from terugkom.workbook.file_formats.resource_limits import ResourceLimits
from terugkom.workbook.file_formats.xlsx_cells import (
    TAG_START,
    NumberFormats,
    find_xlsx_cells,
    parse_column_letters,
    read_number_formats,
)
from terugkom.workbook.special_cells import SpecialCell

MAX_CELLS = 2_000_000  # of one sheet, empty ones included
MAX_ROWS = 200_000  # of one sheet, empty ones included
MAX_SHEETS = 200  # several can be one part of the package, read anew for each
MAX_WORKBOOK_CELLS = 2 * MAX_CELLS  # of all sheets, empty ones included
MAX_UNPACKED_BYTES = 100_000_000  # of the whole package, unpacked
MAX_TEXT_BYTES = 60_000_000  # of all cells: a text that cells share counts for each of them
MAX_SHARED_STRINGS_BYTES = 60_000_000  # bytes of the texts that sheets share, with their tags
_MAX_LIST_BYTES = (
    1_000_000  # of the parts that list the sheets: a tree of elements takes a hundred times this
)
_CELLS_PER_SPECIAL = 4  # ordinary ones, of which a special one takes the memory and the time
_CHUNK_BYTES = 1_000_000
_MAX_ROW_BYTES = 8_000_000

_ANY_TAG = re.compile(rb"<[^<>]*>")
_SHARED_STRING = re.compile(TAG_START + rb"si\b")
_SHARED_STRING_STARTS = (b"<si", b":si>")
_ROW_STARTS = (b"<row", b":row ")
_ROW = re.compile(TAG_START + rb"row\b")
_CELL = re.compile(TAG_START + rb"c\b")
# Linear in the length of any text: a tag ends at the next "<" too, and only its first reference is tried.
_CELL_WITH_REFERENCE = re.compile(
    TAG_START + rb'c\b(?>[^<>]*?\br="([A-Z]{1,3})(\d{1,7})")[^<>]*?(/?)>',
)
_SHARED_CELL = re.compile(TAG_START + rb'c\b(?>[^<>]*?\bt="s")[^<>]*>\s*<(?:\w+:)?v>(\d{1,9})<')


def scan_package(package: zipfile.ZipFile, limits: ResourceLimits) -> dict[str, list[SpecialCell]]:
    """Return the special cells by sheet title, and allow what the cells of the package need.

    Raises RefusedContent for a package that exceeds the limits; other errors for
    what is no .xlsx package.
    """
    if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED_BYTES:
        raise RefusedContent("error.file.unpacked")
    sheets = list_sheets(package)
    if len(sheets) > MAX_SHEETS:
        raise RefusedContent("error.file.sheets", most=MAX_SHEETS)
    if len({part for _, part in sheets}) < len(sheets):
        raise RefusedContent("error.file.same-sheets")
    lengths = _measure_shared_strings(package, limits)
    formats = read_number_formats(package)
    found, cells = dict[str, list[SpecialCell]](), 0
    text_bytes = 0
    for title, part in sheets:
        extent = _scan_sheet(package, part, title, lengths, formats, limits)
        cells += extent.rows * extent.columns
        text_bytes += extent.text_bytes
        if cells > MAX_WORKBOOK_CELLS:
            raise RefusedContent("error.file.all-cells")
        if text_bytes > MAX_TEXT_BYTES:
            raise RefusedContent("error.file.text")
        found[title] = extent.special_cells
    return found


def _measure_shared_strings(package: zipfile.ZipFile, limits: ResourceLimits) -> "array[int]":
    """Return the lengths of the texts that cells share, in bytes, in their order."""
    lengths = array("I")
    for part in package.infolist():
        if part.filename.lower().endswith("sharedstrings.xml"):
            if part.file_size > MAX_SHARED_STRINGS_BYTES:
                raise RefusedContent("error.file.text")
            for xml in _split_before(package, part.filename, _SHARED_STRING_STARTS):
                texts = _SHARED_STRING.split(_refuse_document_type(xml))[1:]
                found = [len(_ANY_TAG.sub(b"", text)) for text in texts]
                lengths.extend(found)
                limits.allow(text_bytes=sum(found))
    return lengths


def list_sheets(package: zipfile.ZipFile) -> list[tuple[str, str]]:
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

    lengths: "array[int]"  # of the shared texts
    rows: int = 0  # the last one with something in it
    columns: int = 0
    row_elements: int = 0  # number of <row> elements
    cell_elements: int = 0  # number of <c> elements with something in them
    text_bytes: int = 0  # of shared texts
    special_cells: list[SpecialCell] = field(default_factory=list)

    def scan_rows(self, xml: bytes) -> None:
        """Scan a chunk of complete rows."""
        elements = len(_ROW.findall(xml))
        self.row_elements += elements
        placed = _CELL_WITH_REFERENCE.findall(xml)
        filled = [(letters, row) for letters, row, empty in placed if not empty]
        self.cell_elements += len(filled)
        if filled:
            self.rows = max(self.rows, *map(int, {row for _, row in filled}))
            self.columns = max(self.columns, *map(parse_column_letters, {each for each, _ in filled}))
        if len(placed) < (cells := len(_CELL.findall(xml))):  # cells may leave out where they stand
            self.cell_elements += cells - len(placed)
            self.rows = max(self.rows, self.row_elements)
            self.columns = max(self.columns, *(len(_CELL.findall(part)) for part in _ROW.split(xml)))
        known = len(self.lengths)
        indices = (int(index) for index in _SHARED_CELL.findall(xml))
        self.text_bytes += sum(self.lengths[index] for index in indices if index < known)

    def count_cells(self) -> int:
        """Return how many cells there can be: several elements can stand for one."""
        return min(self.cell_elements, self.rows * self.columns)


def _scan_sheet(
    package: zipfile.ZipFile,
    part: str,
    title: str,
    lengths: "array[int]",
    formats: NumberFormats,
    limits: ResourceLimits,
) -> _SheetExtent:
    _count_cells(package, part, title)
    extent = _SheetExtent(lengths)
    cells = text_bytes = specials = 0
    for xml in _split_before(package, part, _ROW_STARTS):
        extent.special_cells += find_xlsx_cells(_refuse_document_type(xml), formats, extent.row_elements)
        extent.scan_rows(xml)
        if (
            extent.row_elements > MAX_ROWS
            or extent.rows * extent.columns > MAX_CELLS
            or extent.cell_elements > MAX_CELLS
        ):
            rows = max(extent.row_elements, extent.rows)
            raise RefusedContent(
                "error.file.sheet-claims", sheet=title[:80], rows=rows, columns=extent.columns
            )
        if extent.text_bytes > MAX_TEXT_BYTES:
            raise RefusedContent("error.file.text")
        new_cells = extent.count_cells() - cells + _CELLS_PER_SPECIAL * (len(extent.special_cells) - specials)
        limits.allow(cells=new_cells, text_bytes=extent.text_bytes - text_bytes)
        cells, text_bytes = extent.count_cells(), extent.text_bytes
        specials = len(extent.special_cells)
    return extent


def _count_cells(package: zipfile.ZipFile, part: str, title: str) -> None:
    """Raise RefusedContent for millions of cells, which are counted far faster than they are looked at."""
    cells = 0
    with package.open(part) as file:
        while piece := file.read(_CHUNK_BYTES):
            cells += piece.count(b"<c ") + piece.count(b"<c>")
            if cells > MAX_CELLS:
                raise RefusedContent("error.file.sheet-cells", sheet=title[:80], most=MAX_CELLS)


def _split_before(package: zipfile.ZipFile, part: str, starts: tuple[bytes, bytes]) -> Iterator[bytes]:
    """Yield a part in chunks that end before the start of an element. Raises ValueError for one that is too
    long."""
    rest = b""
    with package.open(part) as file:
        while piece := file.read(_CHUNK_BYTES):  # to its end: a wrong declared size is detected there
            rest += piece
            cut = max(map(rest.rfind, starts))
            if cut > 0 and rest[:cut].rfind(b"<") >= 0:
                cut = rest.rfind(b"<", 0, cut + 1)
                yield rest[:cut]
                rest = rest[cut:]
            elif len(rest) > _MAX_ROW_BYTES:
                raise ValueError("a row without end")
    yield rest
