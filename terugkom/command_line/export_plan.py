"""The commands that write a workbook: template, export."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from terugkom import clock
from terugkom.command_line.output_files import report_write_errors
from terugkom.command_line.printing import print_json, print_line
from terugkom.errors import CommandError
from terugkom.installation import open_installation
from terugkom.plan.queries import choose_municipality
from terugkom.workbook.export_plan import export_workbook
from terugkom.workbook.write_workbook import write_template


def write_empty_workbook(given: Namespace) -> bool:
    """Write an empty workbook."""
    with _report_workbook_errors(given.file):
        write_template(given.file)
    _print_written(given, f"An empty workbook was written to {given.file}.")
    return False


def export_plan(given: Namespace) -> bool:
    """Write the plan as a workbook."""
    with (
        open_installation() as installation,
        installation.database.write_session(few_tables=True) as session,  # it keeps what the copy holds
        _report_workbook_errors(given.file),
    ):
        export_workbook(session, choose_municipality(session, given.municipality), given.file, clock.now())
    _print_written(given, f"The plan was written to {given.file}.")
    return False


@contextmanager
def _report_workbook_errors(file: Path) -> Iterator[None]:
    if file.suffix.lower() != ".xlsx":
        raise CommandError(f"{file} cannot be written: a workbook is called NAME.xlsx")
    with report_write_errors(file):
        yield


def _print_written(given: Namespace, text: str) -> None:
    if given.json:
        print_json({"file": str(given.file)})
    else:
        print_line(text)
