"""Account for every row of the sheets that were read: what did not go in is listed, and is a finding.

Findings are not repeated: a row that has one is not reported again. A row of headers that are shown as
columns is no text that was passed over, nor are the examples of our own workbook.
"""

from collections.abc import Iterable, Mapping, Sequence

from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.export_stamp import is_stamp
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.form_labels import is_row_of_pairs
from terugkom.workbook.foreign.row_cells import is_unchecked
from terugkom.workbook.foreign.unread_plans import find_misread_heads, find_unread_plans, names_title
from terugkom.workbook.import_report import (
    MISREAD_HEAD,
    UNREAD_PLAN,
    ImportNotes,
    OmittedRow,
    RowOutcome,
    TableRead,
    format_row,
)
from terugkom.workbook.records import Record

CODES: Mapping[RowOutcome, str] = {
    RowOutcome.HEADER: "row-header",
    RowOutcome.SECTION: "row-section",
    RowOutcome.JOINED: "row-joined",
    RowOutcome.EXAMPLE: "row-example",
    RowOutcome.REFUSED: "row-refused",
}


_READ: list[Cell] = ["…"]  # stands for a row that went in


def free_read_rows(tables: Iterable[Table], records: Iterable[Record]) -> None:
    """Free the cells of the rows that became records: of a large plan there is room for one of the two.

    A row that names a title stays, for it may be the head of another table.
    """
    rows = {table.sheet: table.rows for table in tables}
    for record in records:
        cells = rows[record.sheet][record.row - 1]
        if not any(map(names_title, cells)):
            rows[record.sheet][record.row - 1] = _READ


def report_unread_parts(notes: ImportNotes, tables: Sequence[Table]) -> None:
    """Add the findings for the rows and sheets of a foreign file that did not go in."""
    read = {each.sheet for each in notes.tables}
    for table in tables:
        if table.sheet not in read and table.first_filled_row() is not None:
            report_unread_sheet(notes, table)
        elif table.sheet in read:
            report_unread_plans(notes, table)
            report_misread_heads(notes, table)
    report_omitted_rows(notes, [table for table in tables if table.sheet in read], is_own=False)


def report_omitted_rows(notes: ImportNotes, read: Iterable[Table], *, is_own: bool) -> None:
    """Complete the omitted rows of these sheets, and add a finding for each that has none."""
    by_sheet = {table.sheet: table for table in read}
    for table in by_sheet.values():
        notes.omitted += _find_unaccounted(notes, table)
    notes.omitted.sort(key=lambda row: (row.sheet, row.row))
    reported = {(finding.sheet, finding.row) for finding in notes.findings}
    headers = {sheet: _list_headers(notes.tables, sheet) for sheet in by_sheet}
    for row in notes.omitted:
        if (row.sheet, row.row) in reported or row.sheet not in by_sheet:
            continue
        if is_own and row.outcome is RowOutcome.EXAMPLE:
            continue
        cells = by_sheet[row.sheet].rows[row.row - 1]
        if row.outcome is RowOutcome.HEADER and _is_head(cells, headers[row.sheet]):
            continue
        notes.add_finding(row.sheet, row.row, "", CODES[row.outcome], value=row.text)


def report_unread_plans(notes: ImportNotes, table: Table) -> bool:
    """Add a finding for each part of a sheet that looks like a plan and did not go in; return whether there
    is one."""
    found = find_unread_plans(table, _list_omitted(notes, table))
    for each in found:
        notes.add_finding(table.sheet, each.first_row + 1, "", UNREAD_PLAN, last=each.last_row + 1)
    return bool(found)


def report_misread_heads(notes: ImportNotes, table: Table) -> None:
    """Add a finding for each row that went in as an action and is the head of another table.

    A row of a form with a label and its value, and another label and its value, is none.
    """
    imported = {row - 1 for row in notes.imported[table.sheet]}
    for index in find_misread_heads(table, imported):
        cells = [(at, cell) for at, cell in enumerate(table.rows[index]) if cell != ""]
        if index + 1 in notes.form_rows[table.sheet] and is_row_of_pairs(cells):
            continue
        notes.add_finding(table.sheet, index + 1, "", MISREAD_HEAD, value=format_row(table, index))


def report_unread_sheet(notes: ImportNotes, table: Table) -> None:
    """Add the finding for a sheet of which nothing was read, and list its rows."""
    notes.unread.append(table.sheet)
    list_unread_rows(notes, table)
    if not report_unread_plans(notes, table):
        first = table.first_filled_row() or 0
        notes.add_finding(table.sheet, first + 1, "", "sheet-not-read", value=table.sheet)


def list_unread_rows(notes: ImportNotes, table: Table) -> None:
    """List the rows of a sheet of which nothing was read; its one finding is for all."""
    notes.omitted += _find_unaccounted(notes, table)


def _list_omitted(notes: ImportNotes, table: Table) -> set[int]:
    """Return the numbers (from 0) of the filled rows of a sheet that did not go in, but for its heads."""
    imported = notes.imported[table.sheet]
    headers = _list_headers(notes.tables, table.sheet)
    return {
        index
        for index, row in enumerate(table.rows)
        if index + 1 not in imported and _is_filled(row) and not _is_head(row, headers)
    }


def _list_headers(tables: Iterable[TableRead], sheet: str) -> set[str]:
    return {column.column for each in tables if each.sheet == sheet for column in each.columns}


def _is_head(row: Sequence[Cell], headers: set[str]) -> bool:
    """Return whether a row holds nothing but headers that are shown as the columns of a table."""
    found = (" ".join(format_cell(cell).split()) for cell in row if cell != "")
    return all(each in headers or is_stamp(each) for each in found)


def _find_unaccounted(notes: ImportNotes, table: Table) -> list[OmittedRow]:
    """Return the filled rows that neither went in nor are listed: what a later step refused."""
    known = {row.row for row in notes.omitted if row.sheet == table.sheet}
    return [
        OmittedRow(table.sheet, index + 1, RowOutcome.REFUSED, format_row(table, index))
        for index in sorted(_list_omitted(notes, table))
        if index + 1 not in known
    ]


def _is_filled(row: Sequence[Cell]) -> bool:
    return any(cell != "" and not is_unchecked(cell) for cell in row)
