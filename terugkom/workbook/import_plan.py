"""Import a plan from a file into the database: an upsert by code in one transaction."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from terugkom.database import Database
from terugkom.demo_home import refuse_in_demo_home
from terugkom.errors import InputError
from terugkom.gc_paused import pause_gc
from terugkom.plan.action_rows import store_action_rows
from terugkom.plan.history import record_changes
from terugkom.plan.model import Municipality
from terugkom.plan.next_reminder import reschedule_reminder, schedule_orphaned_actions
from terugkom.schedule.lead_times import LeadTimes
from terugkom.workbook.foreign.action_records import read_actions
from terugkom.workbook.foreign.fields import KEEP_AS_EXTRA
from terugkom.workbook.foreign.match_actions import assign_codes
from terugkom.workbook.foreign.table_detection import detect_plan_tables
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.import_report import ImportNotes, ImportReport, RowOutcome
from terugkom.workbook.merge_actions import load_actions, merge_actions
from terugkom.workbook.merge_indicators import merge_indicators
from terugkom.workbook.merge_people import (
    load_people_and_groups,
    merge_groups,
    merge_people,
    set_secretaries,
)
from terugkom.workbook.merge_settings import merge_settings, start_follow_up
from terugkom.workbook.own_layout import SheetLayout, WorkbookLayout, list_layouts
from terugkom.workbook.read_tables import CSV_SUFFIXES, Table, read_tables
from terugkom.workbook.records import Record, map_own_table, read_records
from terugkom.workbook.resolve_owners import collect_addresses

SLUG_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def import_workbook(
    database: Database,
    path: Path,
    *,
    slug: str,
    today: date,
    now: datetime,
    column_map: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Read a file and import the plan in it; see `import_tables`.

    Raises also UnreadableFile for a file that cannot be read; nothing is changed then.
    """
    check_slug(slug)
    return import_tables(
        database,
        read_tables(path),
        path,
        slug=slug,
        today=today,
        now=now,
        column_map=column_map,
        dry_run=dry_run,
    )


