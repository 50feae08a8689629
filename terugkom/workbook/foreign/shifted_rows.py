"""Find rows of a csv whose values do not stand below their headers: a delimiter within a text moved them."""

from terugkom.workbook.import_report import ImportNotes
from terugkom.workbook.read_tables import Table

_MOST = 0.2  # of the rows: more of them have a column without a header
_LEAST = 3  # rows among which that can be told


def find_shifted_rows(table: Table, header_row: int) -> frozenset[int]:
    """Return the indices of the few rows that are longer than the row of headers, with something behind them.

    A program that writes a csv gives all rows one length, also where a column has no header.
    """
    if not table.typed_widths or table.is_form:
        return frozenset()
    last, width = len(table.rows[header_row]), table.get_typed_width(header_row)
    filled = [
        index
        for index, row in enumerate(table.rows[header_row + 1 :], header_row + 1)
        if any(cell != "" for cell in row)
    ]
    longer = [
        index
        for index in filled
        if table.get_typed_width(index) > width and any(cell != "" for cell in table.rows[index][last:])
    ]
    is_rare = len(filled) >= _LEAST and len(longer) <= max(1, _MOST * len(filled))
    return frozenset(longer) if is_rare else frozenset()


def report_shifted_row(notes: ImportNotes, table: Table, index: int, header_row: int) -> None:
    """Add a finding for a row whose values belong to other columns."""
    cells, columns = table.get_typed_width(index), table.get_typed_width(header_row)
    number = table.get_row_number(index)
    notes.add_finding(table.sheet, number, "", "too-many-cells", cells=cells, columns=columns)
