"""Find the marks in the sheets of an ``.ods``: cells that are crossed out, notes, and text in drawings.

A cell without a style has that of its row, else that of its column (ODF 1.3, part 3, 19.615).
"""

import html
import re
import zipfile
from collections.abc import Iterator, Mapping

from terugkom.workbook.file_formats.cell_marks import CellMark, MarkKind, get_mail_address
from terugkom.workbook.file_formats.ods_cells import split_at_rows

_MAX_STYLES_BYTES = 5_000_000  # before the sheets, and of the part with the common styles
_MAX_MARKS = 2_000  # of a sheet
_MAX_REPEATED = 100  # cells or rows that one element stands for
_SHEETS_BEGIN = b"<office:spreadsheet"
_MARKED = re.compile(
    rb'line-through-(?:style|type)="(?!none)|<office:annotation[\s>]|<draw:(?:text-box|custom-shape)'
    rb'|fo:background-color="#(?!ffffff)|xlink:href="mailto:'
)
_STYLE = re.compile(rb"<style:style\b([^<>]*[^/<>])>(.*?)</style:style>|<style:style\b([^<>]*)/>", re.DOTALL)
_LINE = re.compile(rb'\bline-through-(?:style|type)="([^"]*)"|text-line-through-(?:style|type)="([^"]*)"')
_COLOUR = re.compile(rb'\bfo:background-color="(#(?!ffffff)[0-9a-f]{6})"', re.IGNORECASE)
_ATTRIBUTE = re.compile(rb'\b((?:style|table|text):[\w-]+)="([^"]*)"')
_ELEMENT = re.compile(
    rb"<table:(?P<kind>table-row|table-column|table-cell|covered-table-cell|table|shapes)(?=[\s/>])"
    rb"(?P<attributes>[^<>]*?)(?P<empty>/?)>"
)
_CELL_END = re.compile(rb"</table:(?:covered-)?table-cell>|<table:")
_ANNOTATION = re.compile(rb"<office:annotation[\s>].*?</office:annotation>", re.DOTALL)
_SHAPE = re.compile(rb"<draw:(text-box|custom-shape)[\s>](.*?)</draw:\1>", re.DOTALL)
_SPAN = re.compile(rb'<text:span\b[^<>]*\btext:style-name="([^"]*)"')
_LINK = re.compile(rb'<text:a\b[^<>]*\bxlink:href="([^"<>]*)"')
_PARAGRAPH = re.compile(rb"<text:p(?:\s[^<>]*)?>(.*?)</text:p>", re.DOTALL)
_TAG = re.compile(rb"<[^<>]*>")


def find_ods_marks(package: zipfile.ZipFile) -> dict[str, tuple[CellMark, ...]]:
    """Return the marks by the name of their sheet. Raises ValueError for more than any plan holds."""
    if not any(_MARKED.search(piece) for piece in _iterate_parts(package)):
        return {}
    head = _read_head(package)
    crossing, colours = _list_crossing_styles(head), _list_colours(head)
    if not crossing and not _has_marks(package, colours):
        return {}
    scan = _MarkScan(crossing, colours)
    found: dict[str, list[CellMark]] = {}
    for xml in split_at_rows(package):
        for mark in scan.read(xml):
            marks = found.setdefault(scan.sheet, [])
            if len(marks) < _MAX_MARKS:
                marks.append(mark)
    for sheet, values in scan.coloured_values.items():
        columns = {mark.column for mark in found.get(sheet, ()) if mark.kind is MarkKind.COLOURED}
        found.setdefault(sheet, []).extend(each for each in values if each.column in columns)
    return {sheet: tuple(marks) for sheet, marks in found.items() if marks}


def _iterate_parts(package: zipfile.ZipFile) -> Iterator[bytes]:
    yield _read_common_styles(package)
    yield from split_at_rows(package)


def _read_common_styles(package: zipfile.ZipFile) -> bytes:
    if "styles.xml" not in package.namelist():
        return b""
    with package.open("styles.xml") as file:
        return file.read(_MAX_STYLES_BYTES)


