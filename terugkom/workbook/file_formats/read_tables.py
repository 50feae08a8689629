"""Read a workbook or csv file as plain tables, without invisible characters."""

import csv
from array import array
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

from terugkom.errors import UnreadableFile, describe_os_error
from terugkom.workbook.clean_cells import Cell, MergedRange
from terugkom.workbook.file_formats.cell_marks import CellMark
from terugkom.workbook.file_formats.delimited_text import find_delimiter, read_delimited
from terugkom.workbook.file_formats.file_types import CSV_SUFFIXES, check_file_type
from terugkom.workbook.file_formats.refused_content import RefusedContent
from terugkom.workbook.file_formats.sandboxed_reader import read_in_sandbox
from terugkom.workbook.file_formats.table_budget import TableBudget

_SMALL_BYTES = 200_000  # of a csv that can do no harm: it is read in this process, which is faster


@dataclass(frozen=True)
class Table:
    """One sheet, or one of several tables in it. Blank cells are empty strings; rows may differ in length."""

    sheet: str
    rows: list[list[Cell]]
    merged: tuple[MergedRange, ...] = ()
    is_hidden: bool = False  # its sheet: who opens the workbook does not see it
    row_numbers: Sequence[int] = ()  # of its rows in the sheet, where the first is not row 1
    heading: str = ""  # the line above it, where it is one of several tables in a sheet
    form_header: int | None = None  # of a table made of forms: the index of its header row
    form_rows: Sequence[int] = ()  # the numbers of the rows in the sheet that became its forms
    marks: tuple[CellMark, ...] = ()  # of its sheet, whatever part of it this is
    typed_widths: Sequence[int] = ()  # of a csv: how many cells each row of it has, blank ones included
    delimiter: str = ""  # of a csv

    @property
    def is_form(self) -> bool:
        """Whether its rows were made of forms, one an action."""
        return self.form_header is not None

    def get_row_number(self, index: int) -> int:
        """Return the number of a row in its sheet, which counts from 1 as in Excel."""
        return self.row_numbers[index] if self.row_numbers else index + 1

    def get_typed_width(self, index: int) -> int:
        """Return how many cells a row of a csv has, blank ones at its end included."""
        return self.typed_widths[self.get_row_number(index) - 1]

    def list_filled_rows(self) -> list[int]:
        """Return the numbers in the sheet of the rows with something in them."""
        return [
            self.get_row_number(index)
            for index, row in enumerate(self.rows)
            if any(cell != "" for cell in row)
        ]

    @cached_property
    def rows_merged_across(self) -> frozenset[int]:
        """The indices of the rows in which cells beside one another are merged."""
        return frozenset(
            row
            for top, left, bottom, right in self.merged
            if right > left
            for row in range(top, min(bottom + 1, len(self.rows)))
        )

    def find_merged_values(self, columns: Container[int], header_row: int) -> dict[int, dict[int, Cell]]:
        """Return the value of vertically merged cells for the rows below their first, by row and column."""
        found: dict[int, dict[int, Cell]] = {}
        for top, left, bottom, _ in self.merged:
            if left in columns and header_row < top < len(self.rows) and left < len(self.rows[top]):
                for index in range(top + 1, min(bottom + 1, len(self.rows))):
                    found.setdefault(index, {})[left] = self.rows[top][left]
        return found

    def first_filled_row(self) -> int | None:
        """Return the index of the first row with something in it, or none."""
        return next((index for index, row in enumerate(self.rows) if any(cell != "" for cell in row)), None)


def fill_in_merged(row: Sequence[Cell], merged: Mapping[int, Cell]) -> list[Cell]:
    """Return a row, which may end before them, with the values of cells that are merged with one above."""
    blank: list[Cell] = [""] * (max(merged, default=-1) + 1 - len(row))
    return [merged.get(at, "") if cell == "" else cell for at, cell in enumerate([*row, *blank])]


def read_tables(path: Path) -> list[Table]:
    """Return the sheets of a workbook, or the one table of a csv, which is named after the file.

    Formulas are not evaluated and links not followed: a cell has its last saved value. Raises
    UnreadableFile, which names the file, if it is no workbook or csv, has a password, or exceeds the limits.
    """
    check_file_type(path)
    is_csv = path.suffix.lower() in CSV_SUFFIXES
    budget = TableBudget()
    if is_csv and path.stat().st_size <= _SMALL_BYTES:
        return [_read_small_csv(path, budget)]
    tables = []
    for title, merged, is_hidden, marks, batches, widths in read_in_sandbox(path):
        rows = _collect_rows(chain.from_iterable(batches), budget)
        name = path.name if is_csv else title
        table = Table(name, rows, merged, is_hidden, marks=marks, typed_widths=widths)
        tables.append(replace(table, delimiter=_find_delimiter(path)) if is_csv else table)
    return tables


def _read_small_csv(path: Path, budget: TableBudget) -> Table:
    widths = array("H")
    try:
        with path.open("rb") as file:
            rows = _collect_rows(read_delimited(file, widths), budget)
            return Table(path.name, rows, typed_widths=widths, delimiter=find_delimiter(file))
    except RefusedContent as refused:
        raise UnreadableFile(refused.message, file=path.name, **refused.values) from refused
    except (OSError, UnicodeError, csv.Error) as error:
        raise UnreadableFile("error.file.no-csv", file=path.name, why=describe_os_error(error)) from error


def _find_delimiter(path: Path) -> str:
    with path.open("rb") as file:
        return find_delimiter(file)


def _collect_rows(rows: Iterable[list[Cell]], budget: TableBudget) -> list[list[Cell]]:
    """Return the rows up to the last filled one."""
    budget.begin_table()
    found = list(map(budget.take, rows))
    while found and not found[-1]:
        found.pop()
    return found
