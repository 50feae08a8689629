"""Import a plan from a file into the database: an upsert by code in one transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from terugkom.database.connection_pool import Database, update_statistics
from terugkom.demo_home import refuse_in_demo_home
from terugkom.documents.document_store import DocumentStore
from terugkom.plan.coordinator_change import find_unnotified_coordinator
from terugkom.plan.history import record_changes
from terugkom.plan.model import Municipality
from terugkom.plan.next_reminder import schedule_orphaned_actions
from terugkom.plan.queries import serialize_writers
from terugkom.plan.reachability import compute_reachability
from terugkom.plan.slug import check_slug
from terugkom.process.gc_paused import pause_gc
from terugkom.workbook.columns import SheetLayout
from terugkom.workbook.file_formats.file_types import CSV_SUFFIXES, compute_file_digest
from terugkom.workbook.file_formats.read_tables import Table, read_tables
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.import_own_plan import import_own_plan
from terugkom.workbook.import_report import (
    ImportNotes,
    ImportReport,
    NewCoordinator,
    RowOutcome,
    UnreadPlan,
)
from terugkom.workbook.merge_actions import load_actions
from terugkom.workbook.merge_people import (
    load_people_and_groups,
)
from terugkom.workbook.own_layout import WorkbookLayout, list_layouts
from terugkom.workbook.undo.earlier_reading import (
    delete_actions,
    delete_unused,
    withdraw_earlier_reading,
)
from terugkom.workbook.undo.journal import list_imports_of_file
from terugkom.workbook.undo.record_import import record_import
from terugkom.workbook.undo.snapshot import take_snapshot

_MANY_ACTIONS = 1_000  # so many new ones, and a database has other ways to find them


@dataclass(frozen=True)
class FileTables:
    """The tables of a file, with its name and the digest by which an earlier import of it is known; "" if it
    is not to be."""

    name: str
    tables: list[Table]
    sha256: str


@dataclass(frozen=True)
class ImportRun:
    """What an import is to do: for which municipality, when, and how.

    `column_map`, from header to field, is of a foreign file. `now` must have a time zone.
    """

    slug: str
    today: date
    now: datetime
    column_map: Mapping[str, str] | None = None
    dry_run: bool = False
    refuse_unread_plan: bool = False


def read_file_tables(path: Path) -> FileTables:
    """Return the tables of a file. Raises UnreadableFile."""
    return FileTables(path.name, read_tables(path), compute_file_digest(path))


@pause_gc()
def import_tables(
    database: Database,
    file: FileTables,
    run: ImportRun,
    documents: DocumentStore | None,
    *,
    few_tables: bool = False,
) -> ImportReport:
    """Import a plan into its municipality, which is created if it is new; return the import report.

    Of a file that is known by its digest, what earlier readings added and this one has not is deleted, if
    nothing refers to it; whether a document does is looked up in `documents`. `few_tables`: see
    `Database.write_session`.

    A workbook with our own sheets and headers is imported as ours. Any other file, or one with a
    `column_map`, is a foreign file: its sheet, header row and columns are detected. The `column_map` takes
    precedence over detection, and is stored for later imports. Invalid cells become findings, and the
    previous value stays.

    Raises InputError for invalid arguments or a file with missing headers; nothing is changed then. With
    `refuse_unread_plan` nothing is changed either if the file holds a plan that was not read: UnreadPlan.
    """
    slug, today = run.slug, run.today
    check_slug(slug)
    with database.write_session(dry_run=run.dry_run, few_tables=few_tables) as session, session.no_autoflush:
        refuse_in_demo_home(session, slug)
        municipality, is_new = _get_or_create_municipality(session, slug)
        serialize_writers(session, municipality.id)
        snapshot = None if run.dry_run else take_snapshot(session, municipality.id, is_new=is_new)
        context = ImportContext(
            session, municipality, today, run.now, file.name, ImportNotes(municipality.language)
        )
        load_people_and_groups(context)
        load_actions(context)
        _merge_tables(context, file, run.column_map)
        withdrawn = withdraw_earlier_reading(context, file.sha256, documents)
        history = _store_changes(context, withdrawn, file.sha256)
        context.notes.use_language(municipality.language)
        report = _build_report(context, slug, dry_run=run.dry_run, replaced=len(withdrawn))
        if run.refuse_unread_plan and report.has_unread_plan:
            raise UnreadPlan(report)
        if snapshot:
            record_import(
                session,
                snapshot,
                file=file.name,
                sha256=file.sha256,
                today=today,
                now=run.now,
                deleted_history=history,
            )
            if report.actions["added"] >= _MANY_ACTIONS:
                update_statistics(session.connection())
        return report


def _merge_tables(context: ImportContext, file: FileTables, column_map: Mapping[str, str] | None) -> None:
    """Merge the tables of a file into the plan, as those of our workbook or of a foreign file."""
    layout, own = _select_own_tables(file.tables)
    is_csv = Path(file.name).suffix.lower() in CSV_SUFFIXES
    if not column_map and not is_csv and _has_own_headers(layout, own):
        import_own_plan(context, layout, own, file.tables)
        return
    from terugkom.workbook.import_foreign_plan import import_foreign_plan  # what our own has no use for

    is_known = bool(list_imports_of_file(context.session, context.municipality.id, file.sha256))
    import_foreign_plan(context, file.tables, column_map, is_known=is_known)


def _store_changes(
    context: ImportContext, withdrawn: Collection[int], sha256: str
) -> list[Mapping[str, Any]]:
    """Store what changed, and delete the withdrawn actions; return the history that went with them."""
    session, today = context.session, context.today
    record_changes(session, context.changes, today=today, changed_at=context.now, through=context.through)
    session.flush()
    schedule_orphaned_actions(session, context.municipality.id, today)
    history = delete_actions(session, withdrawn)
    if context.is_foreign and withdrawn:
        delete_unused(context, sha256)
    return history


def _get_or_create_municipality(session: Session, slug: str) -> tuple[Municipality, bool]:
    """Return the municipality, and whether it is new."""
    found = session.scalar(
        select(Municipality).where(Municipality.slug == slug).options(selectinload(Municipality.closing_days))
    )
    if found is None:
        found = Municipality(
            slug=slug, name=slug.replace("-", " ").title(), lead_times={}, column_map={}, media_settings={}
        )
        session.add(found)
        session.flush()
        return found, True
    return found, False


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


def _build_report(context: ImportContext, slug: str, *, dry_run: bool, replaced: int) -> ImportReport:
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
        tables=tuple(context.notes.tables),
        omitted=tuple(context.notes.omitted),
        replaced=replaced,
        municipality_name=context.municipality.name,
        has_coordinator=context.municipality.coordinator is not None,
        has_answer_address=bool(context.municipality.answer_address),
        new_coordinator=_find_new_coordinator(context),
        anchors=context.notes.anchors,
        plan={
            "actions": len(context.actions) - len(missing),
            "people": len(context.people.by_code),
            "groups": len(context.groups.by_code),
        },
    )


def _find_new_coordinator(context: ImportContext) -> NewCoordinator | None:
    """Return the coordinator, if the next daily run is to tell them that they are it."""
    found = find_unnotified_coordinator(context.session, context.municipality)
    if found is None:
        return None
    reachability = compute_reachability(context.session, context.municipality.id, context.today)
    return NewCoordinator(found.name, reachability[found.id].recipient_id is not None)
