"""Import a workbook of our own layout."""

from collections.abc import Mapping

from terugkom.plan.next_reminder import reschedule_reminder
from terugkom.schedule.lead_times import LeadTimes
from terugkom.workbook.base_version import load_codes_since
from terugkom.workbook.check_people import check_people
from terugkom.workbook.describe_tables import (
    describe_own_table,
    take_samples,
)
from terugkom.workbook.export_stamp import find_stamp
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.import_report import CellLocation
from terugkom.workbook.match_titles import follow_moved_codes, match_titles
from terugkom.workbook.merge_actions import merge_actions, store_actions
from terugkom.workbook.merge_indicators import list_indicator_codes, merge_indicators
from terugkom.workbook.merge_people import (
    merge_groups,
    merge_people,
    report_absent_groups,
    set_secretaries,
)
from terugkom.workbook.merge_settings import merge_settings, start_follow_up
from terugkom.workbook.merge_three_ways import finish_merge, keep_newer, list_rows_to_keep, start_merge
from terugkom.workbook.omitted_rows import (
    list_unread_rows,
    report_omitted_rows,
    report_unread_plans,
)
from terugkom.workbook.own_layout import WorkbookLayout
from terugkom.workbook.plan_cells import name_sheets
from terugkom.workbook.plan_merge import PlanMerge
from terugkom.workbook.plan_versions import ACTIONS, GROUPS, INDICATORS, PEOPLE, SETTINGS
from terugkom.workbook.records import Record, map_own_table, read_records
from terugkom.workbook.report_garbled import report_garbled
from terugkom.workbook.report_marks import report_marks
from terugkom.workbook.similar_codes import follow_similar_codes, follow_similar_references


def import_own_plan(
    context: ImportContext, layout: WorkbookLayout, own: Mapping[str, Table], tables: list[Table]
) -> None:
    """Import the sheets `own`, by title, of all `tables`; any other sheet is a finding.

    Raises InputError for a sheet without a column that it must have.
    """
    mappings = {
        sheet.title: map_own_table(own[sheet.title], sheet, context.file, layout.language)
        for sheet in layout.data_sheets
        if sheet.title in own
    }
    _report_unknown_sheets(context, layout, own, tables)
    read = {
        name: list(read_records(mappings[sheet.title], context.notes, context.today))
        if sheet.title in mappings
        else []
        for name, sheet in name_sheets(layout).items()
    }
    samples = {
        sheet.title: take_samples(read[name], [len(read[name])])[0]
        for name, sheet in name_sheets(layout).items()
    }
    _merge_records(context, layout, tables, read, holds_actions=layout.actions.title in mappings)
    context.notes.tables += [
        describe_own_table(context, mappings[title], found, holds_actions=title == layout.actions.title)
        for title, found in samples.items()
        if title in mappings
    ]
    report_omitted_rows(context.notes, own.values(), is_own=True)
    for table in own.values():
        report_marks(context.notes, table, table.first_filled_row() or 0)
        report_garbled(context.notes, table, table.first_filled_row() or 0)


def _merge_records(
    context: ImportContext,
    layout: WorkbookLayout,
    tables: list[Table],
    read: dict[str, list[Record]],
    *,
    holds_actions: bool,
) -> None:
    """Merge the rows of all sheets into the plan: what others refer to first."""
    merge = _start_merge(context, tables, read)
    report_absent_groups(context, read[GROUPS])
    context.notes.anchors |= {
        each.code: CellLocation(each.sheet, each.row, each.headers["anchor"])
        for each in read[GROUPS]
        if each.values.get("anchor")
    }
    groups = list(keep_newer(merge, GROUPS))
    merge_groups(context, groups)
    people = list(keep_newer(merge, PEOPLE))
    merge_people(context, people)
    set_secretaries(context, groups)
    lead_times_changed = merge_settings(context, list(keep_newer(merge, SETTINGS)), layout.setting_rows)
    check_people(context, people, groups)
    start_follow_up(context)
    if holds_actions:
        to_keep = list_rows_to_keep(merge)  # while the merge has all rows
        merge_actions(context, keep_newer(merge, ACTIONS), to_keep)
    if lead_times_changed or context.is_go_live_changed:
        _reschedule_reminders(context)
    store_actions(context)
    merge_indicators(context, list(keep_newer(merge, INDICATORS)))
    finish_merge(merge)


def _start_merge(context: ImportContext, tables: list[Table], read: dict[str, list[Record]]) -> PlanMerge:
    """Return the merge of what was read, in which the codes of rows, and those that they refer to, become
    those that their actions have now."""
    known = {
        ACTIONS: set(context.actions),
        PEOPLE: set(context.people.by_code),
        GROUPS: set(context.groups.by_code),
        INDICATORS: list_indicator_codes(context),
    }
    read |= {name: follow_similar_codes(context.notes, read[name], codes) for name, codes in known.items()}
    since = load_codes_since(context, find_stamp(tables))
    codes = {*known[ACTIONS], *(each.code for each in read[ACTIONS]), *since.moved}
    for name, reference in ((ACTIONS, "part_of"), (INDICATORS, "action")):
        named = follow_similar_references(read[name], reference, codes)
        read[name] = follow_moved_codes(named, since.moved, reference)
    titles = match_titles(context, read[ACTIONS], since)
    return start_merge(context, tables, read | {ACTIONS: titles.records}, titles)


def _report_unknown_sheets(
    context: ImportContext, layout: WorkbookLayout, own: Mapping[str, Table], tables: list[Table]
) -> None:
    for table in tables:
        if (
            table not in own.values()
            and table.sheet != layout.explanation_title
            and table.first_filled_row() is not None
        ):
            context.notes.add_finding(table.sheet, 1, "", "unknown-sheet", value=table.sheet)
            list_unread_rows(context.notes, table)
            report_unread_plans(context.notes, table)


def _reschedule_reminders(context: ImportContext) -> None:
    lead_times = LeadTimes.from_overrides(context.municipality.lead_times)
    for action in context.actions.values():
        reschedule_reminder(action, lead_times)