@pause_gc()
def import_tables(
    database: Database,
    tables: list[Table],
    path: Path,
    *,
    slug: str,
    today: date,
    now: datetime,
    column_map: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Import a plan into the municipality `slug`, which is created if it is new; return the import report.

    `tables` are those of the file `path`, which is not opened.

    A workbook with our own sheets and headers is imported as ours. Any other file, or one with `column_map`
    (from
    header to field), is a foreign file: its sheet, header row and columns are detected. `column_map` takes
    precedence over detection, and is stored for later imports.
    Invalid cells become findings, and the previous value stays. `now` must have a time zone.

    Raises InputError for invalid arguments or a file with missing headers; nothing is changed then.
    """
    check_slug(slug)
    with database.write_session(dry_run=dry_run) as session, session.no_autoflush:
        refuse_in_demo_home(session, slug)
        municipality = _get_or_create_municipality(session, slug)
        context = ImportContext(
            session, municipality, today, now, path.name, ImportNotes(municipality.language)
        )
        load_people_and_groups(context)
        load_actions(context)
        layout, own = _select_own_tables(tables)
        if not column_map and path.suffix.lower() not in CSV_SUFFIXES and _has_own_headers(layout, own):
            _import_own(context, layout, own, tables)
        else:
            _import_foreign(context, tables, column_map)
        record_changes(session, context.changes, today=today, changed_at=now, through=context.through)
        session.flush()
        schedule_orphaned_actions(session, municipality.id, today)
        return _build_report(context, slug, dry_run=dry_run)


def check_slug(slug: str) -> None:
    """Raise InputError if this is not a valid short name of a municipality."""
    if not SLUG_PATTERN.fullmatch(slug):
        raise InputError(
            f"{slug!r} is not a valid short name: use a-z, 0-9 and hyphens, at most 60 characters"
        )


def _get_or_create_municipality(session: Session, slug: str) -> Municipality:
    found = session.scalar(
        select(Municipality).where(Municipality.slug == slug).options(selectinload(Municipality.closing_days))
    )
    if found is None:
        found = Municipality(
            slug=slug, name=slug.replace("-", " ").title(), lead_times={}, column_map={}, media_settings={}
        )
        session.add(found)
        session.flush()
    return found


def _select_own_tables(tables: list[Table]) -> tuple[WorkbookLayout, dict[str, Table]]:
    """Return the layout of the language of which most sheets are there, and those sheets by title."""

    def select(layout: WorkbookLayout) -> dict[str, Table]:
        titles = {sheet.title.lower(): sheet.title for sheet in layout.data_sheets}
        return {titles[table.sheet.lower()]: table for table in tables if table.sheet.lower() in titles}

    return max(((layout, select(layout)) for layout in list_layouts()), key=lambda found: len(found[1]))


def _has_own_headers(layout: WorkbookLayout, own: Mapping[str, Table]) -> bool:
    """Return whether sheets with our titles have our headers too: most of them in most of those sheets.

    Anybody may call a sheet "Acties". One of ours from which a column was deleted is still ours, so that the
    import says which one is missing.
    """
    sheets = [sheet for sheet in layout.data_sheets if sheet.title in own]
    fitting = [sheet for sheet in sheets if _compute_header_share(sheet, own[sheet.title]) > 0.5]
    return bool(sheets) and 2 * len(fitting) > len(sheets)


def _compute_header_share(sheet: SheetLayout, table: Table) -> float:
    """Return which share of the headers that a sheet of ours must have stand in its first filled row; an
    empty sheet fits."""
    first = table.first_filled_row()
    if first is None:
        return 1.0
    texts = {" ".join(str(cell).lower().split()) for cell in table.rows[first]}
    wanted = [column.header.lower() for column in sheet.columns if not column.may_be_absent]
    return sum(header in texts for header in wanted) / len(wanted)


def _import_own(
    context: ImportContext, layout: WorkbookLayout, own: Mapping[str, Table], tables: list[Table]
) -> None:
    mappings = {
        sheet.title: map_own_table(own[sheet.title], sheet, context.file, layout.language)
        for sheet in layout.data_sheets
        if sheet.title in own
    }
    for table in tables:
        if (
            table not in own.values()
            and table.sheet != layout.explanation_title
            and table.first_filled_row() is not None
        ):
            context.notes.add_finding(table.sheet, 1, "", "unknown-sheet", value=table.sheet)

    def records(sheet: SheetLayout) -> list[Record]:
        mapping = mappings.get(sheet.title)
        return list(read_records(mapping, context.notes)) if mapping else []

    groups = records(layout.groups)
    merge_groups(context, groups)
    merge_people(context, records(layout.people))
    set_secretaries(context, groups)
    lead_times_changed = merge_settings(context, records(layout.settings), layout.setting_rows)
    start_follow_up(context)
    if layout.actions.title in mappings:
        merge_actions(context, records(layout.actions))
    if lead_times_changed or context.is_go_live_changed:
        lead_times = LeadTimes.from_overrides(context.municipality.lead_times)
        for action in context.actions.values():
            reschedule_reminder(action, lead_times)
    _store_actions(context)
    merge_indicators(context, records(layout.indicators))


def _store_actions(context: ImportContext) -> None:
    store_action_rows(
        context.session, context.municipality.id, context.actions.values(), through=context.through
    )


def _import_foreign(
    context: ImportContext, tables: list[Table], column_map: Mapping[str, str] | None
) -> None:
    context.is_foreign = True
    remembered = _keep_remembered(context.municipality.column_map, column_map or {})
    visible = _leave_out_hidden(context, tables)
    detected_tables = detect_plan_tables(visible, column_map or {}, remembered, context.file)
    if column_map:
        context.municipality.column_map = remembered | dict(column_map)
    read = {id(form.table) for form in detected_tables}
    context.notes.unread += [
        table.sheet for table in tables if id(table) not in read and table.first_filled_row() is not None
    ]
    start_follow_up(context)
    records = [record for form in detected_tables for record in read_actions(form, context.notes)]
    collect_addresses(context, records)
    merge_actions(context, assign_codes(context, records))
    _store_actions(context)


def _leave_out_hidden(context: ImportContext, tables: list[Table]) -> list[Table]:
    """Return the tables whose sheet is shown; one that is hidden is a finding, for it is often an archive.

    Raises InputError if all that hold anything are hidden.
    """
    visible = [table for table in tables if not table.is_hidden]
    for table in tables:
        if table.is_hidden and table.first_filled_row() is not None:
            context.notes.add_finding(table.sheet, 1, "", "hidden-sheet", value=table.sheet)
    if tables and all(table.first_filled_row() is None for table in visible) and len(visible) < len(tables):
        raise InputError(f"{context.file}: all sheets with something in them are hidden; show the plan's")
    return visible


def _keep_remembered(remembered: Mapping[str, str], requested: Mapping[str, str]) -> dict[str, str]:
    """Return the remembered columns of which a new request names neither the column nor its field."""
    fields = set(requested.values()) - {KEEP_AS_EXTRA}
    return {
        name: field for name, field in remembered.items() if name not in requested and field not in fields
    }


def _build_report(context: ImportContext, slug: str, *, dry_run: bool) -> ImportReport:
    missing = {code for code, action in context.actions.items() if action.missing_since}
    changed = {change.code for _, change in context.changes} - context.added_codes - missing
    return ImportReport(
        municipality=slug,
        file=context.file,
        dry_run=dry_run,
        rows={outcome.value: context.notes.row_counts[outcome] for outcome in RowOutcome},
        actions={
            "added": len(context.added_codes),
            "changed": len(changed),
            "unchanged": len(context.actions) - len(context.added_codes) - len(changed) - len(missing),
            "missing": len(missing),
        },
        findings=tuple(context.notes.findings),
        changes=tuple(change for _, change in context.changes),
        columns=tuple(context.notes.columns),
        unread=tuple(context.notes.unread),
        municipality_name=context.municipality.name,
        plan={
            "actions": len(context.actions) - len(missing),
            "people": len(context.people.by_code),
            "groups": len(context.groups.by_code),
        },
    )
