"""Detect the sheet, header row and columns of a plan in a foreign file, by header and by content."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from terugkom.errors import InputError
from terugkom.normalize import normalize_text, strip_accents
from terugkom.workbook.dates.deadlines import ImpossibleDate, format_cell, read_date_range
from terugkom.workbook.foreign.fields import FIELDS, JOIN_SEPARATORS, KEEP_AS_EXTRA
from terugkom.workbook.foreign.header_matching import (
    filter_own_fields,
    get_cell,
    index_synonyms,
    normalize_header,
    read_headers,
    score_header,
)
from terugkom.workbook.foreign.header_synonyms import HEADER_SYNONYMS, INSTRUCTION_PATTERN, OTHER_HEADERS
from terugkom.workbook.foreign.status_words import PRIORITY_WORDS, STATUS_WORDS
from terugkom.workbook.own_layout import list_layouts
from terugkom.workbook.read_tables import Cell, Table

MAX_HEADER_ROWS = 40  # rows that are searched for a header
SAMPLE_ROWS = 200  # rows that are sampled to score the content of a column
_SURE, _MIN_SCORE = 0.5, 0.3
_MULTI_COLUMN_FIELDS = ("subtheme", "organisation")  # fields that more than one column may be
INSTRUCTION = re.compile(INSTRUCTION_PATTERN)
_CODE_HEADER_WORDS = (
    "id",
    "nr",
    "no",
    "code",
    "nummer",
    "number",
    "numero",
)  # a header that begins so is a code
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class DetectedTable:
    """A detected plan table: its header row, its headers, and the columns (from 0) of each field."""

    table: Table
    header_row: int
    headers: tuple[str, ...]
    fields: Mapping[str, tuple[int, ...]]
    score: float

    def header_of(self, field: str) -> str:
        """Return the header of the first column of a field."""
        return self.headers[self.fields[field][0]]


def detect_plan_tables(
    tables: Sequence[Table], requested_map: Mapping[str, str], remembered_map: Mapping[str, str], file: str
) -> list[DetectedTable]:
    """Return the sheets that hold actions, the best score first; further ones have the same headers.

    `requested_map` maps headers to fields and must match; `remembered_map` is used where it matches. Raises
    InputError
    for a
    file in which no title is found, a column that it has not, an unknown field, or two columns for a field
    that holds one value.
    """
    _check_column_map(requested_map)
    filled = [table for table in tables if table.first_filled_row() is not None]
    if not filled:
        raise InputError(f"{file}: the file is empty (there is nothing in it)")
    found = [each for table in filled if (each := _detect_table(table, requested_map, remembered_map))]
    if not found:
        raise InputError(_explain_failure(filled, requested_map, file))
    best = max(found, key=lambda each: each.score)
    best_headers = {normalize_text(header) for header in best.headers if header}
    others = [each for each in found if each is not best and _has_same_headers(each, best_headers)]
    return [best, *others]


def is_instruction_row(row: Sequence[Cell]) -> bool:
    """Return whether a row holds instructions for filling in the columns, as some forms have below the
    header."""
    texts = [strip_accents(cell) if isinstance(cell, str) else "" for cell in row if cell != ""]
    return len(texts) > 1 and sum(1 for text in texts if INSTRUCTION.search(text)) >= 0.4 * len(texts)


def _has_same_headers(other: DetectedTable, headers_to_match: set[str]) -> bool:
    headers = {normalize_text(header) for header in other.headers if header}
    return len(headers & headers_to_match) >= 0.8 * max(len(headers), len(headers_to_match))


def _check_column_map(requested_map: Mapping[str, str]) -> None:
    fields = [field for field in requested_map.values() if field != KEEP_AS_EXTRA]
    for field in fields:
        if field not in FIELDS:
            raise InputError(
                f"unknown field {field!r}; known fields are: {', '.join((*FIELDS, KEEP_AS_EXTRA))}"
            )
        if fields.count(field) > 1 and field not in JOIN_SEPARATORS:
            raise InputError(f"only one column can be the field {field!r}")


def _detect_table(
    table: Table, requested_map: Mapping[str, str], remembered_map: Mapping[str, str]
) -> DetectedTable | None:
    """Return the best detection for a sheet, or None if no header row with a title column is found."""
    found: DetectedTable | None = None
    first = table.first_filled_row() or 0
    near = enumerate(table.rows[first : first + MAX_HEADER_ROWS + SAMPLE_ROWS], first)
    instruction_rows = frozenset(index for index, row in near if is_instruction_row(row))
    for row in _list_header_candidates(table, requested_map):
        headers = read_headers(table, row)
        if row != first and not requested_map and not any(map(_score_fields, headers)):
            continue  # a row of data: no word in it is a header's
        places = {name: _find_column(name, headers) for name in {**remembered_map, **requested_map}}
        if any(places[name] is None for name in requested_map):
            continue
        mapped = {
            at: field
            for name, field in {**remembered_map, **requested_map}.items()
            if (at := places[name]) is not None
        }
        candidate = _assign_columns(table, row, headers, mapped, instruction_rows)
        if candidate and (found is None or candidate.score > found.score + 0.01):
            found = candidate
    return found


def _list_header_candidates(table: Table, requested_map: Mapping[str, str]) -> Iterable[int]:
    """Yield the rows that could be a header: short texts, at least two, or one where there is one column."""
    first = table.first_filled_row() or 0
    for index in range(first, min(first + MAX_HEADER_ROWS, len(table.rows))):
        texts = [cell for cell in table.rows[index] if isinstance(cell, str) and cell]
        if (
            index == first
            or requested_map
            or (len(texts) > 1 and sum(len(text) <= 80 for text in texts) > len(texts) / 2)
        ):
            yield index


def _assign_columns(
    table: Table,
    header_row: int,
    headers: tuple[str, ...],
    mapped: Mapping[int, str],
    instruction_rows: Container[int],
) -> DetectedTable | None:
    sample = table.rows[header_row + 1 : header_row + 1 + SAMPLE_ROWS]
    rows = [row for index, row in enumerate(sample, header_row + 1) if index not in instruction_rows]
    columns = {at: _list_filled_cells(rows, at) for at in range(len(headers))}
    scores = {
        (at, field): score
        * (_score_content(field, columns[at]) if columns[at] else 0.9 if score == 1 else 0.5)
        for at, header in enumerate(headers)
        if at not in mapped and header
        for field, score in _score_fields(header).items()
    }
    fields: dict[str, list[int]] = {}
    for at, field in mapped.items():
        if field != KEEP_AS_EXTRA:
            fields.setdefault(field, []).append(at)
    used = set(mapped)
    total = float(2 * len(mapped))
    for (at, field), score in sorted(scores.items(), key=lambda each: (-each[1], each[0][0])):
        several = field in _MULTI_COLUMN_FIELDS and _score_fields(headers[at])[field] == 1
        if (
            score >= _MIN_SCORE
            and at not in used
            and (field not in fields or several)
            and field not in mapped.values()
        ):
            fields.setdefault(field, []).append(at)
            used.add(at)
            total += score * (3 if field == "title" else 1)
    total += _assign_by_content(fields, used, headers, columns, sure=total >= 1)
    if "title" not in fields:
        return None
    _complete_code(fields, used, headers, rows)
    ordered = {field: tuple(at) for field, at in fields.items()}
    return DetectedTable(table, header_row, headers, ordered, total + min(len(rows), 20) / 100)


def _assign_by_content(
    fields: dict[str, list[int]],
    used: set[int],
    headers: tuple[str, ...],
    columns: Mapping[int, list[Cell]],
    *,
    sure: bool,
) -> float:
    """Assign columns by content where headers did not. A date column alone is never taken for a deadline."""
    found = 0.0
    for field, share in (("email", 0.6), ("status", 0.8), ("priority", 0.8)):
        if field in fields:
            continue
        free = [at for at in columns if at not in used and len(columns[at]) > 1]
        shares = {at: _matching_share(field, columns[at]) for at in free}
        best = max(free, key=shares.__getitem__, default=None)
        if best is not None and shares[best] >= share:
            fields[field] = [best]
            used.add(best)
            found += 0.3
    if "title" not in fields and (sure or found):
        free = [at for at in columns if at not in used and headers[at] and _is_title_content(columns[at])]
        if free:
            at = max(free, key=lambda at: len(set(map(str, columns[at]))))
            fields["title"] = [at]
            used.add(at)
            found += 0.5
    return found


def _complete_code(
    fields: dict[str, list[int]], used: set[int], headers: tuple[str, ...], rows: Sequence[Sequence[Cell]]
) -> None:
    """Where codes restart in each part of a file, prefix them with the column that names the part:
    Belgium-1."""
    if len(fields.get("code", ())) != 1:
        return
    code = fields["code"][0]
    pairs = [(get_cell(row, code), row) for row in rows if get_cell(row, code) != ""]
    repeated = len(pairs) - len({str(value) for value, _ in pairs})
    if len(pairs) < 20 or repeated < len(pairs) / 10:
        return
    for at, header in enumerate(headers):
        parts = {format_cell(get_cell(row, at)) for _, row in pairs}
        short = "" not in parts and 1 < len(parts) <= 20 and max(map(len, parts)) <= 30
        if at not in used and header and short:
            together = {(str(value), str(get_cell(row, at))) for value, row in pairs}
            if len(together) == len(pairs):
                fields["code"] = [at, code]
                used.add(at)
                return


@lru_cache(maxsize=4096)
def _score_fields(header: str) -> dict[str, float]:
    """Return the score from 0 to 1 of a header for each field."""
    found = score_header(header, _SYNONYMS)
    if normalize_header(header).split(" ")[0] in _CODE_HEADER_WORDS:
        found["code"] = max(found.get("code", 0.0), 0.6)
    return filter_own_fields(found)


def _load_synonyms() -> dict[str, str]:
    own = {
        normalize_text(name): column.field
        for layout in list_layouts()
        for column in layout.actions.columns
        for name in (column.header, column.field)
    }
    return index_synonyms(HEADER_SYNONYMS, OTHER_HEADERS) | own


_SYNONYMS = _load_synonyms()


def _score_content(field: str, cells: list[Cell]) -> float:
    """Return the score from 0 to 1 of a column's content for this field."""
    texts = [format_cell(cell) for cell in cells]
    if field in ("start", "deadline"):
        if _matching_share("date", cells) >= 0.2:
            return 1.0
        return 0.55 if field == "deadline" and _has_short_texts(texts) else 0.0
    if field in ("status", "priority"):
        return (
            1.0
            if _matching_share(field, cells) >= 0.4
            else 0.6
            if len(set(texts)) <= max(8, len(texts) / 5)
            else 0.0
        )
    if field == "email":
        return 1.0 if _matching_share("email", cells) >= 0.5 else 0.0
    if field == "code":
        distinct = len(set(texts)) / len(texts)
        return 1.0 if max(map(len, texts)) <= 60 and distinct > 0.4 else 0.0
    if field in ("title", "part"):
        return _score_title_content(texts)
    if field == "owners":
        return 1.0 if median(map(len, texts)) < 150 and _matching_share("date", cells) < 0.5 else 0.0
    return 0.3 if field == "description" and len(texts) > 3 and len(set(texts)) < len(texts) / 4 else 1.0


