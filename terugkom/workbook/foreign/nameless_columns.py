"""Columns with something in them and no header, of lists of which only known columns are kept."""

from collections.abc import Sequence

from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.shifted_rows import find_shifted_rows
from terugkom.workbook.import_report import ImportNotes


def report_nameless_columns(
    notes: ImportNotes, table: Table, header_row: int, headers: Sequence[str]
) -> None:
    """Add a finding for each column without a header in which something stands: nobody knows what it is.

    Rows that a delimiter within a text moved are told by themselves.
    """
    shifted = find_shifted_rows(table, header_row)
    first: dict[int, int] = {}
    for index in range(header_row + 1, len(table.rows)):
        for at, cell in enumerate(table.rows[index] if index not in shifted else ()):
            if cell != "" and not (at < len(headers) and headers[at]):
                first.setdefault(at, table.get_row_number(index))
    for at, row in sorted(first.items()):
        notes.add_finding(table.sheet, row, "", "nameless-column", value=_name_column(at))


def _name_column(at: int) -> str:
    """Return the letters of a column, which counts from 0: A, B, AA."""
    letters = ""
    while at >= 0:
        letters, at = chr(ord("A") + at % 26) + letters, at // 26 - 1
    return letters
