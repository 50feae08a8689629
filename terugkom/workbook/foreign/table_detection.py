"""Detect the sheet, header row and columns of a plan in a foreign file, by header and by content."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from terugkom.errors import InputError
from terugkom.normalize import normalize_text, strip_accents
from terugkom.workbook.dates.deadlines import format_cell
from terugkom.workbook.foreign.column_scores import (
    compute_matching_share,
    is_title_content,
    score_content,
    score_fields,
)
from terugkom.workbook.foreign.fields import FIELDS, JOIN_SEPARATORS, KEEP_AS_EXTRA
from terugkom.workbook.foreign.header_matching import (
    get_cell,
    read_headers,
)
from terugkom.workbook.foreign.header_synonyms import INSTRUCTION_OPENINGS, INSTRUCTION_PATTERN
from terugkom.workbook.read_tables import Cell, Table

MAX_HEADER_ROWS = 40  # rows that are searched for a header
SAMPLE_ROWS = 200  # rows that are sampled to score the content of a column
_MIN_SCORE = 0.3
_MULTI_COLUMN_FIELDS = ("subtheme", "organisation")  # fields that more than one column may be
INSTRUCTION = re.compile(INSTRUCTION_PATTERN)
_SHARE_WITH_TITLE = 0.7
_MARKS_OF_A_PLAN = frozenset({"owners", "organisation", "deadline", "status"})
_OPENING = re.compile(INSTRUCTION_OPENINGS)
_BRACKETED = re.compile(r"\([^()]*\)[.:]?|<[^<>]*>|\[[^\[\]]*\]")


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
    """Return the sheets that hold actions, the best score first; further ones have the same headers, or heads
    of their own that are those of a plan.

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
    others = [
        each
        for each in found
        if each is not best and (_has_same_headers(each, best_headers) or _looks_like_plan(each))
    ]
    return [best, *others]


def is_instruction_row(row: Sequence[Cell]) -> bool:
    """Return whether a row holds instructions for filling in the columns, as some forms have below the
    header."""
    texts = [strip_accents(cell) if isinstance(cell, str) else "" for cell in row if cell != ""]
    return len(texts) > 1 and sum(1 for text in texts if INSTRUCTION.search(text)) >= 0.4 * len(texts)


def is_explanation_row(row: Sequence[Cell]) -> bool:
    """Return whether most texts of a row stand in brackets, or begin as an explanation of their column does.

    Asked of the row below a header only: elsewhere an action may begin so.
    """
    texts = [strip_accents(cell) for cell in row if isinstance(cell, str) and cell]
    explaining = [text for text in texts if _BRACKETED.fullmatch(text) or _OPENING.match(text)]
    return len(texts) > 1 and 2 * len(explaining) > len(texts)


def _looks_like_plan(detected: DetectedTable) -> bool:
    """Return whether a sheet by itself has what a plan has: titles under a head that says so, and two of who,
    until when, and how it stands."""
    titled = score_fields(detected.header_of("title")).get("title", 0.0) == 1.0
    return titled and len(_MARKS_OF_A_PLAN & detected.fields.keys()) > 1


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
        if row != first and not requested_map and not any(map(score_fields, headers)):
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
    most = max(map(len, columns.values()), default=0)
    scores = {
        (at, field): score
        * (score_content(field, columns[at]) if columns[at] else 0.9 if score == 1 else 0.5)
        * (_weigh_filled(len(columns[at]), most) if field == "title" else 1)
        for at, header in enumerate(headers)
        if at not in mapped and header
        for field, score in score_fields(header).items()
    }
    fields: dict[str, list[int]] = {}
    for at, field in mapped.items():
        if field != KEEP_AS_EXTRA:
            fields.setdefault(field, []).append(at)
    used = set(mapped)
    total = float(2 * len(mapped))
    for (at, field), score in sorted(scores.items(), key=lambda each: (-each[1], each[0][0])):
        several = field in _MULTI_COLUMN_FIELDS and score_fields(headers[at])[field] == 1
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


def _weigh_filled(filled: int, most: int) -> float:
    """Return how well the number of filled cells fits a title, which each action has, but for mistakes."""
    return 1.0 if not filled or filled >= _SHARE_WITH_TITLE * most else filled / most


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
        shares = {at: compute_matching_share(field, columns[at]) for at in free}
        best = max(free, key=shares.__getitem__, default=None)
        if best is not None and shares[best] >= share:
            fields[field] = [best]
            used.add(best)
            found += 0.3
    if "title" not in fields and (sure or found):
        free = [at for at in columns if at not in used and headers[at] and is_title_content(columns[at])]
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
