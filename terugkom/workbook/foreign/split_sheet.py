"""Split a sheet into the tables in it, which stand under or beside one another."""

import re
from dataclasses import replace
from itertools import pairwise

from terugkom.normalize import strip_accents
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.header_matching import NO_FIELD, get_cell
from terugkom.workbook.foreign.header_rows import (
    count_filled,
    find_first_header,
    find_header_rows,
    is_same_header,
)
from terugkom.workbook.foreign.header_synonyms import CAPTION_PATTERN, PLAN_WORDS, SECTION_PATTERN
from terugkom.workbook.foreign.plan_layouts import find_header_field
from terugkom.workbook.foreign.table_columns import cut_columns, list_filled_columns

_SECTION = re.compile(SECTION_PATTERN)
_LEAST_APART, _LEAST_ATTACHED = 2, 3  # rows of a table above a header: with a blank row between, and without
_MOST_OF_LABELS = 2  # columns of lines with a label and its value
_PLAN = re.compile(PLAN_WORDS)
_CAPTION = re.compile(CAPTION_PATTERN)


def split_sheet(table: Table) -> list[Table]:
    """Return the tables of a sheet, each with the numbers of its rows, and blank where others stand.

    The line above one of several tables is its `heading`. A sheet with one table is returned as it is.
    """
    beside = [part for column in _split_columns(table) for part in _split_rows(column)]
    parts = [part for each in beside for part in _split_columns(each)]
    return _drop_common_headings(parts) if len(parts) > 1 else [table]


def _split_rows(table: Table) -> list[Table]:
    """Return the tables under one another; what stands above the first header belongs to the first."""
    headers = _add_first_header(table, find_header_rows(table))
    has_headings = bool(headers) and _is_line(table, headers[0] - 1)
    starts = [0, *(_find_start(table, header, above, has_headings) for above, header in pairwise(headers))]
    if len(starts) < 2:
        return [table]
    ends = [*starts[1:], len(table.rows)]
    return [
        replace(cut_rows(table, start, end), heading=_find_heading(table, start, header))
        for start, end, header in zip(starts, ends, headers, strict=True)
    ]


def _add_first_header(table: Table, headers: list[int]) -> list[int]:
    """Return the header rows with that of a table above them, whose words we do not know: its first row.

    A few lines with two cells above a header tell of the plan, or are the upper rows of the header.
    """
    if not headers:
        return headers
    wide = [index for index in range(headers[0]) if count_filled(table.rows[index]) > 1]
    is_apart = bool(wide) and any(not count_filled(row) for row in table.rows[wide[-1] : headers[0]])
    columns = {at for index in wide for at, cell in enumerate(table.rows[index]) if cell != ""}
    is_table = len(wide) >= (_LEAST_APART if is_apart else _LEAST_ATTACHED) and len(columns) > _MOST_OF_LABELS
    return [wide[0], *headers] if is_table else headers


def _find_start(table: Table, header: int, above: int, has_headings: bool) -> int:
    """Return the index of the first of the lines right above a header, which belong to its table.

    A line without a blank row above it may be the last action of the table above.
    """
    start = index = header
    while index - 1 > above and count_filled(table.rows[index - 1]) < 2:
        index -= 1
        if count_filled(table.rows[index]):
            start = index
    if start == header or not any(map(count_filled, table.rows[above + 1 : start])):
        return header  # no lines, or all that the table above holds
    if not count_filled(table.rows[start - 1]):
        return start
    is_next = start + 1 == header or count_filled(table.rows[start + 1])
    is_other = not is_same_header(table.rows[above], table.rows[header])
    return start if is_next and (is_other or has_headings or _is_heading(table, start, above)) else start + 1


def _is_line(table: Table, index: int) -> bool:
    return index >= 0 and count_filled(table.rows[index]) == 1


def _is_heading(table: Table, index: int, header: int) -> bool:
    """Return whether a line is a heading by its words or its place, and no action with only a title."""
    at = next(place for place, cell in enumerate(table.rows[index]) if cell != "")
    text = format_cell(table.rows[index][at])
    if find_header_field(format_cell(get_cell(table.rows[header], at))) != "title":
        return True
    is_merged = any(top == index and right > left for top, left, _, right in table.merged)
    return is_merged or text.isupper() or _SECTION.match(strip_accents(text)) is not None


