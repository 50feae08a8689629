"""The commands about the plan: template, import, export, actions."""

import os
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from terugkom import clock
from terugkom.command_line.form_lists import update_forms
from terugkom.command_line.output_files import check_writable, write_page
from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.errors import InputError
from terugkom.inbox.folder import create_inbox
from terugkom.installation import open_installation
from terugkom.plan.history import ADDED, FieldChange
from terugkom.plan.queries import choose_municipality, list_actions_as_json
from terugkom.workbook.export_plan import export_workbook
from terugkom.workbook.import_plan import import_workbook
from terugkom.workbook.import_report import ImportReport
from terugkom.workbook.report_page import render_import_report
from terugkom.workbook.write_workbook import write_template


def write_empty_workbook(given: Namespace) -> bool:
    """Write an empty workbook."""
    with _report_workbook_errors(given.file):
        write_template(given.file)
    _print_written(given, f"An empty workbook was written to {given.file}.")
    return False


def import_plan(given: Namespace) -> bool:
    """Import a plan; exit status 1 if there are findings."""
    if given.page:
        check_writable(given.page)  # before anything is changed
    today = given.today or clock.today()
    with open_installation() as installation:
        report = import_workbook(
            installation.database,
            given.file,
            slug=given.municipality,
            today=today,
            now=clock.now(),
            column_map=_parse_column_map(given.map),
            dry_run=given.dry_run,
        )
        if not given.dry_run:
            create_inbox(installation.settings.municipalities, given.municipality)
        if given.page:
            templates = installation.build_render_context_for(given.municipality).templates
            write_page(given.page, render_import_report(templates, report, today).html)
        if not given.dry_run:
            update_forms(installation)
    if given.json:
        print_json(report.as_json())
    else:
        print_import(report)
    return bool(report.findings)


def export_plan(given: Namespace) -> bool:
    """Write the plan as a workbook."""
    with (
        open_installation() as installation,
        installation.database.read_session() as session,
        _report_workbook_errors(given.file),
    ):
        export_workbook(session, choose_municipality(session, given.municipality), given.file)
    _print_written(given, f"The plan was written to {given.file}.")
    return False


def list_actions(given: Namespace) -> bool:
    """Print the actions of the plan."""
    with open_installation() as installation, installation.database.read_session() as session:
        found = list_actions_as_json(session, choose_municipality(session, given.municipality))
    if given.json:
        print_json(found)
    else:
        shown = ("code", "title", "owners", "group", "status", "deadline")
        rows = [
            [", ".join(each[name]) if name == "owners" else each[name] for name in shown] for each in found
        ]
        print_table([name.capitalize() for name in shown], rows)
    return False


def print_import(report: ImportReport) -> None:
    """Print the result of an import: rows, actions, findings."""
    print_line(
        f"{report.file} -> {report.municipality}"
        + (" (dry run: nothing was changed)" if report.dry_run else "")
    )
    print_line(f"rows:    {_format_sum(report.rows)}")
    print_line(f"actions: {_format_sum(report.actions)}")
    if report.unread:
        print_line(f"sheets that hold no plan: {', '.join(report.unread)}")
    _show_changes([each for each in report.changes if each.field != ADDED])
    if report.findings:
        print_table(
            ("Sheet", "Row", "Column", "Finding"),
            [(each.sheet, each.row, each.column, each.message) for each in report.findings],
            title=f"{len(report.findings)} findings",
        )


def _format_sum(counts: Mapping[str, int]) -> str:
    parts = " + ".join(f"{count} {what}" for what, count in counts.items() if count)
    return f"{sum(counts.values())} = {parts}" if parts else "0"


def _show_changes(changed: Sequence[FieldChange]) -> None:
    gone = [each.code for each in changed if each.field == "missing_since" and each.new]
    rows = [
        (each.code, each.field, _truncate(each.old_text), _truncate(each.new_text))
        for each in changed
        if each.field != "missing_since"
    ]
    if rows:
        print_table(("Action", "Field", "From", "To"), rows, title="What changed")
    if gone:
        print_line(f"no longer in the file: {', '.join(gone)}")
        print_line("These actions are flagged and kept; reminders for those not done continue.")


def _truncate(text: str) -> str:
    return f"{text[:80]}…" if len(text) > 80 else text


def _parse_column_map(given: list[str]) -> dict[str, str] | None:
    pairs = [text.rpartition("=") for text in given]
    for column, sign, field in pairs:
        if not (column and sign and field):
            raise InputError('--map is given as "Column=field"')
    columns = Counter(column.strip() for column, _, _ in pairs)
    if twice := [column for column, count in columns.items() if count > 1]:
        raise InputError(f"--map gives the column {twice[0]!r} twice; a column fills one field")
    return {column.strip(): field.strip() for column, _, field in pairs} or None


@contextmanager
def _report_workbook_errors(file: Path) -> Iterator[None]:
    if file.suffix.lower() != ".xlsx":
        raise InputError(f"{file} cannot be written: a workbook is called NAME.xlsx")
    with report_write_errors(file):
        yield


@contextmanager
def report_write_errors(file: Path) -> Iterator[None]:
    """Context in which a file is written. Raises InputError with its name if it cannot be written."""
    if file.is_dir():
        raise InputError(f"{file} cannot be written: it is a folder")
    if not os.access(file.parent, os.W_OK):
        raise InputError(f"{file} cannot be written: there is no folder {file.parent} to write in")
    try:
        yield
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error}") from error


def _print_written(given: Namespace, text: str) -> None:
    if given.json:
        print_json({"file": str(given.file)})
    else:
        print_line(text)