def _score_title_content(texts: list[str]) -> float:
    lettered = sum(1 for text in texts if re.search(r"[^\W\d_]{2}", text)) / len(texts)
    if lettered < 0.5:
        return 0.0
    return 1.0 if median(map(len, texts)) <= 300 else 0.5


def _is_title_content(cells: list[Cell]) -> bool:
    texts = [format_cell(cell) for cell in cells]
    length = sum(map(len, texts)) / max(len(texts), 1)
    return (
        len(texts) > 1
        and 8 <= length <= 250
        and len(set(texts)) >= 0.8 * len(texts)
        and _matching_share("date", cells) < 0.5
    )


def _has_short_texts(texts: list[str]) -> bool:
    return sum(1 for text in texts if len(text) <= 60) > 0.7 * len(texts)


def _matching_share(field: str, cells: list[Cell]) -> float:
    """Return the fraction of the cells, from 0 to 1, that match this field."""
    test = {"date": _is_date, "status": _is_status, "priority": _is_priority, "email": _is_email}[field]
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _is_date(cell: Cell) -> bool:
    try:
        span = read_date_range(cell)
    except ImpossibleDate:
        return False
    return bool(span.first or span.last or span.months)


def _is_status(cell: Cell) -> bool:
    return isinstance(cell, str) and normalize_text(cell) in STATUS_WORDS


def _is_priority(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) > 1 and normalize_text(cell) in PRIORITY_WORDS


def _is_email(cell: Cell) -> bool:
    return isinstance(cell, str) and _EMAIL.search(cell) is not None


def _find_column(name: str, headers: Sequence[str]) -> int | None:
    wanted = " ".join(name.split())
    for same in (str, str.lower):
        for index, header in enumerate(headers):
            if header and same(header) == same(wanted):
                return index
    return None


def _explain_failure(tables: Sequence[Table], requested_map: Mapping[str, str], file: str) -> str:
    headers = max((read_headers(table, table.first_filled_row() or 0) for table in tables), key=len)
    named = ", ".join(header for header in headers if header) or "none"
    every = {
        normalize_text(format_cell(cell))
        for table in tables
        for row in table.rows[:MAX_HEADER_ROWS]
        for cell in row
    }
    for name in requested_map:
        if normalize_text(name) not in every:
            return f"{file} has no column {name!r}; its columns are: {named}"
    return (
        f'{file}: specify which column holds the title, with --map "Column=title"; its columns are: {named}'
    )


def _list_filled_cells(rows: Sequence[Sequence[Cell]], at: int) -> list[Cell]:
    return [cell for row in rows if (cell := get_cell(row, at)) != ""]