def _has_marks(package: zipfile.ZipFile, colours: Mapping[bytes, str]) -> bool:
    """Return whether there are notes, drawings, links to a mail address, or empty cells with one of these
    styles: most files have coloured headers, and a scan of all cells takes long."""
    names = b"|".join(map(re.escape, colours))
    empty = rb'|<table:table-cell\b[^<>]*\btable:style-name="(?:' + names + rb')"[^<>]*/>' if names else b""
    always = rb'<office:annotation[\s>]|<draw:(?:text-box|custom-shape)|xlink:href="mailto:'
    marked = re.compile(always + empty)
    return any(marked.search(piece) for piece in split_at_rows(package))


def _list_colours(styles: bytes) -> dict[bytes, str]:
    """Return the colour of each style of cells that has one other than white, by the name of the style."""
    found = {}
    for opening, content, _ in _STYLE.findall(styles):
        if colour := _COLOUR.search(content):
            found[dict(_ATTRIBUTE.findall(opening)).get(b"style:name", b"")] = colour[1].decode().lower()
    return found


def _read_head(package: zipfile.ZipFile) -> bytes:
    """Return the styles, those of all files and those of this one."""
    with package.open("content.xml") as file:
        head = file.read(_MAX_STYLES_BYTES).partition(_SHEETS_BEGIN)[0]
    return _read_common_styles(package) + head


def _list_crossing_styles(styles: bytes) -> frozenset[bytes]:
    """Return the names of the styles of cells and of text that cross out, themselves or by the style that
    they inherit from."""
    said: dict[bytes, bool] = {}
    parents: dict[bytes, bytes] = {}
    for opening, content, closed in _STYLE.findall(styles):
        told = dict(_ATTRIBUTE.findall(opening or closed))
        name = told.get(b"style:name", b"")
        parents[name] = told.get(b"style:parent-style-name", b"")
        if lines := [first or second for first, second in _LINE.findall(content)]:
            said[name] = b"none" not in lines
    return frozenset(name for name in parents if _crosses_out(name, said, parents))


def _crosses_out(name: bytes, said: dict[bytes, bool], parents: dict[bytes, bytes]) -> bool:
    seen: set[bytes] = set()
    while name and name not in seen:
        if name in said:
            return said[name]
        seen.add(name)
        name = parents.get(name, b"")
    return said.get(b"Default", False)


