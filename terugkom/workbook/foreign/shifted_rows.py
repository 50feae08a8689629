"""Find rows of a csv whose values do not stand below their headers, for a delimiter within a text moved them,
and rows that end too early, for a line end within a text cut them or the file was cut short."""

import re
from collections.abc import Container, Sequence
from itertools import pairwise

from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.import_report import ImportNotes

_MOST = 0.2  # of the rows: more of them have a column without a header
_LEAST = 3  # rows among which that can be told
# Two cells that were one number with a comma in it: 1,5 and € 1.200,50 and 1,5 miljoen.
_WHOLE = re.compile(r"(?:[€$£]|EUR|ca?\.?)?\s*[-+]?\d{1,3}(?:[. ]?\d{3})*", re.IGNORECASE)
_WITH_COMMA = re.compile(r"\W*+(?:\d[\d. ]*)?\d,\d")
_FRACTION = re.compile(r"\d{1,3}(?:\s*(?:[%€$£]|[a-zA-Zµ]{1,9}[²³]?))?\.?")


def find_shifted_rows(table: Table, header_row: int) -> frozenset[int]:
    """Return the indices of the few rows that are longer than the row of headers, with something behind them,
    and of all in which a number with a comma became two cells.

    A program that writes a csv gives all rows one length, also where a column has no header.
    """
    if not table.typed_widths or table.is_form:
        return frozenset()
    last, width = len(table.rows[header_row]), table.get_typed_width(header_row)
    filled = _list_filled_rows(table, header_row)
    longer = [
        index
        for index in filled
        if table.get_typed_width(index) > width and any(cell != "" for cell in table.rows[index][last:])
    ]
    split = _list_split_numbers(table, longer) if table.delimiter == "," else ()
    return frozenset(longer if _are_rare(longer, filled) else ()) | frozenset(split)


def _list_split_numbers(table: Table, longer: Sequence[int]) -> list[int]:
    """Return the rows of a file divided by commas of which a number with a comma became two cells; none where
    cells have such numbers, which were quoted."""
    rows = {index: [format_cell(cell) for cell in table.rows[index]] for index in longer}
    if any(_WITH_COMMA.match(text) for row in rows.values() for text in row):
        return []
    return [
        index
        for index, row in rows.items()
        if any(_WHOLE.fullmatch(each) and _FRACTION.fullmatch(behind) for each, behind in pairwise(row))
    ]


def report_short_rows(notes: ImportNotes, table: Table, header_row: int, actions: Container[int]) -> None:
    """Add a finding for each of the few rows that have fewer cells than there are headers, if it is that of
    an action; `actions` holds the numbers of these."""
    if not table.typed_widths or table.is_form:
        return
    columns = len(table.rows[header_row])
    filled = _list_filled_rows(table, header_row)
    shorter = [index for index in filled if table.get_typed_width(index) < columns]
    for index in shorter if _are_rare(shorter, filled) else ():
        if (number := table.get_row_number(index)) in actions:
            cells = table.get_typed_width(index)
            notes.add_finding(table.sheet, number, "", "too-few-cells", cells=cells, columns=columns)


def _list_filled_rows(table: Table, header_row: int) -> list[int]:
    below = enumerate(table.rows[header_row + 1 :], header_row + 1)
    return [index for index, row in below if any(cell != "" for cell in row)]


def _are_rare(few: list[int], filled: list[int]) -> bool:
    return len(filled) >= _LEAST and len(few) <= max(1, _MOST * len(filled))


def report_shifted_row(notes: ImportNotes, table: Table, index: int, header_row: int) -> None:
    """Add a finding for a row whose values belong to other columns."""
    cells, columns = table.get_typed_width(index), table.get_typed_width(header_row)
    number = table.get_row_number(index)
    notes.add_finding(table.sheet, number, "", "too-many-cells", cells=cells, columns=columns)
