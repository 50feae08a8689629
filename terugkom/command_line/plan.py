"""The commands about the plan: template, import, export, actions."""

import os
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from terugkom import clock
from terugkom.command_line.office import chosen, open_database
from terugkom.command_line.output_files import check_place, templates_of, write_page
from terugkom.command_line.printing import print_json, print_table, say
from terugkom.database import Database
from terugkom.documents.templates import Templates
from terugkom.errors import InputError
from terugkom.plan.history import ADDED, Change
from terugkom.plan.model import Municipality
from terugkom.plan.queries import actions_as_json
from terugkom.workbook.export_plan import export_workbook
from terugkom.workbook.import_plan import import_workbook
from terugkom.workbook.import_report import ImportReport
from terugkom.workbook.report_page import page
from terugkom.workbook.write_workbook import write_template


def template(given: Namespace) -> bool:
    """Write an empty workbook."""
    with _workbook_to_be_written(given.file):
        write_template(given.file)
    _written(given, f"An empty workbook was written to {given.file}.")
    return False


def take_in(given: Namespace) -> bool:
    """Import a plan; exit status 1 if there are findings."""
    if given.page:
        check_place(given.page)  # before anything is changed
    today = given.today or clock.today()
    with open_database() as database:
        report = import_workbook(
            database,
            given.file,
            slug=given.municipality,
            today=today,
            now=clock.now(),
            column_map=_column_map(given.map),
            dry_run=given.dry_run,
        )
        if given.page:
            write_page(given.page, page(_templates(database, given.municipality), report, today).html)
    if given.json:
        print_json(report.as_json())
    else:
        show_import(report)
    return bool(report.findings)


def _templates(database: Database, slug: str) -> Templates:
    with database.reading() as session:
        language = session.scalar(select(Municipality.language).where(Municipality.slug == slug))
    return templates_of(slug, language or "nl")  # after a dry run a new municipality does not exist


def export(given: Namespace) -> bool:
    """Write the plan as a workbook."""
    with open_database() as database, database.reading() as session, _workbook_to_be_written(given.file):
        export_workbook(session, chosen(session, given.municipality), given.file)
    _written(given, f"The plan was written to {given.file}.")
    return False


def actions(given: Namespace) -> bool:
    """Print the actions of the plan."""
    with open_database() as database, database.reading() as session:
        found = actions_as_json(session, chosen(session, given.municipality))
    if given.json:
        print_json(found)
    else:
        shown = ("code", "title", "owners", "group", "status", "deadline")
        rows = [
            [", ".join(each[name]) if name == "owners" else each[name] for name in shown] for each in found
        ]
        print_table([name.capitalize() for name in shown], rows)
    return False


def show_import(report: ImportReport) -> None:
    """Print the result of an import: rows, actions, findings."""
    say(
        f"{report.file} -> {report.municipality}"
        + (" (dry run: nothing was changed)" if report.dry_run else "")
    )
    say(f"rows:    {_sum(report.rows)}")
    say(f"actions: {_sum(report.actions)}")
    if report.unread:
        say(f"sheets that hold no plan: {', '.join(report.unread)}")
    _show_changes([each for each in report.changes if each.field != ADDED])
    if report.findings:
        print_table(
            ("Sheet", "Row", "Column", "Finding"),
            [(each.sheet, each.row, each.column, each.message) for each in report.findings],
            title=f"{len(report.findings)} findings",
        )


def _sum(counts: Mapping[str, int]) -> str:
    told = " + ".join(f"{count} {what}" for what, count in counts.items() if count)
    return f"{sum(counts.values())} = {told}" if told else "0"


def _show_changes(changed: Sequence[Change]) -> None:
    gone = [each.code for each in changed if each.field == "missing_since" and each.new]
    rows = [
        (each.code, each.field, _short(each.old), _short(each.new))
        for each in changed
        if each.field != "missing_since"
    ]
    if rows:
        print_table(("Action", "Field", "From", "To"), rows, title="What changed")
    if gone:
        say(f"no longer in the file: {', '.join(gone)}")
        say("These actions are flagged and kept; reminders for those not done continue.")


def _short(text: str) -> str:
    return f"{text[:80]}…" if len(text) > 80 else text


def _column_map(given: list[str]) -> dict[str, str] | None:
    pairs = [text.rpartition("=") for text in given]
    for column, sign, field in pairs:
        if not (column and sign and field):
            raise InputError('--map is given as "Column=field"')
    columns = Counter(column.strip() for column, _, _ in pairs)
    if twice := [column for column, count in columns.items() if count > 1]:
        raise InputError(f"--map gives the column {twice[0]!r} twice; a column fills one field")
    return {column.strip(): field.strip() for column, _, field in pairs} or None


@contextmanager
def _workbook_to_be_written(file: Path) -> Iterator[None]:
    if file.suffix.lower() != ".xlsx":
        raise InputError(f"{file} cannot be written: a workbook is called NAME.xlsx")
    with to_be_written(file):
        yield


@contextmanager
def to_be_written(file: Path) -> Iterator[None]:
    """Context in which a file is written. Raises InputError with its name if it cannot be written."""
    if file.is_dir():
        raise InputError(f"{file} cannot be written: it is a folder")
    if not os.access(file.parent, os.W_OK):
        raise InputError(f"{file} cannot be written: there is no folder {file.parent} to write in")
    try:
        yield
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error}") from error


def _written(given: Namespace, text: str) -> None:
    if given.json:
        print_json({"file": str(given.file)})
    else:
        say(text)
