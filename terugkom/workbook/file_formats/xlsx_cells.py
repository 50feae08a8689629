"""Find the cells of an ``.xlsx`` sheet of which calamine does not say enough: errors, formulas, formats.

It returns a cell with an error, and a formula without a stored result, as an empty one, which would be
imported as a cleared value; and a number without its format, so that 1.10 becomes 1.1.
"""

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from terugkom.workbook.file_formats.number_formats import BUILT_IN_FORMATS, format_special, is_special_format
from terugkom.workbook.special_cells import FormattedNumber, SpecialCell, UncachedFormula

MAX_STYLES_BYTES = 5_000_000  # of the part with the formats, unpacked
_MAX_TAG_BYTES = 500  # of a cell: its place, style and type take some 40
TAG_START = rb"<(?:[^\s<>:/\"'=]+:)?"  # the start of a tag, with or without a prefix
_CELL = re.compile(rb"<((?:[^\s<>:/\"'=]+:)?)c[ >/]")
_CELL_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_ROW_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_ERROR = re.compile(rb'\bt="e"')
_TEXT = re.compile(rb'\bt="str"')
_OTHER_TYPE = re.compile(rb'\bt="(?!n")')
_STYLE = re.compile(rb'\bs="(\d{1,5})"')
_FORMAT = re.compile(TAG_START + rb"numFmt\b([^<>]*)>")
_CELL_FORMATS = re.compile(TAG_START + rb"cellXfs\b[^<>]*>(.*?)</[^<>]*cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(TAG_START + rb"xf\b([^<>]*)>")
_FORMAT_ID = re.compile(rb'\bnumFmtId="(\d{1,5})"')
_FORMAT_CODE = re.compile(rb'\bformatCode="([^"]*)"')

NumberFormats = dict[bytes, str]  # by the number of a style, as its cells have it


def read_number_formats(package: zipfile.ZipFile) -> NumberFormats:
    """Return the formats of styles that may show more than a number's figures; none if the part is too
    large."""
    name = next((each for each in package.namelist() if each.lower() == "xl/styles.xml"), None)
    if name is None:
        return {}
    with package.open(name) as file:
        xml = file.read(MAX_STYLES_BYTES + 1)
    if len(xml) > MAX_STYLES_BYTES:
        return {}
    formats = dict(BUILT_IN_FORMATS)
    for attributes in _FORMAT.findall(xml):
        number, code = _FORMAT_ID.search(attributes), _FORMAT_CODE.search(attributes)
        if number and code:
            formats[int(number[1])] = html.unescape(code[1].decode(errors="replace"))
    styles = _CELL_FORMATS.search(xml)
    found: NumberFormats = {}
    for style, attributes in enumerate(_CELL_FORMAT.findall(styles[1]) if styles else ()):
        number = _FORMAT_ID.search(attributes)
        code_text = formats.get(int(number[1]), "") if number else ""
        if is_special_format(code_text):
            found[str(style).encode()] = code_text
    return found


@lru_cache(maxsize=64)
def compile_marks(prefix: bytes, styles: tuple[bytes, ...]) -> tuple[re.Pattern[bytes], ...]:
    """Return what marks the cells that may be special, for a prefix of elements (``x:``, mostly none): an
    error, a formula that no result follows, or one of these styles.

    One pattern would be slower: each of these begins with a text that is searched for fast.
    """
    formula = rb"<%sf\b[^<>]*(?:/>|>[^<]*</%sf>)\s*" % (prefix, prefix)
    no_result = rb"(?:<%sv\s*/>|<%sv>\s*</%sv>|(?=</%sc>))" % (prefix, prefix, prefix, prefix)
    marks = [rb't="e"', formula + no_result, *(rb's="' + style + rb'"' for style in styles)]
    return tuple(map(re.compile, marks))


def find_xlsx_cells(xml: bytes, formats: NumberFormats, rows_before: int = 0) -> Iterator[SpecialCell]:
    """Yield the cells of complete rows that are special; `rows_before` counts the rows of earlier chunks."""
    first = _CELL.search(xml)
    if first is None:
        return
    for marks in compile_marks(first[1], tuple(formats)):
        places = _PlaceCounter(xml, first[1], rows_before)
        for mark in marks.finditer(xml):
            cell = _read_marked_cell(xml, mark.start(), places, formats)
            if cell is not None:
                yield cell


def _read_marked_cell(
    xml: bytes, at: int, places: "_PlaceCounter", formats: NumberFormats
) -> SpecialCell | None:
    """Return the cell around a mark, if it is special; a mark can be that of a row, or stand in a text.

    Only what is near the mark is looked at, so that a file full of marks takes no time.
    """
    cell_tag = b"<" + places.prefix + b"c"
    start = max(xml.rfind(cell_tag + end, max(0, at - _MAX_TAG_BYTES), at + 1) for end in (b" ", b">"))
    tag_end = xml.find(b">", start, start + _MAX_TAG_BYTES) if start >= 0 else -1
    if tag_end < 0 or xml[tag_end - 1 : tag_end] == b"/":
        return None
    content = compile_content(places.prefix).match(xml, tag_end + 1)
    if content is None or content.end() < at:
        return None
    attributes = xml[start:tag_end]
    value = _read_special_value(attributes, content, formats)
    if value is None:
        return None
    place = _CELL_REFERENCE.search(attributes)
    if place:
        return SpecialCell(int(place[2]) - 1, parse_column_letters(place[1]) - 1, value)
    return SpecialCell(*places.count_to(start), value)


@lru_cache(maxsize=64)
def compile_content(prefix: bytes) -> re.Pattern[bytes]:
    """Return the pattern of what a cell holds: perhaps a formula, with its text, and perhaps a value."""
    formula = rb"(?P<formula><%sf\b[^<>]*(?:/>|>(?P<text>[^<]*)</%sf>))?" % (prefix, prefix)
    value = rb"(?:<%sv>(?P<value>[^<]*)</%sv>|<%sv\s*/>)?" % (prefix, prefix, prefix)
    return re.compile(rb"\s*" + formula + rb"\s*" + value)


@dataclass
class _PlaceCounter:
    """Counts rows and cells up to one that does not say where it stands: they then follow one another."""

    xml: bytes
    prefix: bytes
    rows_before: int
    at: int = 0
    column: int = 0

    def __post_init__(self) -> None:
        self.row = self.rows_before - 1

    def count_to(self, start: int) -> tuple[int, int]:
        """Return the row and column of the cell at a position, which lies behind the one before."""
        row_tag = b"<" + self.prefix + b"row"
        row_start = self.xml.rfind(row_tag, self.at, start)
        if row_start >= 0:
            number = _ROW_NUMBER.search(self.xml[row_start : self.xml.find(b">", row_start)])
            self.row += self.xml.count(row_tag, self.at, start)
            self.row = int(number[1]) - 1 if number else self.row
            self.at, self.column = row_start, 0
        self.column += len(_CELL.findall(self.xml, self.at, start))
        self.at = start
        return self.row, self.column


def parse_column_letters(letters: bytes) -> int:
    """Return the number of a column, from 1 for A."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read_special_value(
    attributes: bytes, content: re.Match[bytes], formats: NumberFormats
) -> str | FormattedNumber | None:
    """Return the error, the formula without a result or the formatted number of a cell; None if it is none of
    these."""
    value = content["value"]
    if _ERROR.search(attributes):
        return value.decode(errors="replace") if value else "#N/A"
    if content["formula"] and not _has_result(attributes, value):
        return UncachedFormula("=" + html.unescape((content["text"] or b"").decode(errors="replace")))
    style = _STYLE.search(attributes)
    if style and value and style[1] in formats and not _OTHER_TYPE.search(attributes):
        return _format(value, formats[style[1]])
    return None


@lru_cache(maxsize=4096)  # of the same number one object, as a column of shares has few
def _format(value: bytes, number_format: str) -> FormattedNumber | None:
    try:
        number = float(value)
        shown = format_special(number, number_format)
    except ValueError:
        return None
    return FormattedNumber(number, shown) if shown else None


def _has_result(attributes: bytes, value: bytes | None) -> bool:
    """Return whether a formula has a stored result; an empty text is one, if the cell holds a text."""
    return value is not None and (value.strip() != b"" or _TEXT.search(attributes) is not None)
