"""Find what looks like a table of actions among the rows that were not read.

It judges by what any plan has, more loosely than the detection does: a false alarm costs a look, a missed
table hides a part of a plan.
"""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.column_scores import (
    compute_matching_share,
    is_title_content,
    score_fields,
)
from terugkom.workbook.foreign.header_matching import get_cell
from terugkom.workbook.foreign.header_synonyms import HEADER_SYNONYMS
from terugkom.workbook.foreign.year_columns import is_row_of_years

_SURE = 0.8  # score of a header that names a field
_TITLES = frozenset({"title", "part"})
_MARKS = frozenset({"owners", "organisation", "deadline", "status", "start", "code", "budget_text"})
_FORM_LABELS = _TITLES | _MARKS | {"description"}
_MIN_ROWS, _MIN_LABELS = 3, 3
_MIN_SHARE = 0.5  # of the cells of a column that are days, states or addresses
_SAMPLE_ROWS = 200

_CODE = re.compile(r"[^\W\d_]{0,4}[-. ]?\d+(?:[-./]\w{1,4})*\.?")

_TITLE_WORDS = frozenset(" ".join(word.split()) for word in HEADER_SYNONYMS["title"].split("|"))
_MAX_TITLE_WORD = max(map(len, _TITLE_WORDS)) + 1

Row = Sequence[Cell]


@dataclass(frozen=True)
class UnreadTable:
    """Its first and its last row, from 0."""

    first_row: int
    last_row: int


def find_unread_plans(table: Table, omitted: Container[int]) -> list[UnreadTable]:
    """Return what looks like a plan among the omitted rows (from 0) of a sheet, in order."""
    blocks = _split_blocks(table, omitted)
    return [UnreadTable(block[0], block[-1]) for block in blocks if _looks_like_plan(table, block)]


def find_misread_heads(table: Table, imported: Container[int]) -> list[int]:
    """Return which of the imported rows (from 0) name the columns of a plan: the head of another table."""
    return [
        index
        for index, row in enumerate(table.rows)
        if index in imported and any(map(names_title, row)) and _is_plan_header(row)
    ]


def names_title(cell: Cell) -> bool:
    """Return whether a cell is exactly what a column of titles is called; it is fast, for each is asked."""
    return isinstance(cell, str) and 0 < len(cell) < _MAX_TITLE_WORD and cell.strip().lower() in _TITLE_WORDS


def _split_blocks(table: Table, omitted: Container[int]) -> Iterator[list[int]]:
    """Yield the omitted rows with no other filled row between them."""
    block: list[int] = []
    for index, row in enumerate(table.rows):
        if index in omitted:
            block.append(index)
        elif block and any(cell != "" for cell in row):
            yield block
            block = []
    if block:
        yield block


def _looks_like_plan(table: Table, block: Sequence[int]) -> bool:
    rows = [table.rows[index] for index in block[:_SAMPLE_ROWS]]
    return _has_headers(rows) or _is_form(rows) or _has_plan_content(rows)


def _has_headers(rows: Sequence[Row]) -> bool:
    """Return whether a row names the columns of a plan and a row with two cells stands below it."""
    filled = [sum(cell != "" for cell in row) for row in rows]
    for at in range(1, len(rows)):
        if is_row_of_years(rows[at - 1], rows[at]):
            filled[at] = 0  # the second row of a header
    return any(max(filled[at + 1 :], default=0) > 1 and _is_plan_header(row) for at, row in enumerate(rows))


def _is_plan_header(row: Row) -> bool:
    named = [fields for cell in row if (fields := _name_fields(cell))]
    return len(named) > 1 and any(_TITLES & each for each in named) and any(_MARKS & each for each in named)


def _name_fields(cell: Cell) -> set[str]:
    if not isinstance(cell, str) or not cell or len(cell) > 80:
        return set()
    return {field for field, score in score_fields(" ".join(cell.split())).items() if score >= _SURE}


def _is_form(rows: Sequence[Row]) -> bool:
    """Return whether labels of a plan stand below one another, each with something to its right."""
    found: dict[int, set[str]] = {}
    for row in rows:
        for at, cell in enumerate(row[:-1]):
            if any(each != "" for each in row[at + 1 :]):
                found.setdefault(at, set()).update(_FORM_LABELS & _name_fields(_strip_colon(cell)))
    return any(len(labels) >= _MIN_LABELS for labels in found.values())


def _strip_colon(cell: Cell) -> Cell:
    return cell.rstrip(": ") if isinstance(cell, str) else cell


def _has_plan_content(rows: Sequence[Row]) -> bool:
    """Return whether one column looks like titles and another like days, states or addresses; or like codes,
    where there is a third."""
    return _has_columns(rows, 2, _are_marks) or _has_columns(rows, 3, _are_codes)


def _has_columns(rows: Sequence[Row], width: int, are_marks: Callable[[list[Cell]], bool]) -> bool:
    wide = [row for row in rows if sum(cell != "" for cell in row) >= width]
    if len(wide) < _MIN_ROWS:
        return False
    columns = [
        [cell for row in wide if (cell := get_cell(row, at)) != ""] for at in range(max(map(len, wide)))
    ]
    filled = [(at, cells) for at, cells in enumerate(columns) if len(cells) >= _MIN_ROWS]
    titles = {at for at, cells in filled if _are_titles(cells)}
    marks = {at for at, cells in filled if are_marks(cells)}
    return any(title != mark for title in titles for mark in marks)


def _are_titles(cells: list[Cell]) -> bool:
    return is_title_content(cells) and any(" " in format_cell(cell) for cell in cells)


def _are_marks(cells: list[Cell]) -> bool:
    """Return whether most are days or addresses, or states of which one comes twice: in a list of choices
    each comes once."""
    repeated = len(set(cells)) < len(cells)
    kinds = ("date", "email", *(("status",) if repeated else ()))
    return any(compute_matching_share(kind, cells) >= _MIN_SHARE for kind in kinds)


def _are_codes(cells: list[Cell]) -> bool:
    return sum(1 for cell in cells if _CODE.fullmatch(format_cell(cell))) >= _SURE * len(cells)
