"""Cut a sheet into groups of columns, between which a column is blank."""

from dataclasses import replace
from itertools import groupby

from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.header_matching import get_cell
from terugkom.workbook.foreign.header_rows import count_filled


def list_filled_columns(table: Table) -> list[range]:
    """Return the groups of columns between blank ones; lines with one text may stand in a blank one."""
    rows = [row for row in table.rows if count_filled(row) > 1]
    width = max(map(len, rows), default=0)
    filled = [any(get_cell(row, at) != "" for row in rows) for at in range(width)]
    groups = (list(columns) for is_filled, columns in groupby(range(width), filled.__getitem__) if is_filled)
    return [range(columns[0], columns[-1] + 1) for columns in groups]


def split_blank_columns(table: Table) -> list[Table]:
    """Return a table for each group of columns between blank ones; lines with one text stay with the group
    in which they stand."""
    groups = list_filled_columns(table)
    if len(groups) < 2:
        return [table]
    ends = [group.start for group in groups[1:]]
    starts = [0, *ends]
    width = max(map(len, table.rows))
    return [cut_columns(table, range(start, end)) for start, end in zip(starts, [*ends, width], strict=True)]


def cut_columns(table: Table, columns: range) -> Table:
    """Return a table in which all other columns are blank, so that each column keeps its place."""
    left: list[Cell] = [""] * columns.start
    cut = (row[columns.start : columns.stop] for row in table.rows)
    rows = [left + row if count_filled(row) else [] for row in cut]
    merged = tuple(each for each in table.merged if each[1] in columns)
    return replace(table, rows=rows, merged=merged)
