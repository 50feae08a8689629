"""Import files of ideas from a municipality's inbox; their headers distinguish them from plans."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from terugkom.database import Database
from terugkom.documents.templates import Templates
from terugkom.errors import InputError
from terugkom.ideas.columns import is_ideas_file
from terugkom.ideas.import_ideas import IdeasImportResult, import_ideas_file
from terugkom.inbox import folder
from terugkom.plan.queries import get_municipality
from terugkom.workbook.read_tables import read_tables

DOCUMENT = "ideas-report"


@dataclass(frozen=True)
class IdeasFileResult:
    """The result of one file: the import result, or the reason why it was refused."""

    file: str
    result: IdeasImportResult | None
    refused: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the result as a JSON object."""
        return self.result.as_json() if self.result else {"file": self.file, "refused": self.refused}


def list_ideas_files(municipality_folder: Path) -> list[Path]:
    """Return the files of ideas in a municipality's inbox; the other workbooks there are plans."""
    return [
        path
        for path in folder.list_new_files(municipality_folder, folder.PLAN_SUFFIXES)
        if _is_ideas_file(path)
    ]


def import_new_ideas(
    database: Database,
    municipality_folder: Path,
    templates: Templates,
    *,
    today: date,
    now: datetime,
    dry_run: bool = False,
) -> Iterator[IdeasFileResult]:
    """Import each file of ideas, and move it to ``done`` or ``refused`` together with its report."""
    for path in list_ideas_files(municipality_folder):
        file_result = _import_file(database, path, municipality_folder.name, today, dry_run)
        if not dry_run:
            html = render_ideas_report(templates, municipality_folder.name, file_result, today)
            folder.archive_file(path, file_result.as_json(), html, now, refused=file_result.result is None)
        yield file_result


def render_ideas_report(templates: Templates, slug: str, file_result: IdeasFileResult, today: date) -> str:
    """Return the report of a file as HTML. Raises TemplateError."""
    context = {
        "municipality": slug,
        "file": file_result.file,
        "today": today,
        "received": file_result.result,
    }
    return templates.render_letter(DOCUMENT, context | {"refused": file_result.refused}).html


def _import_file(database: Database, path: Path, slug: str, today: date, dry_run: bool) -> IdeasFileResult:
    try:
        with database.write_session(dry_run=dry_run) as session:
            return IdeasFileResult(
                path.name, import_ideas_file(session, get_municipality(session, slug), path, today)
            )
    except InputError as error:
        return IdeasFileResult(path.name, None, str(error))


def _is_ideas_file(path: Path) -> bool:
    try:
        return is_ideas_file(read_tables(path))
    except InputError:  # the plan import will report what is wrong with it
        return False
