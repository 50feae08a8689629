"""Find the cells of an ``.ods`` file of which calamine does not say enough: errors, formulas, shown numbers,
and merged cells.

It returns an error, and a formula without a stored result, as an empty cell, a number without the text that
the sheet shows, and no merged cells. The file is read in pieces that end at a row, by the names of elements
that programs write (ODF 1.3, part 3, chapter 9), as calamine does.
"""

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from terugkom.workbook.cell_texts import is_excel_error
from terugkom.workbook.clean_cells import MergedRange
from terugkom.workbook.special_cells import FormattedNumber, SpecialCell, UncachedFormula

MAX_CONTENT_BYTES = 100_000_000  # unpacked
MAX_ROWS = 200_000  # as the reader allows
_CHUNK_BYTES = 1_000_000
_MAX_ROW_BYTES = 8_000_000
_MAX_MERGED = 100_000  # of one sheet; the reader refuses fewer, by the name of their sheet
_MAX_REPEATED = 1_000  # cells or rows that one element stands for, of those that are special
_ROW_START = b"<table:table-row"
_ELEMENT = re.compile(
    rb"<table:(?P<kind>table-row|table-cell|covered-table-cell|table)(?=[\s/>])(?P<attributes>[^<>]*?)(?P<empty>/?)>"
)
_NAME = re.compile(rb'\btable:name="([^"]*)"')
_ROWS = re.compile(rb'\btable:number-rows-repeated="(\d{1,7})"')
_COLUMNS = re.compile(rb'\btable:number-columns-repeated="(\d{1,7})"')
_ROWS_SPANNED = re.compile(rb'\btable:number-rows-spanned="(\d{1,7})"')
_COLUMNS_SPANNED = re.compile(rb'\btable:number-columns-spanned="(\d{1,7})"')
_FORMULA = re.compile(rb'\btable:formula="(?:of:|oooc:|msoxl:)?([^"]*)"')
_HAS_RESULT = re.compile(rb"\boffice:(?:value-type|value|string-value|date-value|boolean-value|time-value)=")
_IS_ERROR = re.compile(rb'\bcalcext:value-type="error"')
_NUMBER = re.compile(rb'\boffice:value="([^"]*)"')
_IS_NUMBER = re.compile(rb'\boffice:value-type="float"')
_IS_SHARE = re.compile(rb'\boffice:value-type="percentage"')
_SHOWN_SHARE = re.compile(r"(\d{1,9}(?:[.,]\d+)?)\s?%")
_TEXT = re.compile(rb"<text:p\b[^<>]*>([^<]*)<")
_NEXT_ELEMENT = b"table:"  # the end of a cell, in a file that is well formed
_SHOWN = re.compile(r"(?P<before>[^\d.,]*)(?P<number>\d+(?:[.,]\d+)?)(?P<behind>[^\d.,]*)")


@dataclass(frozen=True)
class OdsCells:
    """The special cells of a file, and its merged ranges, by the name of their sheet."""

    special: Mapping[str, list[SpecialCell]]
    merged: Mapping[str, list[MergedRange]]


def find_ods_cells(package: zipfile.ZipFile) -> OdsCells:
    """Return what calamine does not say of the cells. Raises ValueError for more than any plan holds."""
    found: dict[str, list[SpecialCell]] = {}
    scan = _Scan()
    for xml in split_at_rows(package):
        for sheet, cell in scan.read(xml):
            found.setdefault(sheet, []).append(cell)
    return OdsCells(found, scan.merged)


