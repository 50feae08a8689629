"""Tell what a sheet shows beside the values of its cells, which are read as they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from terugkom.documents.one_line import to_one_line
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.cell_marks import MarkKind
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.import_report import ImportNotes

_MIN_COLOURED = 2  # empty cells of a column with a colour alone: one may be marked to be filled in
_MAX_COLUMNS = 3  # with such cells that have a finding each
_MAX_SHOWN = 200  # characters of a text in a finding


def report_marks(notes: ImportNotes, table: Table, header_row: int) -> None:
    """Add a finding for each mark of a whole sheet, and one for all that is crossed out in a row.

    The row of the header counts from 0. A note at it or above tells how to fill in the sheet.
    """
    sheet, rows = table.sheet, table.rows
    crossed_out: defaultdict[int, list[int]] = defaultdict(list)
    for mark in table.marks:
        column = format_cell(_get(rows, header_row, mark.column)) if header_row >= 0 else ""
        if mark.kind is MarkKind.DRAWN:
            notes.add_finding(sheet, mark.row + 1, "", "drawn-text", value=_shorten(mark.text))
        elif mark.kind is MarkKind.CROSSED_WORDS:
            notes.add_finding(sheet, 1, "", "crossed-words")
        elif mark.row <= header_row or mark.kind is MarkKind.MAIL_LINK:
            continue
        elif mark.kind is MarkKind.NOTE:
            notes.add_finding(
                sheet, mark.row + 1, to_one_line(column), "cell-note", value=_shorten(mark.text)
            )
        elif mark.kind in (MarkKind.COLOURED, MarkKind.COLOURED_VALUE):
            continue  # below
        elif _get(rows, mark.row, mark.column) != "":
            crossed_out[mark.row].append(mark.column)
    for row, columns in sorted(crossed_out.items()):
        texts = [to_one_line(format_cell(_get(rows, row, at))) for at in sorted(columns)]
        header = to_one_line(format_cell(_get(rows, header_row, columns[0]))) if len(columns) == 1 else ""
        notes.add_finding(sheet, row + 1, header, "crossed-out", value=_shorten(" | ".join(texts)))
    _report_coloured(notes, table, header_row, _list_coloured(table, header_row))


def _list_coloured(table: Table, header_row: int) -> dict[int, list[int]]:
    """Return the rows by column of the cells that say something by a colour alone.

    Not of a row without a value, of a merged cell, of a block whose name stands at its top in the same
    colour, nor of a column that has one colour from top to bottom.
    """
    filled = {row for row in range(header_row + 1, len(table.rows)) if any(map(_has_value, table.rows[row]))}
    colours: defaultdict[int, dict[int, str]] = defaultdict(dict)  # by column and row
    empty: defaultdict[int, list[int]] = defaultdict(list)
    for mark in table.marks:
        if mark.kind in (MarkKind.COLOURED, MarkKind.COLOURED_VALUE) and mark.row in filled:
            colours[mark.column][mark.row] = mark.text
            if mark.kind is MarkKind.COLOURED:
                empty[mark.column].append(mark.row)
    merged: defaultdict[int, set[int]] = defaultdict(set)
    for top, left, bottom, right in table.merged:
        for column in (each for each in empty if left <= each <= right):
            merged[column] |= filled & set(range(top, min(bottom + 1, len(table.rows))))
    found = {}
    for column, rows in empty.items():
        of_column = colours[column]
        if len(of_column.keys() | merged[column]) == len(filled) and len(set(of_column.values())) == 1:
            continue
        named = of_column.keys() - set(rows)  # and those below in the same colour
        for row in sorted(rows):
            if row - 1 in named and of_column[row - 1] == of_column[row]:
                named.add(row)
        found[column] = [row for row in rows if row not in named and row not in merged[column]]
    return {column: rows for column, rows in found.items() if rows}


def _has_value(cell: Cell) -> bool:
    return cell != ""


def _report_coloured(
    notes: ImportNotes, table: Table, header_row: int, coloured: Mapping[int, Sequence[int]]
) -> None:
    """Add the finding that cells of a column are empty but for their colour; one for all where many columns
    are, as those of a calendar of bars."""
    headers = {at: to_one_line(format_cell(_get(table.rows, header_row, at))) for at in sorted(coloured)}
    found = [(at, header) for at, header in headers.items() if header and len(coloured[at]) >= _MIN_COLOURED]
    count = sum(len(coloured[at]) for at, _ in found)
    if len(found) > _MAX_COLUMNS:
        row = min(coloured[at][0] for at, _ in found)
        columns = _shorten(", ".join(header for _, header in found))
        notes.add_finding(table.sheet, row + 1, "", "coloured-cells", count=count, header=columns)
    for at, header in found if len(found) <= _MAX_COLUMNS else ():
        notes.add_finding(
            table.sheet, coloured[at][0] + 1, header, "coloured-cells", count=len(coloured[at]), header=header
        )


def _get(rows: Sequence[Sequence[Cell]], row: int, column: int) -> Cell:
    return rows[row][column] if 0 <= row < len(rows) and column < len(rows[row]) else ""


def _shorten(text: str) -> str:
    line = to_one_line(text)
    return line if len(line) <= _MAX_SHOWN else f"{line[: _MAX_SHOWN - 1]}…"
