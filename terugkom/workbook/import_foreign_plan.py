"""Import a plan from any other file: its tables, headers and columns are detected."""

from collections.abc import Iterable, Mapping, Sequence

from terugkom.errors import InputError
from terugkom.normalize import normalize_text
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.describe_tables import (
    describe_foreign_tables,
    find_merged_samples,
    take_samples,
)
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.action_records import read_actions
from terugkom.workbook.foreign.assign_codes import assign_codes
from terugkom.workbook.foreign.detected_table import DetectedTable
from terugkom.workbook.foreign.fields import KEEP_AS_EXTRA
from terugkom.workbook.foreign.table_detection import detect_plan_tables
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.import_report import FieldLabel, ImportNotes, RowOutcome
from terugkom.workbook.match_titles import match_titles
from terugkom.workbook.merge_actions import merge_actions, store_actions
from terugkom.workbook.merge_settings import start_follow_up
from terugkom.workbook.merge_three_ways import finish_merge, keep_newer, list_rows_to_keep, start_merge
from terugkom.workbook.omitted_rows import (
    free_read_rows,
    report_unread_parts,
)
from terugkom.workbook.plan_versions import ACTIONS
from terugkom.workbook.records import Record
from terugkom.workbook.report_garbled import report_garbled
from terugkom.workbook.report_marks import report_marks
from terugkom.workbook.resolve_owners import collect_addresses
from terugkom.workbook.similar_codes import report_alike_codes

_IDENTIFYING = ("title", "code")  # the fields by which an action is known


def import_foreign_plan(
    context: ImportContext, tables: list[Table], column_map: Mapping[str, str] | None, *, is_known: bool
) -> None:
    """Import the plan that is found in the tables; what was not read is listed and a finding.

    With `is_known` this very file was imported before: other titles are another reading of it. Raises
    InputError if no plan is found.
    """
    context.is_foreign = True
    remembered = _keep_remembered(context.municipality.column_map, column_map or {})
    visible = _leave_out_hidden(context, tables)
    detected_tables = detect_plan_tables(visible, column_map or {}, remembered, context.file)
    if column_map:
        before = _find_columns_before(context, visible, remembered)
        _report_other_columns(context, column_map, detected_tables, before)
        context.municipality.column_map = remembered | dict(column_map)
    _count_rows_of_no_table(context.notes, visible, detected_tables)
    start_follow_up(context)
    records: list[Record] = []
    ends = []
    for form in detected_tables:
        records += read_actions(form, context.notes, context.today)
        ends.append(len(records))
    for form in detected_tables:
        context.notes.imported[form.table.sheet] |= set(form.table.form_rows)
        context.notes.form_rows[form.table.sheet] |= set(form.table.form_rows)
    _report_marks(context.notes, visible, detected_tables)
    free_read_rows(visible, records)
    collect_addresses(context, records)
    samples = take_samples(records, ends)
    titles = match_titles(context, records, retitle=is_known or bool(column_map))
    report_alike_codes(context.notes, titles.records, context.actions)
    records = assign_codes(context, titles.records)
    samples = find_merged_samples(samples, records)
    merge = start_merge(context, tables, {ACTIONS: records}, titles)
    to_keep = list_rows_to_keep(merge)  # while the merge has all rows
    merge_actions(context, keep_newer(merge, ACTIONS), to_keep)
    store_actions(context)
    finish_merge(merge)
    context.notes.tables += describe_foreign_tables(context, detected_tables, samples)
    report_unread_parts(context.notes, visible)


def _report_marks(notes: ImportNotes, tables: Iterable[Table], detected: Iterable[DetectedTable]) -> None:
    """Report the marks of the sheets that are read, with the first header of each."""
    headers: dict[str, int] = {}
    for each in detected:
        row = -1 if each.table.is_form else each.table.get_row_number(each.header_row) - 1
        headers[each.table.sheet] = min(row, headers.get(each.table.sheet, row))
    for table in tables:
        if table.sheet in headers:
            report_marks(notes, table, headers[table.sheet])
            report_garbled(notes, table, headers[table.sheet])


def _find_columns_before(
    context: ImportContext, tables: Sequence[Table], remembered: Mapping[str, str]
) -> dict[str, str]:
    """Return the column of each identifying field until now: the remembered one, else the one in which the
    actions of the plan are found without a request."""
    found = {field: name for name, field in context.municipality.column_map.items()}
    if not context.actions or all(field in found for field in _IDENTIFYING):
        return found
    try:
        detected = detect_plan_tables(tables, {}, remembered, context.file)
    except InputError:  # without a request nothing is read
        return found
    titles = {normalize_text(action.title) for action in context.actions.values()}
    known = {"title": titles, "code": {normalize_text(code) for code in context.actions}}
    for table in detected:
        for field in _IDENTIFYING:
            at = table.fields.get(field, ())[:1]
            texts = {
                normalize_text(format_cell(row[at[0]])) for row in table.table.rows if at and at[0] < len(row)
            }
            if texts & known[field] - {""}:
                found.setdefault(field, table.header_of(field))
    return found


def _report_other_columns(
    context: ImportContext,
    requested: Mapping[str, str],
    detected: Iterable[DetectedTable],
    before: Mapping[str, str],
) -> None:
    """Add a finding where a request makes another column of a file that by which its actions are known: the
    rows become other actions."""
    for table in detected:
        for name, field in requested.items():
            was = before.get(field, name)
            is_there = was.lower() in map(str.lower, table.headers)
            if field in _IDENTIFYING and was.lower() != name.lower() and is_there:
                row = table.table.get_row_number(table.header_row)
                label = FieldLabel(field)
                context.notes.add_finding(
                    table.table.sheet, row, name, "other-column", value=name, field=label, was=was
                )


def _count_rows_of_no_table(
    notes: ImportNotes, tables: Iterable[Table], detected: Iterable[DetectedTable]
) -> None:
    """Count the rows of the sheets that were read in part which belong to no table or form that was read."""
    held: dict[str, set[int]] = {}
    for each in detected:
        numbers = held.setdefault(each.table.sheet, set())
        numbers |= set(each.table.form_rows) | set(each.table.list_filled_rows())
    for table in tables:
        if table.sheet in held:
            left = set(table.list_filled_rows()) - held[table.sheet]
            notes.row_counts[RowOutcome.REFUSED] += len(left)


def _leave_out_hidden(context: ImportContext, tables: list[Table]) -> list[Table]:
    """Return the tables whose sheet is shown; one that is hidden is a finding, for it is often an archive.

    Raises InputError if all that hold anything are hidden.
    """
    visible = [table for table in tables if not table.is_hidden]
    for table in tables:
        if table.is_hidden and table.first_filled_row() is not None:
            context.notes.unread.append(table.sheet)
            context.notes.add_finding(table.sheet, 1, "", "hidden-sheet", value=table.sheet)
    if tables and all(table.first_filled_row() is None for table in visible) and len(visible) < len(tables):
        raise InputError("error.plan-file.hidden", file=context.file)
    return visible


def _keep_remembered(remembered: Mapping[str, str], requested: Mapping[str, str]) -> dict[str, str]:
    """Return the remembered columns of which a new request names neither the column nor its field."""
    fields = set(requested.values()) - {KEEP_AS_EXTRA}
    return {
        name: field for name, field in remembered.items() if name not in requested and field not in fields
    }
