"""Tell of cells whose letters were lost or decoded wrongly, which are read so, what they likely were."""

from terugkom.documents.one_line import to_one_line
from terugkom.garbled_text import LOST, repair_text
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.import_report import ImportNotes

_MOST = 100  # cells of a sheet that are told; of more their number
_MAX_SHOWN = 120  # characters of a text in a finding


def report_garbled(notes: ImportNotes, table: Table, header_row: int) -> None:
    """Add a finding for each garbled cell of a sheet; the row of the header counts from 0."""
    headers = table.rows[header_row] if 0 <= header_row < len(table.rows) else []
    count = 0
    for index, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            if not isinstance(cell, str) or cell.isascii():
                continue
            repaired = repair_text(cell)
            if repaired == cell and LOST not in cell:
                continue
            count += 1
            if count > _MOST:
                continue
            header = to_one_line(format_cell(headers[column])) if column < len(headers) else ""
            header = header if index > header_row else ""
            row_number = table.get_row_number(index)
            if LOST in cell:
                notes.add_finding(table.sheet, row_number, header, "lost-letters", value=_shorten(cell))
            else:
                likely = _shorten(repaired)
                notes.add_finding(
                    table.sheet, row_number, header, "garbled-text", value=_shorten(cell), likely=likely
                )
    if count > _MOST:
        notes.add_finding(table.sheet, 1, "", "garbled-more", count=count - _MOST)


def _shorten(text: str) -> str:
    line = to_one_line(text)
    return line if len(line) <= _MAX_SHOWN else f"{line[: _MAX_SHOWN - 1]}…"
