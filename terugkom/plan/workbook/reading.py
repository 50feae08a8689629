"""Files as plain tables: an Excel workbook or a csv, cleaned of what nobody typed on purpose."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, SheetTypeEnum, load_workbook

from terugkom.errors import UnreadableFile
from terugkom.plan.workbook.package import look_through

Cell = str | int | float | bool | date | datetime

EXCEL = frozenset({".xlsx", ".xlsm"})
CSV = frozenset({".csv", ".tsv", ".txt"})

_SPACES = re.compile("[\u00a0\u2007\u202f]")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Table:
    """One sheet. `rows[0]` is row 1 in Excel; blank cells are empty strings; rows may differ in length."""

    sheet: str
    rows: list[list[Cell]]

    def first_filled(self) -> int | None:
        """Return the index of the first row with something in it, or none."""
        return next((index for index, row in enumerate(self.rows) if any(cell != "" for cell in row)), None)


def read_tables(path: Path) -> list[Table]:
    """Return the sheets of a workbook, or the one table of a csv, which bears the file's name.

    Raises UnreadableFile, which names the file, for what is neither.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise UnreadableFile(f"{path}: there is no such file")
    if suffix in EXCEL:
        return _read_workbook(path)
    if suffix in CSV:
        return [_read_csv(path)]
    raise UnreadableFile(
        f"{path.name}: save it as .xlsx or .csv; {suffix or 'a file without suffix'} is not read"
    )


def _read_workbook(path: Path) -> list[Table]:
    errors = look_through(path)
    tables = []
    try:
        with load_workbook(path) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.typ is not SheetTypeEnum.WorkSheet:
                    continue
                raw = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                rows = [[_clean(cell) for cell in row] for row in raw]
                for error in errors.get(sheet.name, ()):
                    if error.row < len(rows) and error.column < len(rows[error.row]):
                        rows[error.row][error.column] = error.text
                tables.append(Table(sheet.name, rows))
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(f"{path.name}: not a readable Excel workbook ({error})") from error
    return tables


def _read_csv(path: Path) -> Table:
    try:
        text = _decode(path.read_bytes())
        first = text.partition("\n")[0].strip()
        told = re.fullmatch(r"sep=(.)", first)  # Excel's own way to say it
        delimiter = told[1] if told else _delimiter(text)
        raw = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (OSError, UnicodeError, csv.Error) as error:
        raise UnreadableFile(f"{path.name}: not a readable csv file ({error})") from error
    if told:
        raw[0] = []
    return Table(path.name, [[_clean(cell) for cell in row] for row in raw])


def _decode(data: bytes) -> str:
    """Return the text of a csv as Excel and others save it. Raises UnicodeError for what is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if b"\x00" in data:
        raise UnicodeError("this is no text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the first filled line into most columns."""
    head = text.lstrip("\r\n")[:100_000]
    return max(
        ";,\t", key=lambda each: len(next(csv.reader(io.StringIO(head, newline=""), delimiter=each), []))
    )


def _clean(cell: object) -> Cell:
    if isinstance(cell, str):
        text = _SPACES.sub(" ", cell.replace("\r\n", "\n").replace("\r", "\n"))
        return _INVISIBLE.sub("", text).strip()
    if isinstance(cell, bool | int | float | date):
        return cell
    return str(cell)  # a time of day or a length of time: none of our columns holds one
