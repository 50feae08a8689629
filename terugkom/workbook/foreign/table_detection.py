"""Detect the sheet, header row and columns of a plan in a foreign file, by header and by content."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from terugkom.errors import Choices, InputError, Message
from terugkom.normalize import normalize_text
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.choose_tables import choose_tables
from terugkom.workbook.foreign.column_contents import ColumnContents, correct_fields
from terugkom.workbook.foreign.column_scores import (
    compute_matching_share,
    compute_share_under,
    is_code_content,
    is_title_content,
    score_content,
    score_fields,
)
from terugkom.workbook.foreign.contact_list import find_contact_lists
from terugkom.workbook.foreign.detected_table import DetectedTable
from terugkom.workbook.foreign.empty_columns import list_empty_columns, put_empty_columns_last
from terugkom.workbook.foreign.fields import FIELDS, JOIN_SEPARATORS, KEEP_AS_EXTRA
from terugkom.workbook.foreign.forms import read_forms
from terugkom.workbook.foreign.header_matching import describe_headers, get_cell, read_headers
from terugkom.workbook.foreign.header_rows import find_header_end
from terugkom.workbook.foreign.instruction_rows import is_instruction_row
from terugkom.workbook.foreign.labelled_cells import expand_labelled_cells
from terugkom.workbook.foreign.plan_layouts import find_header_field, find_layout
from terugkom.workbook.foreign.split_sheet import split_sheet
from terugkom.workbook.foreign.year_columns import add_years_of_budget, stands_above_years
from terugkom.workbook.special_cells import UncachedFormula

MAX_HEADER_ROWS = 40  # rows that are searched for a header
SAMPLE_ROWS = 200  # rows that are sampled to score the content of a column
_MIN_SCORE = 0.3
_MULTI_COLUMN_FIELDS = ("subtheme", "organisation")  # fields that more than one column may be
_SHARE_WITH_TITLE = 0.7
_DAY_OR_ADDRESS = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|[^@\s]+@[^@\s]+\.[^@\s]+")


def detect_plan_tables(
    tables: Sequence[Table], requested_map: Mapping[str, str], remembered_map: Mapping[str, str], file: str
) -> list[DetectedTable]:
    """Return the tables that hold actions, in the order of the file: the one with the best score, those with
    the same headers, and those with heads of their own that are those of a plan.

    `requested_map` maps headers to fields and must match; `remembered_map` is used where it matches. Raises
    InputError for a file in which no title is found, or people alone, a column that it has not, an unknown
    field, or two columns for a field that holds one value.
    """
    _check_column_map(requested_map)
    filled = [table for table in tables if table.first_filled_row() is not None]
    if not filled:
        raise InputError("error.plan-file.empty", file=file)
    if not requested_map and (contacts := find_contact_lists(filled)):
        sheets_read, people = [each.sheet for each in contacts], sum(each.people for each in contacts)
        raise InputError(
            "error.plan-file.people-only", file=file, sheets=", ".join(sheets_read), people=people
        )
    sheets = [_detect_sheet(table, requested_map, remembered_map) for table in filled]
    found = [each for sheet in sheets for each in sheet]
    if not found:
        raise _explain_failure(filled, requested_map, file)
    return choose_tables(found)


def _detect_sheet(
    table: Table, requested_map: Mapping[str, str], remembered_map: Mapping[str, str]
) -> list[DetectedTable]:
    """Return the detections for the tables or forms in a sheet; or for the whole, if there are none in its
    parts."""
    table = expand_labelled_cells(table)
    forms, rest = ([], table) if requested_map else read_forms(table)
    parts = [*forms, *split_sheet(rest)]
    found = [each for part in parts if (each := _detect_table(part, requested_map, remembered_map))]
    if found and requested_map:  # further tables need not have the columns that were asked for
        wished = {**remembered_map, **requested_map}
        others = [part for part in parts if all(part is not each.table for each in found)]
        found += [each for part in others if (each := _detect_table(part, {}, wished))]
    found.sort(key=lambda each: each.table.get_row_number(each.header_row))
    whole = None if found else _detect_table(table, requested_map, remembered_map)
    return [whole] if whole else found


def _check_column_map(requested_map: Mapping[str, str]) -> None:
    fields = [field for field in requested_map.values() if field != KEEP_AS_EXTRA]
    for field in fields:
        if field not in FIELDS:
            raise InputError(
                "error.plan-file.unknown-field", field=field, fields=Choices((*FIELDS, KEEP_AS_EXTRA))
            )
        if fields.count(field) > 1 and field not in JOIN_SEPARATORS:
            raise InputError("error.plan-file.field-twice", field=field)


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
        if not requested_map and _is_action(table, row):
            continue
        places = {name: _find_column(name, headers) for name in {**remembered_map, **requested_map}}
        if any(places[name] is None for name in requested_map):
            continue
        mapped = {
            at: field
            for name, field in {**remembered_map, **requested_map}.items()
            if (at := places[name]) is not None
        }
        named = frozenset(mapped.values()) - {KEEP_AS_EXTRA}
        layout = find_layout(headers)
        if layout:
            empty = list_empty_columns(table, row, len(headers), instruction_rows)
            known = layout.map_columns(headers, empty).items()
            mapped = {at: field for at, field in known if field not in named} | mapped
        candidate = _assign_columns(table, row, headers, mapped, named, instruction_rows)
        if candidate:
            candidate = replace(candidate, layout=layout, has_named_title="title" in named)
        if candidate and (found is None or candidate.score > found.score + 0.01):
            found = candidate
    return found


def _is_action(table: Table, row: int) -> bool:
    """Return whether a row is that of an action, as the first of a table without headers.

    None of its texts is a header, and one is a day, an address, or a code as those below it.
    """
    cells = table.rows[row]
    if any(isinstance(cell, str) and max(score_fields(cell).values(), default=0.0) == 1.0 for cell in cells):
        return False
    for at, cell in enumerate(cells):
        if isinstance(cell, date) or (isinstance(cell, str) and _DAY_OR_ADDRESS.fullmatch(cell.strip())):
            return True
        below = _list_filled_cells(table.rows[row + 1 : row + 1 + SAMPLE_ROWS], at)
        is_code = cell != "" and is_code_content([cell]) and not _is_period(cell)
        if is_code and len(below) > 1 and is_code_content(below):
            return True
    return False


def _is_period(cell: Cell) -> bool:
    return compute_matching_share("date", [cell]) > 0


def _list_header_candidates(table: Table, requested_map: Mapping[str, str]) -> Iterable[int]:
    """Yield the rows that could be a header: short texts, at least two, or one where there is one column."""
    if table.form_header is not None:
        yield table.form_header
        return
    first = table.first_filled_row() or 0
    end = None if requested_map else find_header_end(table)
    last = first + MAX_HEADER_ROWS if end is None else end + 1
    for index in range(first, min(last, len(table.rows))):
        if stands_above_years(table.rows, index):
            yield index + 1
            continue
        texts = [cell for cell in table.rows[index] if isinstance(cell, str) and cell]
        is_short = sum(len(text) <= 80 for text in texts) > len(texts) / 2
        if index == first or requested_map or (len(texts) > 1 and is_short):
            yield index


def _assign_columns(
    table: Table,
    header_row: int,
    headers: tuple[str, ...],
    mapped: Mapping[int, str],
    named: Container[str],
    instruction_rows: Container[int],
) -> DetectedTable | None:
    """Return a table with the mapped columns and those that headers and content tell; no further column holds
    one of the `named` fields, for which somebody chose one."""
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
        for field, score in _score_header_fields(table, header).items()
    }
    put_empty_columns_last(scores, columns, _MIN_SCORE)
    fields: dict[str, list[int]] = {}
    for at, field in mapped.items():
        if field != KEEP_AS_EXTRA:
            fields.setdefault(field, []).append(at)
    used = set(mapped)
    total = float(2 * len(mapped))
    for (at, field), score in sorted(scores.items(), key=lambda each: (-each[1], each[0][0])):
        several = field in _MULTI_COLUMN_FIELDS and _score_header_fields(table, headers[at])[field] == 1
        if score >= _MIN_SCORE and at not in used and (field not in fields or several) and field not in named:
            fields.setdefault(field, []).append(at)
            used.add(at)
            total += score * (3 if field == "title" else 1)
    if "part" in fields and "title" not in fields and not set(fields["part"]) & set(mapped):
        fields["title"] = fields.pop("part")  # a plan whose actions are called sub-actions
    total += _assign_by_content(fields, used, headers, columns, sure=total >= 1)
    correct_fields(fields, ColumnContents(headers, columns), frozenset(mapped))
    add_years_of_budget(fields, headers, frozenset(mapped))
    used |= {at for places in fields.values() for at in places}
    if "title" not in fields:
        _take_description_for_title(fields, used, headers, columns)
    if "title" not in fields and len(fields) > 1:
        headers = _take_nameless_title(fields, used, headers, columns)
    if "title" not in fields:
        return None
    _complete_code(fields, used, headers, rows)
    ordered = {field: tuple(at) for field, at in fields.items()}
    return DetectedTable(table, header_row, headers, ordered, total + min(len(rows), 20) / 100)


def _score_header_fields(table: Table, header: str) -> Mapping[str, float]:
    """Return the score of a header for each field; the label of a form is one that we know, or not."""
    field = find_header_field(header) if table.is_form else None
    if field is None:
        return score_fields(header)
    return {field: 1.0} if field else {}


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
        shares = {at: compute_share_under(headers[at], field, columns[at]) for at in free}
        best = max(free, key=shares.__getitem__, default=None)
        if best is not None and shares[best] >= share:
            fields[field] = [best]
            used.add(best)
            found += 0.3
    if "title" not in fields and (sure or found):
        free = [at for at in columns if at not in used and headers[at] and is_title_content(columns[at])]
        if free:
            at = max(
                free, key=lambda at: ("title" in score_fields(headers[at]), len(set(map(str, columns[at]))))
            )
            fields["title"] = [at]
            used.add(at)
            found += 0.5
    return found


def _take_description_for_title(
    fields: dict[str, list[int]], used: set[int], headers: tuple[str, ...], columns: Mapping[int, list[Cell]]
) -> None:
    """Where the column that is called "Actie" holds its codes, its description is the title."""
    called = [at for at, header in enumerate(headers) if score_fields(header).get("title") == 1.0]
    codes = [at for at in called if at not in used and columns[at] and score_content("code", columns[at])]
    if codes and "description" in fields and "code" not in fields:
        fields["title"], fields["code"] = fields.pop("description"), codes[:1]
        used.add(codes[0])


def _take_nameless_title(
    fields: dict[str, list[int]], used: set[int], headers: tuple[str, ...], columns: Mapping[int, list[Cell]]
) -> tuple[str, ...]:
    """Take a column without a header that holds titles; return the headers, in which it has its letter."""
    free = [at for at, cells in columns.items() if at < 26 and not headers[at] and is_title_content(cells)]
    if not free:
        return headers
    at = max(free, key=lambda at: (len(set(map(str, columns[at]))), -at))
    fields["title"] = [at]
    used.add(at)
    return (*headers[:at], chr(ord("A") + at), *headers[at + 1 :])


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


def _explain_failure(tables: Sequence[Table], requested_map: Mapping[str, str], file: str) -> InputError:
    headers = max((read_headers(table, table.first_filled_row() or 0) for table in tables), key=len)
    named = describe_headers(headers) or Message("error.none")
    every = {
        normalize_text(format_cell(cell))
        for table in tables
        for row in table.rows[:MAX_HEADER_ROWS]
        for cell in row
    }
    if not requested_map and all(_is_action(table, table.first_filled_row() or 0) for table in tables):
        return InputError("error.plan-file.no-header", file=file, columns=named)
    for name in requested_map:
        if normalize_text(name) not in every:
            return InputError("error.plan-file.no-column", file=file, column=name, columns=named)
    return InputError("error.plan-file.no-title", file=file, columns=named)


def _list_filled_cells(rows: Sequence[Sequence[Cell]], at: int) -> list[Cell]:
    cells = (get_cell(row, at) for row in rows)
    return [cell for cell in cells if cell != "" and not isinstance(cell, UncachedFormula)]
