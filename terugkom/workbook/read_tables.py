"""Read a workbook or csv file as plain tables, without invisible characters."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from terugkom.errors import UnreadableFile, describe_os_error
from terugkom.workbook.file_types import CSV_SUFFIXES, EXCEL_SUFFIXES, check_file_type
from terugkom.workbook.sandboxed_reader import read_in_sandbox
from terugkom.workbook.xlsx_package import ErrorCell, scan_package

__all__ = ["CSV_SUFFIXES", "EXCEL_SUFFIXES", "Cell", "Table", "read_tables"]

Cell = str | int | float | bool | date | datetime

MAX_ROWS = 100_000  # with something in them
MAX_COLUMNS = 1_000  # up to the last with something in it: the headers of each are compared with all we know
MAX_CELLS = 2_000_000  # of a csv, as of a sheet
_MAX_LINE_LENGTH = 1_000_000  # characters
_SAMPLE_ROWS = 50  # of a csv, by which its delimiter is chosen
_MAX_LINES = 2_000_000  # blank ones included

_SPACES = re.compile("[\u00a0\u2007\u202f]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")  # Excel's own is a line feed
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff\ufffe\uffff]")
_NOT_PLAIN = re.compile("[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029\u00a0\u2007\u202f\u200b\ufeff\ufffe\uffff]")
_EMPTY: list[Cell] = []  # shared by all blank rows of a csv: a million of them are light


@dataclass(frozen=True)
class Table:
    """One sheet. `rows[0]` is row 1 in Excel; blank cells are empty strings; rows may differ in length."""

    sheet: str
    rows: list[list[Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()  # top, left, bottom, right, from 0
    is_hidden: bool = False  # its sheet: who opens the workbook does not see it

    def first_filled_row(self) -> int | None:
        """Return the index of the first row with something in it, or none."""
        return next((index for index, row in enumerate(self.rows) if any(cell != "" for cell in row)), None)


def read_tables(path: Path) -> list[Table]:
    """Return the sheets of a workbook, or the one table of a csv, which is named after the file.

    Formulas are not evaluated and links not followed: a cell has its last saved value. Raises
    UnreadableFile, which names the file, if it is no workbook or csv, has a password, or exceeds the limits.
    """
    check_file_type(path)
    suffix = path.suffix.lower()
    if suffix in EXCEL_SUFFIXES:
        return _read_workbook(path)
    if suffix in CSV_SUFFIXES:
        return [_read_csv(path)]
    return [
        _build_table(path, name, _clean_rows(rows), merged, is_hidden)
        for name, rows, merged, is_hidden in read_in_sandbox(path)
    ]


def _read_workbook(path: Path) -> list[Table]:
    scanned = scan_package(path)
    tables = []
    if not scanned.is_extent_known:
        for name, found, merged, is_hidden in read_in_sandbox(path):
            rows = _show_errors(_clean_rows(found), scanned.error_cells.get(name, ()))
            tables.append(_build_table(path, name, rows, merged, is_hidden))
        return tables
    try:
        with load_workbook(path) as workbook:
            for each in workbook.sheets_metadata:
                if each.typ is not SheetTypeEnum.WorkSheet:
                    continue
                sheet = workbook.get_sheet_by_name(each.name)
                rows = _clean_rows(sheet.to_python(skip_empty_area=False))
                rows = _show_errors(rows, scanned.error_cells.get(each.name, ()))
                is_hidden = each.visible is not SheetVisibleEnum.Visible
                tables.append(_build_table(path, each.name, rows, _merged_ranges(sheet), is_hidden))
    except PasswordError as error:
        raise UnreadableFile(f"{path.name} is protected with a password; save it without one") from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(
            f"{path.name}: not a readable Excel workbook ({describe_os_error(error)})"
        ) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of the reader: no Exception, and would end the process
            raise UnreadableFile(f"{path.name}: not a readable Excel workbook, or damaged") from error
        raise
    return tables


def _show_errors(rows: list[list[Cell]], errors: Iterable[ErrorCell]) -> list[list[Cell]]:
    """Put the text of each error where the reader leaves the cell empty."""
    for error in errors:
        if error.row < len(rows) and error.column < len(rows[error.row]):
            rows[error.row][error.column] = error.text
    return rows


def _merged_ranges(sheet: CalamineSheet) -> Iterable[Any]:
    return sheet.merged_cell_ranges or ()


def _build_table(
    path: Path, name: str, rows: list[list[Cell]], merged: Iterable[Any], is_hidden: bool
) -> Table:
    if any(any(cell != "" for cell in row[MAX_COLUMNS:]) for row in rows if len(row) > MAX_COLUMNS):
        raise UnreadableFile(
            f"{path.name}, sheet {name}: has more than {MAX_COLUMNS} columns; nothing was read"
        )
    ranges = tuple((top, left, bottom, right) for (top, left), (bottom, right) in merged)
    return Table(name, rows, ranges, is_hidden)


def _read_csv(path: Path) -> Table:
    try:
        text = _decode(path.read_bytes())
        if _has_long_line(text):
            raise UnreadableFile(f"{path.name}: has a line longer than in any plan; nothing was read")
        first = text[:100].partition("\n")[0].strip()
        declared_delimiter = re.fullmatch(r"sep=(.)", first)  # Excel's declaration of the delimiter
        reader = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=declared_delimiter[1] if declared_delimiter else _detect_delimiter(text),
        )
        rows = _read_filled_rows(reader, path)
    except (OSError, UnicodeError, csv.Error) as error:
        raise UnreadableFile(f"{path.name}: not a readable csv file ({describe_os_error(error)})") from error
    if declared_delimiter:
        rows[:1] = [_EMPTY]
    return Table(path.name, rows)


def _has_long_line(text: str) -> bool:
    """Return whether a line is longer than _MAX_LINE_LENGTH, without a list of what may be millions."""
    start = 0
    while len(text) - start > _MAX_LINE_LENGTH:
        end = text.rfind("\n", start, start + _MAX_LINE_LENGTH + 1)
        if end < 0:
            return True
        start = end + 1
    return False


def _read_filled_rows(reader: Iterable[list[str]], path: Path) -> list[list[Cell]]:
    """Return the rows up to the last filled one. Raises UnreadableFile above MAX_ROWS filled rows."""
    rows: list[list[Cell]] = []
    filled = last = total = 0
    for row in reader:
        if any(row) and any(map(str.strip, row)):
            if len(row) > MAX_COLUMNS and any(map(str.strip, row[MAX_COLUMNS:])):
                raise UnreadableFile(f"{path.name}: has more than {MAX_COLUMNS} columns; nothing was read")
            rows.append([_clean_cell(cell) for cell in row[:MAX_COLUMNS]])
            total += len(rows[-1])
            if total > MAX_CELLS:
                raise UnreadableFile(f"{path.name}: has more than {MAX_CELLS} cells; nothing was read")
            filled += 1
            last = len(rows)
            if filled > MAX_ROWS:
                raise UnreadableFile(f"{path.name}: has more than {MAX_ROWS} rows; nothing was read")
        elif len(rows) < _MAX_LINES:
            rows.append(_EMPTY)
        else:
            raise UnreadableFile(f"{path.name}: has more than {_MAX_LINES} lines; nothing was read")
    del rows[last:]
    return rows


def _decode(data: bytes) -> str:
    """Return the decoded text of a csv: UTF-16, UTF-8 or cp1252. Raises UnicodeError if it is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if b"\x00" in data:
        return data.decode(_detect_utf16(data))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _detect_utf16(data: bytes) -> str:
    """Return the UTF-16 byte order, by the position of zero bytes. Raises UnicodeError if it is no text."""
    head = data[:2000]
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(head) > 1 and zeros.count(0) > 0.6 * len(zeros) and head.count(0) <= zeros.count(0):
            return name
    raise UnicodeError("this is no text")


def _detect_delimiter(text: str) -> str:
    """Return the delimiter that makes the first rows alike: most of them of one width, the widest of these.

    Of delimiters that do so equally the semicolon wins, then the tab: texts hold commas.
    """
    head = text.lstrip("\r\n")[:20_000]

    def measure(delimiter: str) -> tuple[float, int]:
        try:
            rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))[:_SAMPLE_ROWS]
        except csv.Error:
            return (0.0, 0)
        widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
        width, count = max(widths.items(), key=lambda each: (each[0] > 1, each[1]), default=(1, 0))
        return (count / widths.total(), width) if width > 1 else (0.0, 0)

    return max(";\t,", key=lambda each: (*measure(each), each == ";"))


def _clean_rows(raw: list[list[Any]]) -> list[list[Cell]]:
    return [[cell if cell == "" else _clean_cell(cell) for cell in row] for row in raw]


def _clean_cell(cell: object) -> Cell:
    if isinstance(cell, str):
        if _NOT_PLAIN.search(cell):
            text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", cell))
            return _INVISIBLE.sub("", text).strip()
        return cell.strip()
    if isinstance(cell, bool | int | float | date):
        return cell
    return str(cell)  # a time of day or a length of time: none of our columns holds one
