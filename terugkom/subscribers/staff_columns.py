"""The columns of a sheet of a staff list: its header, and a column of addresses that is there twice."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from terugkom.documents.mail_address import parse_address
from terugkom.normalize import normalize_text
from terugkom.subscribers.in_service import says_who_works_here
from terugkom.subscribers.staff_headers import HEADER_SYNONYMS, OTHER_HEADERS, PRIVATE_HEADER_PATTERN
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.header_matching import NO_FIELD as NONE_OF_OURS
from terugkom.workbook.foreign.header_matching import (
    filter_own_fields,
    get_cell,
    index_synonyms,
    normalize_header,
    read_headers,
    score_header,
)

_MAX_HEADER_ROWS = 40  # rows searched for a header
_SAMPLE_ROWS = 200  # rows read to detect a column of addresses
_MIN_SCORE = 0.5
_HEADER_WORDS = index_synonyms(HEADER_SYNONYMS, OTHER_HEADERS)
_PRIVATE_PATTERN = re.compile(PRIVATE_HEADER_PATTERN)
_NAME_FIELDS = frozenset(["name", "first_name", "last_name"])


@dataclass(frozen=True)
class StaffLayout:
    """A recognised sheet: its header row, its headers, and the column of each field."""

    table: Table
    header_row: int
    headers: tuple[str, ...]
    column_indexes: Mapping[str, int]
    score: float


def find_staff_layout(table: Table) -> StaffLayout | None:
    """Return the layout with the highest score, or None if the sheet contains no addresses."""
    first = table.first_filled_row() or 0
    layouts = (
        _match_layout(table, row) for row in range(first, min(first + _MAX_HEADER_ROWS, len(table.rows)))
    )
    return max((layout for layout in layouts if layout), key=lambda layout: layout.score, default=None)


def _match_layout(table: Table, header_row: int) -> StaffLayout | None:
    headers = read_headers(table, header_row)
    if any(map(parse_address, headers)):
        return None  # a row of the list itself
    similarities = [score_header(header, _HEADER_WORDS) for header in headers]
    sample = table.rows[header_row + 1 : header_row + 1 + _SAMPLE_ROWS]
    address_shares = {
        column_index: 0.0
        if _PRIVATE_PATTERN.search(normalize_text(header))
        else _compute_address_share(sample, column_index, header)
        for column_index, header in enumerate(headers)
    }
    scores = [
        (score * address_shares[column_index] if field == "email" else score, field, column_index)
        for column_index, found in enumerate(similarities)
        for field, score in filter_own_fields(dict(found)).items()
        if score >= _MIN_SCORE and (field != "email" or address_shares[column_index] >= _MIN_SCORE)
        if field != "in_service"
        or says_who_works_here(headers[column_index], _list_texts(table, header_row, column_index))
    ]
    column_indexes: dict[str, int] = {}
    total = 0.0
    for score, name, column_index in sorted(scores, key=lambda each: (-each[0], each[2])):
        if name not in column_indexes and column_index not in column_indexes.values():
            column_indexes[name] = column_index
            total += score
    if "email" not in column_indexes:  # an unknown header over a column that is certainly addresses
        free = [
            column_index
            for column_index, found in enumerate(similarities)
            if headers[column_index] and NONE_OF_OURS not in found
        ]
        best = max(free, key=address_shares.__getitem__, default=None)
        if best is None or address_shares[best] <= _MIN_SCORE or not column_indexes:
            return None
        column_indexes["email"] = best
    return StaffLayout(table, header_row, headers, column_indexes, total)


def _list_texts(table: Table, header_row: int, column_index: int) -> list[str]:
    return [format_cell(get_cell(row, column_index)).strip() for row in table.rows[header_row + 1 :]]


def _compute_address_share(rows: Sequence[Sequence[Cell]], column_index: int, header: str) -> float:
    """Return the fraction (0 to 1) of filled cells of a column that are addresses; 0.5 if none is filled. Its
    header, which may stand above each part of a list, is left out."""
    texts = [text for row in rows if (text := format_cell(get_cell(row, column_index))) not in ("", header)]
    return sum(map(bool, map(parse_address, texts))) / len(texts) if texts else _MIN_SCORE


def is_header_row(texts: Sequence[str]) -> bool:
    """Return whether the texts of a row are headers: two of them are those of fields, and none is an
    address."""
    fields = {_HEADER_WORDS.get(normalize_header(text), NONE_OF_OURS) for text in texts}
    return len(fields - {NONE_OF_OURS}) > 1 and not any(map(parse_address, texts))


def is_on_its_side(table: Table) -> bool:
    """Return whether the people of a table stand in its columns: a row with the header of addresses has more
    of them than any column."""
    rows = {
        index: [at for at, cell in enumerate(row) if parse_address(format_cell(cell))]
        for index, row in enumerate(table.rows[:_MAX_HEADER_ROWS])
    }
    widest = max(rows, key=lambda index: len(rows[index]), default=0)
    places = rows.get(widest, [])
    columns = (
        sum(bool(parse_address(format_cell(get_cell(row, at)))) for row in table.rows[:_SAMPLE_ROWS])
        for at in places
    )
    if len(places) < 2 or len(places) <= max(columns):
        return False
    header = next((format_cell(cell) for cell in table.rows[widest][: places[0]] if cell != ""), "")
    return score_header(header, _HEADER_WORDS).get("email", 0) >= _MIN_SCORE


def place_address(layout: StaffLayout, row: Sequence[Cell]) -> Sequence[Cell]:
    """Return a row with its address in the column of addresses, where it stands in one of names instead."""
    at = layout.column_indexes["email"]
    written = format_cell(get_cell(row, at))
    names = [place for name, place in layout.column_indexes.items() if name in _NAME_FIELDS]
    swapped = next((each for each in names if parse_address(format_cell(get_cell(row, each)))), None)
    if swapped is None or not written or parse_address(written):
        return row
    cells_in_place = [*row]
    cells_in_place[at], cells_in_place[swapped] = row[swapped], row[at]
    return cells_in_place


def list_name_columns(layout: StaffLayout) -> range:
    """Return the columns below the header of the names: several where it is merged over them."""
    at = layout.column_indexes["name"]
    ends = (
        right
        for top, left, bottom, right in layout.table.merged
        if top <= layout.header_row <= bottom and left == at
    )
    return range(at, max(ends, default=at) + 1)


def list_columns_apart(layout: StaffLayout) -> list[int]:
    """Return the columns beyond one that is blank: those of another table beside this one, unless its header
    says that they are for private addresses."""
    rows = layout.table.rows[layout.header_row :]
    filled = {at for row in rows for at, cell in enumerate(row) if cell != ""}
    headers = {at: normalize_text(header) for at, header in enumerate(layout.headers) if header}
    last = max(layout.column_indexes.values())
    while last + 1 in filled | headers.keys():
        last += 1
    apart = (at for at in sorted(filled) if at > last)
    return [at for at in apart if not _PRIVATE_PATTERN.search(headers.get(at, ""))]


def list_repeated_columns(layout: StaffLayout) -> list[int]:
    """Return the further columns with the header of the addresses."""
    read = layout.column_indexes["email"]
    headers = [*map(normalize_text, layout.headers)]
    return [at for at, header in enumerate(headers) if at != read and header == headers[read]]


def has_table_beside(layout: StaffLayout) -> bool:
    """Return whether such columns are those of another table beside this one, with other people: another
    header is repeated too, and so are the names. A column for private addresses alone is of the same people.
    """
    read = set(layout.column_indexes.values())
    addresses = normalize_text(layout.headers[layout.column_indexes["email"]])
    count = Counter(filter(None, map(normalize_text, layout.headers)))
    is_repeated = any(number > 1 for header, number in count.items() if header != addresses)
    has_names = not _NAME_FIELDS.isdisjoint(layout.column_indexes)
    others = [header for at, header in enumerate(layout.headers) if at not in read]
    return is_repeated and (not has_names or any(map(_is_name_header, others)))


def _is_name_header(header: str) -> bool:
    scores = filter_own_fields(dict(score_header(header, _HEADER_WORDS)))
    return any(score >= _MIN_SCORE for name, score in scores.items() if name in _NAME_FIELDS)
