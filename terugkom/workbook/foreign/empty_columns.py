"""Columns with a header and nothing below it: they have a field where no filled column may."""

from collections.abc import Container, Mapping
from itertools import islice

from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.header_matching import get_cell

_SAMPLE_ROWS = 200


def list_empty_columns(
    table: Table, header_row: int, width: int, instruction_rows: Container[int]
) -> frozenset[int]:
    """Return the columns without a cell below the header and the rows that explain it."""
    sample = islice(enumerate(table.rows), header_row + 1, header_row + 1 + _SAMPLE_ROWS)
    rows = [row for index, row in sample if index not in instruction_rows]
    return frozenset(at for at in range(width) if all(get_cell(row, at) == "" for row in rows))


def put_empty_columns_last(
    scores: dict[tuple[int, str], float], columns: Mapping[int, list[Cell]], least: float
) -> None:
    """Put an empty column behind a filled one of the same field that scores `least` or more, in place."""
    filled: dict[str, float] = {}
    for (at, field), score in scores.items():
        if columns[at] and score >= least:
            filled[field] = min(score, filled.get(field, score))
    for (at, field), score in scores.items():
        if not columns[at] and field in filled:
            scores[at, field] = min(score, filled[field] - 0.001)
