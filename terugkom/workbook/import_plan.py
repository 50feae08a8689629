"""Import a plan from a file into the database: an upsert by code in one transaction."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from terugkom.database import Database
from terugkom.errors import InputError
from terugkom.gc_paused import uncollected
from terugkom.plan.action_rows import store_rows
from terugkom.plan.history import keep
from terugkom.plan.model import Municipality
from terugkom.plan.next_reminder import look_at_orphans, rearm
from terugkom.schedule.lead_times import LeadTimes
from terugkom.workbook.foreign.action_records import read_actions
from terugkom.workbook.foreign.match_actions import with_codes
from terugkom.workbook.foreign.table_detection import recognise
from terugkom.workbook.import_context import Job
from terugkom.workbook.import_report import Fate, ImportReport, Notes
from terugkom.workbook.merge_actions import load_actions, merge_actions
from terugkom.workbook.merge_indicators import merge_indicators
from terugkom.workbook.merge_people import load_people_and_groups, merge_groups, merge_people
from terugkom.workbook.merge_settings import merge_settings
from terugkom.workbook.own_layout import (
    ACTIONS,
    DATA_SHEETS,
    EXPLANATION,
    GROUPS,
    INDICATORS,
    PEOPLE,
    SETTINGS,
    Sheet,
)
from terugkom.workbook.read_tables import EXCEL, Table, read_tables
from terugkom.workbook.records import Record, own_form, read_records

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@uncollected()
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
    """Import a plan into the municipality `slug`, which is created if it is new; return the import report.

    An Excel file with our own sheets is imported as our workbook. Any other file, or one with `column_map`
    (from
    header to field), is a foreign file: its sheet, header row and columns are detected. `column_map` takes
    precedence over detection, and is stored for later imports.
    Invalid cells become findings, and the previous value stays. `now` must have a time zone.

    Raises InputError for invalid arguments or a file with missing headers, UnreadableFile for one that
    cannot be read; nothing is changed then.
    """
    if not SLUG.fullmatch(slug):
        raise InputError(
            f"{slug!r} is not a valid short name: use a-z, 0-9 and hyphens, at most 60 characters"
        )
    tables = read_tables(path)
    with database.writing(dry_run=dry_run) as session, session.no_autoflush:
        municipality = _municipality(session, slug)
        job = Job(session, municipality, today, now, path.name, Notes())
        load_people_and_groups(job)
        load_actions(job)
        own = {} if column_map or path.suffix.lower() not in EXCEL else _own_tables(tables)
        if own:
            _import_own(job, own, tables)
        else:
            _import_foreign(job, tables, column_map)
        keep(session, job.made, changed_at=now, through=job.through)
        session.flush()
        look_at_orphans(session, municipality.id, today)
        return _report(job, slug, dry_run=dry_run)


def _municipality(session: Session, slug: str) -> Municipality:
    found = session.scalar(
        select(Municipality).where(Municipality.slug == slug).options(selectinload(Municipality.closing_days))
    )
    if found is None:
        found = Municipality(
            slug=slug, name=slug.replace("-", " ").title(), lead_times={}, column_map={}, media={}
        )
        session.add(found)
        session.flush()
    return found


def _own_tables(tables: list[Table]) -> dict[str, Table]:
    titles = {sheet.title.lower(): sheet.title for sheet in DATA_SHEETS}
    return {titles[table.sheet.lower()]: table for table in tables if table.sheet.lower() in titles}


def _import_own(job: Job, own: Mapping[str, Table], tables: list[Table]) -> None:
    forms = {
        sheet.title: own_form(own[sheet.title], sheet, job.file)
        for sheet in DATA_SHEETS
        if sheet.title in own
    }
    for table in tables:
        if table not in own.values() and table.sheet != EXPLANATION and table.first_filled() is not None:
            job.notes.find(table.sheet, 1, "", "unknown-sheet", value=table.sheet)

    def records(sheet: Sheet) -> list[Record]:
        form = forms.get(sheet.title)
        return list(read_records(form, job.notes)) if form else []

    merge_groups(job, records(GROUPS))
    merge_people(job, records(PEOPLE))
    lead_times_changed = merge_settings(job, records(SETTINGS))
    if ACTIONS.title in forms:
        merge_actions(job, records(ACTIONS))
    if lead_times_changed:
        lead_times = LeadTimes.of(job.municipality.lead_times)
        for action in job.actions.values():
            rearm(action, lead_times)
    _store_actions(job)
    merge_indicators(job, records(INDICATORS))


def _store_actions(job: Job) -> None:
    store_rows(job.session, job.municipality.id, job.actions.values(), through=job.through)


def _import_foreign(job: Job, tables: list[Table], column_map: Mapping[str, str] | None) -> None:
    job.foreign = True
    forms = recognise(tables, column_map or {}, job.municipality.column_map, job.file)
    if column_map:
        job.municipality.column_map = dict(column_map)
    read = {id(form.table) for form in forms}
    job.notes.unread += [
        table.sheet for table in tables if id(table) not in read and table.first_filled() is not None
    ]
    records = [record for form in forms for record in read_actions(form, job.notes)]
    merge_actions(job, with_codes(job, records))
    _store_actions(job)


def _report(job: Job, slug: str, *, dry_run: bool) -> ImportReport:
    missing = {code for code, action in job.actions.items() if action.missing_since}
    changed = {change.code for _, change in job.made} - job.added - missing
    return ImportReport(
        municipality=slug,
        file=job.file,
        dry_run=dry_run,
        rows={fate.value: job.notes.fates[fate] for fate in Fate},
        actions={
            "added": len(job.added),
            "changed": len(changed),
            "unchanged": len(job.actions) - len(job.added) - len(changed) - len(missing),
            "missing": len(missing),
        },
        findings=tuple(job.notes.findings),
        changes=tuple(change for _, change in job.made),
        columns=tuple(job.notes.columns),
        unread=tuple(job.notes.unread),
    )
