"""The command import."""

from argparse import Namespace
from collections import Counter
from datetime import date
from pathlib import Path

from terugkom import clock
from terugkom.command_line.form_lists import update_forms
from terugkom.command_line.import_view import print_import, print_undone
from terugkom.command_line.output_files import check_writable, write_page
from terugkom.command_line.printing import print_json
from terugkom.errors import CommandError
from terugkom.ideas.detect_ideas_table import detect_ideas_file
from terugkom.inbox.folder import create_inbox
from terugkom.installation import Installation, open_installation
from terugkom.plan.queries import find_municipality, list_slugs
from terugkom.plan.slug import check_slug
from terugkom.workbook.file_formats.file_types import compute_file_digest
from terugkom.workbook.file_formats.read_tables import Table, read_tables
from terugkom.workbook.import_plan import FileTables, ImportRun, import_tables
from terugkom.workbook.import_report import ImportReport

_NEARLY_THE_SAME = 0.8  # as difflib measures: one letter of five more, less or other


def import_plan(given: Namespace) -> bool:
    """Import a plan, or take the last import back; exit status 1 if there are findings.

    Raises InputError without a file, for one that cannot be read or is no plan, and for a municipality that
    seems misspelt.
    """
    if given.undo:
        return _undo_import(given)
    if given.file is None:
        raise CommandError("which file? `terugkom import FILE`, or `terugkom import --undo`")
    if given.page:
        check_writable(given.page)  # before anything is changed
    today = given.today or clock.today()
    with open_installation() as installation:
        if not given.new:
            _refuse_misspelt(installation, given.municipality)
        check_slug(given.municipality)
        tables = _read_plan_tables(given.file, is_mapped=bool(given.map))
        column_map = _parse_column_map(given.map)
        report = import_tables(
            installation.database,
            FileTables(given.file.name, tables, compute_file_digest(given.file)),
            ImportRun(given.municipality, today, clock.now(), column_map, given.dry_run),
            installation.documents,
            few_tables=True,
        )
        if not given.dry_run:
            create_inbox(installation.settings.municipalities, given.municipality)
        if not given.dry_run:
            report = _follow_plan_after(installation, report, today)
        if given.page:
            from terugkom.workbook.report_page import render_import_report

            templates = installation.build_render_context_for(given.municipality).templates
            write_page(given.page, render_import_report(templates, report, today).html)
    if given.json:
        print_json(report.as_json())
    else:
        print_import(report)
    return bool(report.findings)


def _read_plan_tables(file: Path, *, is_mapped: bool) -> list[Table]:
    """Return the tables of a file. One with ideas is refused, unless its columns are mapped: an inbox takes
    it for what it is, and here those who handed them in became actions."""
    tables = read_tables(file)
    if not is_mapped and detect_ideas_file(tables):
        raise CommandError(f"{file.name} holds ideas, and no plan: use `terugkom import-ideas {file.name}`")
    return tables


def _refuse_misspelt(installation: Installation, slug: str) -> None:
    """Refuse to make a municipality that is called nearly as one that is there: a letter too few made two."""
    from difflib import get_close_matches

    with installation.database.read_session() as session:
        known = list_slugs(session)
    if slug not in known and (close := get_close_matches(slug, known, 1, _NEARLY_THE_SAME)):
        raise CommandError(
            f"there is no municipality {slug}; is it {close[0]}? To make {slug} too, add --new"
        )


def _undo_import(given: Namespace) -> bool:
    if given.file or given.map or given.page:
        raise CommandError("--undo takes the last import back: it goes without a file, --map and --page")
    from terugkom.workbook.undo.undo_import import undo_last_import

    with open_installation() as installation:
        undone = undo_last_import(
            installation.database, installation.documents, given.municipality, dry_run=given.dry_run
        )
        if not given.dry_run:
            _follow_plan(installation, given.municipality, given.today or clock.today())
    if given.json:
        print_json(undone.as_json())
    else:
        print_undone(undone)
    return False


def _follow_plan_after(installation: Installation, report: ImportReport, today: date) -> ImportReport:
    """Have the rest follow an import; return its report with the days of meetings that stay cancelled."""
    _follow_plan(installation, report.municipality, today)
    from terugkom.meetings.report_cancelled_days import report_cancelled_days  # as below

    with installation.database.read_session() as session:
        return report_cancelled_days(session, report, today)


def _follow_plan(installation: Installation, slug: str, today: date) -> None:
    """Have the meetings, their calendars and the forms in Prefect follow what was changed."""
    from terugkom.meetings.follow_plan import follow_plan  # 8 MB, which a large import has no room for

    with installation.database.read_session() as session:
        is_there = find_municipality(session, slug) is not None  # the undo of a first import removes it
    if is_there:
        context = installation.build_render_context_for(slug)
        follow_plan(context, slug, installation.settings.outbox, today, clock.now())
    update_forms(installation)


def _parse_column_map(given: list[str]) -> dict[str, str] | None:
    pairs = [text.rpartition("=") for text in given]
    for column, sign, field in pairs:
        if not (column and sign and field):
            raise CommandError('--map is given as "Column=field"')
    columns = Counter(column.strip() for column, _, _ in pairs)
    if twice := [column for column, count in columns.items() if count > 1]:
        raise CommandError(f"--map gives the column {twice[0]!r} twice; a column fills one field")
    return {column.strip(): field.strip() for column, _, field in pairs} or None
