"""Find the empty cells of an ``.xlsx`` with a colour that no other cell of their row has.

Some plans say a status by such a colour alone. A row that is coloured as a whole says nothing of a cell.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping

from terugkom.workbook.file_formats.cell_marks import CellMark, MarkKind
from terugkom.workbook.file_formats.xlsx_cells import TAG_START, parse_column_letters

_CHUNK_BYTES = 1_000_000
_LONGEST_ROW = 8_000_000
_FILLS = re.compile(TAG_START + rb"fills\b[^<>]*>(.*?)</[^<>]*fills>", re.DOTALL)
_FILL = re.compile(TAG_START + rb"fill>(.*?)</(?:\w{1,20}:)?fill>", re.DOTALL)
_SOLID = re.compile(rb'patternType="solid"[^<>]*>\s*<(?:\w{1,20}:)?fgColor\s([^<>]*?)\s*/>')
_WHITE = re.compile(rb'rgb="(?:FF|00)?F{6}"|indexed="(?:9|1|64|65)"|theme="0"(?!.*tint)', re.IGNORECASE)
_CELL_FORMATS = re.compile(TAG_START + rb"cellXfs\b[^<>]*>(.*?)</[^<>]*cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(TAG_START + rb"xf\b([^<>]*)>")
_FILL_ID = re.compile(rb'\bfillId="(\d{1,6})"')
_ROW_START = re.compile(TAG_START + rb"row\b")
_EMPTY_END = rb"/>|>\s*(?:<(?:\w{1,20}:)?v\s*/>\s*)?</(?:\w{1,20}:)?c>"
_CELL = re.compile(TAG_START + rb"c\s([^<>]*?)(" + _EMPTY_END + rb"|>)")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d{1,6})"')


def list_coloured_styles(xml: bytes) -> dict[bytes, str]:
    """Return the colour of each style of cells that has one other than white, by the number of the style."""
    fills, formats = _FILLS.search(xml), _CELL_FORMATS.search(xml)
    if not fills or not formats:
        return {}
    colours = [_read_colour(each) for each in _FILL.findall(fills[1])]
    numbers = (_FILL_ID.search(each) for each in _CELL_FORMAT.findall(formats[1]))
    found = {}
    for at, number in enumerate(numbers):
        colour = colours[int(number[1])] if number and int(number[1]) < len(colours) else ""
        if colour:
            found[str(at).encode()] = colour
    return found


def _read_colour(fill: bytes) -> str:
    solid = _SOLID.search(fill)
    return "" if solid is None or _WHITE.search(solid[1]) else solid[1].decode(errors="replace")


def iterate_coloured_cells(
    package: zipfile.ZipFile, part: str, colours: Mapping[bytes, str]
) -> Iterator[CellMark]:
    """Yield the empty cells of a sheet with a colour of their own, then the filled cells with a colour in
    their columns; `colours` are those of its styles."""
    numbers = b"|".join(colours)
    empty = re.compile(TAG_START + rb'c\s[^<>]*?\bs="(?:' + numbers + rb')"[^<>]*?(?:' + _EMPTY_END + rb")")
    columns = set()
    for rows in _iterate_rows(package, part):
        if empty.search(rows):
            for mark in _find_coloured_cells(rows, colours):
                columns.add(mark.column)
                yield mark
    for rows in _iterate_rows(package, part) if columns else ():
        for attributes, end in _CELL.findall(rows):
            style, place = _STYLE.search(attributes), _REFERENCE.search(attributes)
            colour = colours.get(style[1], "") if style and end == b">" else ""
            if colour and place and (column := parse_column_letters(place[1]) - 1) in columns:
                yield CellMark(int(place[2]) - 1, column, MarkKind.COLOURED_VALUE, colour)


def _iterate_rows(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the rows of a sheet, several at once."""
    rest = b""
    with package.open(part) as file:
        while piece := file.read(_CHUNK_BYTES):
            rest += piece
            cut = max(rest.rfind(b"<row"), rest.rfind(b":row "))
            if cut > 0:
                yield rest[:cut]
            rest = rest[cut:] if cut > 0 else rest[-_LONGEST_ROW:]
    yield rest


def _find_coloured_cells(xml: bytes, colours: Mapping[bytes, str]) -> Iterator[CellMark]:
    for row in _ROW_START.split(xml):
        coloured: list[tuple[re.Match[bytes], str]] = []
        others = set()
        for attributes, end in _CELL.findall(row):
            style, place = _STYLE.search(attributes), _REFERENCE.search(attributes)
            colour = colours.get(style[1], "") if style else ""
            if end == b">":
                others.add(colour)
            elif colour and place:
                coloured.append((place, colour))
        for place, colour in coloured:
            if colour not in others:
                column = parse_column_letters(place[1]) - 1
                yield CellMark(int(place[2]) - 1, column, MarkKind.COLOURED, colour)