def _find_heading(table: Table, start: int, header: int) -> str:
    """Return the line above a header that names its part of the plan: one that says so, else the nearest.

    The caption of a table names none, nor does the first line of a sheet that is the title of a plan.
    """
    first = table.first_filled_row()
    texts = {
        index: format_cell(next(cell for cell in table.rows[index] if cell != ""))
        for index in range(start, header)
        if count_filled(table.rows[index]) == 1
    }
    lines = [
        text
        for index, text in texts.items()
        if not _CAPTION.match(strip_accents(text))
        and not (index == first and _PLAN.search(strip_accents(text)))
    ]
    named = [line for line in lines if _SECTION.match(strip_accents(line))]
    return (named or lines or [""])[-1].rstrip(": ")


def _drop_common_headings(parts: list[Table]) -> list[Table]:
    """Return the tables without a heading that is the same for all, which names no part of the plan."""
    if len({part.heading for part in parts}) > 1:
        return parts
    return [replace(part, heading="") for part in parts]


def _split_columns(table: Table) -> list[Table]:
    """Return the tables beside one another, between which a column is blank or the header begins again."""
    groups = _list_column_groups(table)
    if len(groups) < 2:
        return [table]
    parts = [cut_columns(table, group) for group in groups]
    heads = [_list_header_fields(part) for part in parts]
    own = [index for index, fields in enumerate(heads) if "title" in fields and len(fields) > 1]
    if len(own) < 2 or not all(
        _stand_apart(parts[one], heads[one], parts[other], heads[other]) for one, other in pairwise(own)
    ):
        return [table]
    starts = [0, *own[1:]]
    ends = [*own[1:], len(groups)]
    return [
        cut_columns(table, range(groups[start].start, groups[end - 1].stop))
        for start, end in zip(starts, ends, strict=True)
    ]


def _stand_apart(one: Table, one_fields: set[str], other: Table, other_fields: set[str]) -> bool:
    """Return whether two groups of columns are two tables: both have titles and more, or they begin or end in
    different rows. One table may have a second column that could be the title's, and a blank one between.
    """
    first, second = _list_filled(one), _list_filled(other)
    return len(one_fields & other_fields) > 1 or first[0] != second[0] or abs(len(first) - len(second)) > 1


def _list_filled(table: Table) -> list[int]:
    return [index for index, row in enumerate(table.rows) if count_filled(row) > 1]


def _list_header_fields(table: Table) -> set[str]:
    header = find_first_header(table)
    if header is None:
        return set()
    fields = {find_header_field(cell) for cell in table.rows[header] if isinstance(cell, str) and cell}
    return {field for field in fields if field and field != NO_FIELD}


def _list_column_groups(table: Table) -> list[range]:
    """Return the columns between blank ones, and those of a header that begins again without one."""
    return [part for columns in list_filled_columns(table) for part in _split_repeated_header(table, columns)]


def _split_repeated_header(table: Table, columns: range) -> list[range]:
    """Return the columns in as many groups as the header repeats itself: Nr, Actie, Nr, Actie."""
    header = find_first_header(table, columns)
    if header is not None:
        words = [format_cell(get_cell(table.rows[header], at)).lower() for at in columns]
        for length in range(2, len(words) // 2 + 1):
            times = len(words) // length
            if all(words) and words == words[:length] * times:
                first = columns.start
                return [range(first + turn * length, first + (turn + 1) * length) for turn in range(times)]
    return [columns]


def cut_rows(table: Table, start: int, end: int) -> Table:
    """Return some rows of a table, with their numbers in the sheet."""
    merged = tuple(
        (top - start, left, bottom - start, right)
        for top, left, bottom, right in table.merged
        if start <= top < end
    )
    numbers = table.row_numbers or range(1, len(table.rows) + 1)
    return replace(table, rows=table.rows[start:end], merged=merged, row_numbers=numbers[start:end])
