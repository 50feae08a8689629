"""Find the header rows of the tables in a sheet, wherever they stand, by the words in them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.column_scores import score_fields
from terugkom.workbook.foreign.header_matching import NO_FIELD, is_units_row, normalize_header
from terugkom.workbook.foreign.plan_layouts import find_header_field
from terugkom.workbook.foreign.year_columns import find_upper_header, is_row_of_years

_MAX_HEADER_LENGTH = 80  # characters; a title in a row of data may be longer
_MAX_HEADER_ROWS = 5  # rows of one header, and blank ones between
_LONGEST_HEADER = 400  # with an explanation in it
_LIKELY = 0.6  # a score by which words that stand at the beginning of a table are a header's
_YEARS = range(1990, 2100)
_SHARE_OF_SAME_CELLS = 0.9


def find_header_rows(table: Table) -> list[int]:
    """Return the indices of the rows that are the header of a table, one for each table.

    A row is a header by words that head our fields, or by words that head another table of the sheet. Where a
    header has two rows, its first counts. A header that is repeated within its table is none.
    """
    return list(_leave_out_repeated(table, _find_all(table)))


def find_first_header(table: Table, columns: range | None = None) -> int | None:
    """Return the index of the first row that is a header by its words, or has them in these columns."""
    for index, row in enumerate(table.rows):
        cells = row[columns.start : columns.stop] if columns else row
        if _could_be_header(cells) and _has_header_words(cells, opens_block(table, index)):
            return index
    return None


def find_header_end(table: Table) -> int | None:
    """Return the index of the last row of the first header, or None where no row has a header's words."""
    end = find_first_header(table)
    if end is None:
        return None
    for index in _find_all(replace(table, rows=table.rows[: end + _MAX_HEADER_ROWS])):
        if index > end and not any(map(count_filled, table.rows[end + 1 : index])):
            end = index
    lower = end + 1
    while lower < len(table.rows) and is_units_row(table.rows[lower]):
        lower += 1
    has_two = lower < len(table.rows) and _is_lower_header(table.rows[end], table.rows[lower])
    return lower if has_two else end


def _is_lower_header(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Return whether a row below a header holds words of headers: "Start" and "End" below a period.

    Half of them may be other words, or years, if all stand below headers of several columns, two below the
    same: where blank columns stand between others, each value of a row has a header of its own.
    """
    if is_row_of_years(above, row):
        return True
    cells = [(at, cell) for at, cell in enumerate(row) if cell != ""]
    if (
        len(cells) < 2
        or not _could_be_header(row)
        or any(len(str(cell)) > _MAX_HEADER_LENGTH for _, cell in cells)
    ):
        return False
    known = sum(bool(isinstance(cell, str) and find_header_field(cell)) for _, cell in cells)
    years = sum((text := format_cell(cell)).isdecimal() and int(text[:5]) in _YEARS for _, cell in cells)
    groups = {find_upper_header(above, at) for at, _ in cells if _is_of_group(above, at)}
    is_below_groups = all(_is_of_group(above, at) for at, _ in cells) and len(groups) < len(cells)
    return known == len(cells) or (known > 0 and 2 * (known + years) >= len(cells) and is_below_groups)


def _is_of_group(header: Sequence[Cell], at: int) -> bool:
    """Return whether a header stands over this column and one beside it: the cell of one of them is blank."""
    cells = [*header, *([""] * (at + 2 - len(header)))]
    return (cells[at] == "" and any(cell != "" for cell in cells[:at])) or (
        cells[at] != "" and cells[at + 1] == ""
    )


def _find_all(table: Table) -> list[int]:
    candidates = [index for index, row in enumerate(table.rows) if _could_be_header(row)]
    opening = {index for index in candidates if opens_block(table, index)}
    found = {index for index in candidates if _has_header_words(table.rows[index], index in opening)}
    words = {word for index in found for word in _list_words(table.rows[index])}
    return [
        index
        for index in candidates
        if index in found or (index in opening and _shares_words(table.rows[index], words))
    ]


def opens_block(table: Table, index: int) -> bool:
    """Return whether nothing, or a line with one text, stands above a row."""
    above = table.rows[index - 1] if index else []
    return sum(cell != "" for cell in above) < 2


def is_same_header(first: Sequence[Cell], second: Sequence[Cell]) -> bool:
    """Return whether two rows hold the same header in the same columns."""
    same = sum(
        1 for one, other in zip(first, second, strict=False) if one != "" and _word(one) == _word(other)
    )
    filled = max(sum(cell != "" for cell in row) for row in (first, second))
    return same >= _SHARE_OF_SAME_CELLS * filled


def count_filled(row: Sequence[Cell]) -> int:
    """Return the number of cells with something in them."""
    return sum(cell != "" for cell in row)


def _could_be_header(row: Sequence[Cell]) -> bool:
    texts = 0
    for cell in row:
        if isinstance(cell, str):
            texts += cell != ""
            if len(cell) > _LONGEST_HEADER:
                return False
        elif isinstance(cell, bool) or not isinstance(cell, int | float) or cell not in _YEARS:
            return False
    return texts > 1


def _has_header_words(row: Sequence[Cell], is_opening: bool) -> bool:
    """Return whether most cells of a row are words that head our fields, of which at least two differ.

    Amid a table a row must be a header by its words alone, and have one for the title of an action.
    """
    texts = [cell for cell in row if isinstance(cell, str) and cell]
    fields = [_find_field(text, is_opening) for text in texts]
    known = [field for field in fields if field is not None]
    ours = set(known) - {NO_FIELD}
    if is_opening:
        is_sure = any(find_header_field(text) for text in texts if len(text) <= _MAX_HEADER_LENGTH)
        return is_sure and len(ours) > 1 and 2 * len(known) >= len(texts)
    return len(ours) > 1 and "title" in ours and len(known) >= _LIKELY * len(texts)


def _find_field(text: str, is_opening: bool) -> str | None:
    if len(text) > _MAX_HEADER_LENGTH:
        return None
    exact = find_header_field(text)
    if exact is not None or not is_opening or any(each.isdigit() for each in text):
        return exact
    scores = score_fields(text)
    best = max(scores, key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] >= _LIKELY else None


def _shares_words(row: Sequence[Cell], words: set[str]) -> bool:
    own = _list_words(row)
    shared = sum(word in words for word in own)
    return shared > 1 and 2 * shared >= len(own)


def _list_words(row: Sequence[Cell]) -> list[str]:
    return [word for cell in row if (word := _word(cell))]


def _word(cell: Cell) -> str:
    return normalize_header(format_cell(cell))


def _leave_out_repeated(table: Table, found: Sequence[int]) -> Iterator[int]:
    """Yield the header rows without those that only continue or repeat the one before."""
    last: int | None = None
    for index in found:
        if last is not None:
            between = table.rows[last + 1 : index]
            if not any(map(count_filled, between)):
                last = index  # the second row of a header of two
                continue
            if is_same_header(table.rows[last], table.rows[index]) and opens_nothing(between):
                continue
        yield index
        last = index


def opens_nothing(between: Sequence[Sequence[Cell]]) -> bool:
    """Return whether no line with one text stands right above a header that comes after these rows."""
    filled = [count_filled(row) for row in between]
    return not filled or filled[-1] != 1