class _MarkScan:
    """Where a scan is: the sheet, and the row and column of its next cell; and the styles of its columns."""

    def __init__(self, crossing: frozenset[bytes], colours: Mapping[bytes, str]) -> None:
        self.sheet, self.row, self.rows, self.column = "", 0, 0, 0
        self._crossing, self._row_style = crossing, b""
        self._columns: list[tuple[int, bytes]] = []  # up to which column a style counts
        self._colours, self._others = colours, set[str]()  # the colours of the filled cells of the row
        self.coloured_values: dict[str, list[CellMark]] = {}  # by sheet
        self._coloured: list[CellMark] = []  # the coloured empty cells of the row

    def read(self, xml: bytes) -> Iterator[CellMark]:
        """Yield the marks in complete rows."""
        for element in _ELEMENT.finditer(xml):
            kind, attributes = element["kind"], dict(_ATTRIBUTE.findall(element["attributes"]))
            if kind == b"table":
                yield from self._end_row()
                name = attributes.get(b"table:name", b"")
                self.sheet = html.unescape(name.decode(errors="replace"))
                self.row = self.rows = 0
                self._columns = []
            elif kind == b"table-column":
                end = self._columns[-1][0] if self._columns else 0
                style = attributes.get(b"table:default-cell-style-name", b"")
                self._columns.append((end + _count(attributes, b"table:number-columns-repeated"), style))
            elif kind == b"table-row":
                yield from self._end_row()
                self.row, self.column = self.row + self.rows, 0
                self.rows = _count(attributes, b"table:number-rows-repeated")
                self._row_style = attributes.get(b"table:default-cell-style-name", b"")
            elif kind == b"shapes":
                end_of_shapes = xml.find(b"</table:shapes>", element.end())
                shapes = xml[element.end() : end_of_shapes if end_of_shapes > 0 else len(xml)]
                yield from _list_drawn(shapes, 0, 0)
            else:
                columns = _count(attributes, b"table:number-columns-repeated")
                style = attributes.get(b"table:style-name") or self._row_style or self._find_column_style()
                colour = self._colours.get(style, "")
                if not element["empty"]:
                    self._others.add(colour)
                    self._keep_coloured_value(colour, columns)
                    end_of_cell = _CELL_END.search(xml, element.end())
                    content = xml[element.end() : end_of_cell.start() if end_of_cell else len(xml)]
                    yield from self._read_cell(content, attributes, columns)
                elif colour and max(columns, self.rows) <= _MAX_REPEATED:
                    places = ((row, at) for row in range(self.rows) for at in range(columns))
                    self._coloured += [
                        CellMark(self.row + row, self.column + at, MarkKind.COLOURED, colour)
                        for row, at in places
                    ]
                self.column += columns
        yield from self._end_row()

    def _end_row(self) -> Iterator[CellMark]:
        """Yield the coloured empty cells of the row that ends, but for a colour that others of it have."""
        yield from (each for each in self._coloured if each.text not in self._others)
        self._coloured, self._others = [], set()

    def _keep_coloured_value(self, colour: str, columns: int) -> None:
        kept = self.coloured_values.setdefault(self.sheet, [])
        if colour and len(kept) < _MAX_MARKS:
            rows = range(self.row, self.row + min(self.rows, _MAX_REPEATED))
            beside = range(self.column, self.column + min(columns, _MAX_REPEATED))
            kept += [CellMark(row, at, MarkKind.COLOURED_VALUE, colour) for row in rows for at in beside]

    def _read_cell(self, content: bytes, attributes: dict[bytes, bytes], columns: int) -> Iterator[CellMark]:
        for note in _ANNOTATION.findall(content):
            if text := _join_texts(note):
                yield CellMark(self.row, self.column, MarkKind.NOTE, text)
        yield from _list_drawn(_ANNOTATION.sub(b"", content), self.row, self.column)
        shown = _SHAPE.sub(b"", _ANNOTATION.sub(b"", content))
        style = attributes.get(b"table:style-name") or self._row_style or self._find_column_style()
        link = _LINK.search(shown)
        if link and (address := get_mail_address(html.unescape(link[1].decode(errors="replace")))):
            yield CellMark(self.row, self.column, MarkKind.MAIL_LINK, address)
        is_crossed = style in self._crossing or any(each in self._crossing for each in _SPAN.findall(shown))
        if is_crossed and _join_texts(shown):
            for row in range(self.row, self.row + min(self.rows, _MAX_REPEATED)):
                for column in range(self.column, self.column + min(columns, _MAX_REPEATED)):
                    yield CellMark(row, column, MarkKind.CROSSED_OUT)

    def _find_column_style(self) -> bytes:
        return next((style for end, style in self._columns if self.column < end), b"")


def _list_drawn(xml: bytes, row: int, column: int) -> list[CellMark]:
    texts = (_join_texts(content) for _, content in _SHAPE.findall(xml))
    return [CellMark(row, column, MarkKind.DRAWN, text) for text in texts if text]


def _count(attributes: dict[bytes, bytes], name: bytes) -> int:
    number = attributes.get(name, b"1")
    return int(number) if number.isdigit() and len(number) < 8 else 1


def _join_texts(xml: bytes) -> str:
    """Return the text of an element, a blank between its paragraphs."""
    lines = (_TAG.sub(b"", each) for each in _PARAGRAPH.findall(xml))
    return " ".join(html.unescape(b" ".join(lines).decode(errors="replace")).split())
