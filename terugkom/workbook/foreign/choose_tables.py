"""Choose which of the tables and forms found in a file hold actions of the plan."""

from collections.abc import Sequence

from terugkom.normalize import normalize_text
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.foreign.column_scores import score_fields
from terugkom.workbook.foreign.detected_table import DetectedTable
from terugkom.workbook.foreign.header_matching import get_cell

_MARKS_OF_A_PLAN = frozenset({"owners", "organisation", "deadline", "status"})


def choose_tables(found: list[DetectedTable]) -> list[DetectedTable]:
    """Return the best table and the others that hold actions too, forms among them."""
    forms = [each for each in found if each.table.is_form]
    tables = [each for each in found if not each.table.is_form]
    if forms and not any(map(_has_plan, tables)) and not (tables and _is_alone(forms)):
        return forms
    best = max(tables, key=lambda each: each.score)
    best_headers = {normalize_text(header) for header in best.headers if header}
    return [
        each
        for each in found
        if each is best
        or (
            _is_further_form(each, forms, tables)
            if each.table.is_form
            else _is_further(each, best, best_headers)
        )
    ]


def _is_further(detected: DetectedTable, best: DetectedTable, best_headers: set[str]) -> bool:
    return _has_same_headers(detected, best_headers) or _looks_like_plan(detected) or _is_like(detected, best)


def _has_plan(detected: DetectedTable) -> bool:
    """Return whether a table beside forms holds actions: two at least, with more than a name."""
    fields = detected.fields.keys() - {"title", "organisation", "email"}
    several = len(_list_titles(detected)) > 1
    return several and bool(fields) and _is_titled(detected) and "email" not in detected.fields


def _is_further_form(
    form: DetectedTable, forms: Sequence[DetectedTable], tables: Sequence[DetectedTable]
) -> bool:
    """Return whether forms beside a table hold further actions: neither those of the table in detail, nor
    what a single form above a table tells of the plan itself."""
    titles = _list_titles(form)
    known = {title for table in tables for title in _list_titles(table)}
    if 2 * len(titles & known) >= len(titles):
        return False
    beside = [each.table.get_row_number(each.header_row) for each in tables if _is_in_sheet(each, form)]
    if len(titles) > 1:
        return True
    if beside:
        return min(beside) < form.table.get_row_number(0)
    return sum(not any(_is_in_sheet(table, each) for table in tables) for each in forms) > 1


def _is_in_sheet(one: DetectedTable, other: DetectedTable) -> bool:
    return one.table.sheet == other.table.sheet


def _is_alone(forms: Sequence[DetectedTable]) -> bool:
    """Return whether there is a single form, which may tell of the plan itself, above a table."""
    return len(forms) == 1 and len(_list_titles(forms[0])) == 1


def _list_titles(detected: DetectedTable) -> set[str]:
    at = detected.fields["title"][0]
    rows = detected.table.rows[detected.header_row + 1 :]
    return {title for row in rows if (title := normalize_text(format_cell(get_cell(row, at))))}


def _is_like(detected: DetectedTable, best: DetectedTable) -> bool:
    """Return whether a table has one more field of the best one and titles under a header for it, or two and
    stands in its sheet.

    A list of people has names, departments and addresses, one of choices stands in a sheet of its own.
    """
    shared = detected.fields.keys() & best.fields.keys() - {"title", "organisation", "email"}
    if "email" in detected.fields or not shared:
        return False
    return _is_titled(detected) or (len(shared) > 1 and _is_in_sheet(detected, best))


def _looks_like_plan(detected: DetectedTable) -> bool:
    """Return whether a sheet by itself has what a plan has: titles under a head that says so, and two of who,
    until when, and how it stands."""
    return _is_titled(detected) and len(_MARKS_OF_A_PLAN & detected.fields.keys()) > 1


def _is_titled(detected: DetectedTable) -> bool:
    header = detected.header_of("title")
    known = detected.layout is not None and "title" in detected.layout.map_columns([header]).values()
    return known or detected.has_named_title or score_fields(header).get("title", 0.0) == 1.0


def _has_same_headers(other: DetectedTable, headers_to_match: set[str]) -> bool:
    headers = {normalize_text(header) for header in other.headers if header}
    return len(headers & headers_to_match) >= 0.8 * max(len(headers), len(headers_to_match))