class _Scan:
    """Where a scan is: the sheet, and the row and column of its next cell; and which merged cells it met."""

    def __init__(self) -> None:
        self.sheet, self.row, self.rows, self.column = "", 0, 0, 0
        self.merged: dict[str, list[MergedRange]] = {}

    def read(self, xml: bytes) -> Iterator[tuple[str, SpecialCell]]:
        """Yield the special cells of complete rows, each with the name of its sheet."""
        for element in _ELEMENT.finditer(xml):
            attributes = element["attributes"]
            if element["kind"] == b"table":
                name = _NAME.search(attributes)
                self.sheet = html.unescape(name[1].decode(errors="replace")) if name else ""
                self.row = self.rows = 0
            elif element["kind"] == b"table-row":
                self.row, self.column = self.row + self.rows, 0
                self.rows = _read_count(_ROWS, attributes)
            else:
                columns = _read_count(_COLUMNS, attributes)
                end = element.end() if element["empty"] else xml.find(_NEXT_ELEMENT, element.end())
                value = _read_special_value(attributes, xml[element.end() : end])
                if value is not None:
                    yield from self._list_places(value, columns)
                if b"-spanned=" in attributes:
                    self._add_merged(attributes)
                self.column += columns

    def _add_merged(self, attributes: bytes) -> None:
        """Add the range of a merged cell. Raises ValueError for more than any plan has."""
        high, wide = _read_count(_ROWS_SPANNED, attributes), _read_count(_COLUMNS_SPANNED, attributes)
        found = self.merged.setdefault(self.sheet, [])
        for row in range(self.row, self.row + min(self.rows, _MAX_REPEATED)):
            if max(high, wide) > 1:
                found.append((row, self.column, row + max(high, 1) - 1, self.column + max(wide, 1) - 1))
        if len(found) > _MAX_MERGED:
            raise ValueError("more merged cells than any plan has")

    def _list_places(self, value: str | FormattedNumber, columns: int) -> Iterator[tuple[str, SpecialCell]]:
        if self.row >= MAX_ROWS:
            raise ValueError("more rows than any plan has")
        for row in range(self.row, self.row + min(self.rows, _MAX_REPEATED)):
            for column in range(self.column, self.column + min(columns, _MAX_REPEATED)):
                yield self.sheet, SpecialCell(row, column, value)


def _read_count(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def _read_special_value(attributes: bytes, content: bytes) -> str | FormattedNumber | None:
    """Return the error, the formula without a result or the formatted number of a cell; None if it is none of
    these."""
    texts = _TEXT.findall(content)  # a remark stands before the text of the cell
    shown = html.unescape(texts[-1].decode(errors="replace")).strip() if texts else ""
    if _IS_ERROR.search(attributes):
        return shown if is_excel_error(shown) else "#VALUE!"
    if _IS_NUMBER.search(attributes):
        number = _NUMBER.search(attributes)
        return _read_shown_number(number[1], shown) if number and shown else None
    if _IS_SHARE.search(attributes):
        number = _NUMBER.search(attributes)
        return _read_shown_share(number[1], shown) if number else None
    formula = _FORMULA.search(attributes)
    if formula and not shown and not _HAS_RESULT.search(attributes):
        return UncachedFormula("=" + html.unescape(formula[1].decode(errors="replace")).removeprefix("="))
    return None


def _read_shown_number(value: bytes, shown: str) -> FormattedNumber | None:
    """Return a number with the text that is shown, if that adds figures or text and rounds nothing."""
    figures = _SHOWN.fullmatch(shown)
    try:
        number = float(value)
    except ValueError:
        return None
    written = figures["number"].replace(",", ".") if figures else ""
    if not figures or float(written) != number or shown.replace(",", ".") == f"{number:.15g}":
        return None
    return FormattedNumber(number, f"{figures['before']}{written}{figures['behind']}")


def _read_shown_share(value: bytes, shown: str) -> FormattedNumber | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return FormattedNumber(number, shown.replace(",", ".")) if _SHOWN_SHARE.fullmatch(shown) else None


def split_at_rows(package: zipfile.ZipFile) -> Iterator[bytes]:
    """Yield the content in pieces that end before a row. Raises ValueError for what is too large."""
    rest, total = b"", 0
    with package.open("content.xml") as file:
        while piece := file.read(_CHUNK_BYTES):
            total += len(piece)
            rest += piece
            cut = rest.rfind(_ROW_START)
            if cut > 0:
                yield rest[:cut]
                rest = rest[cut:]
            if total > MAX_CONTENT_BYTES or len(rest) > _MAX_ROW_BYTES:
                raise ValueError("more than any plan holds")
    yield rest
