"""A municipality's inbox folder: list new plans, minutes, ideas and mails; import plans; archive files."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from terugkom.database import Database
from terugkom.documents.file_store import write_all_atomically
from terugkom.documents.templates import Templates
from terugkom.errors import InputError
from terugkom.workbook.import_plan import SLUG_PATTERN, import_workbook
from terugkom.workbook.import_report import ImportReport
from terugkom.workbook.report_page import render_import_report, render_refusal

PLAN_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".csv"}
MINUTES_SUFFIXES = {".docx", ".doc", ".odt"}  # see terugkom.inbox.minutes_files
MAIL_SUFFIXES = {".eml"}  # see terugkom.inbox.mailbox


@dataclass(frozen=True)
class PlanFileResult:
    """The result of one file: an import report, or the reason why it was refused."""

    file: str
    report: ImportReport | None
    refused: str = ""


def list_municipalities_with_new_files(municipalities_folder: Path) -> list[str]:
    """Return the slugs of the municipalities with a new file in their inbox; folders are named by slug."""
    if not municipalities_folder.is_dir():
        return []
    slugs = sorted(
        folder.name for folder in municipalities_folder.iterdir() if SLUG_PATTERN.fullmatch(folder.name)
    )
    return [slug for slug in slugs if list_new_files(municipalities_folder / slug)]


def list_new_files(
    municipality_folder: Path, suffixes: Collection[str] = PLAN_SUFFIXES | MINUTES_SUFFIXES | MAIL_SUFFIXES
) -> list[Path]:
    """Return the new files in a municipality's inbox, by name, without lock files of office programs."""
    inbox = municipality_folder / "inbox"
    if not inbox.is_dir():
        return []
    files = (path for path in inbox.iterdir() if path.is_file() and not path.name.startswith((".", "~")))
    return sorted(path for path in files if path.suffix.lower() in suffixes)


def import_new_plans(
    database: Database,
    municipality_folder: Path,
    templates: Templates,
    *,
    today: date,
    now: datetime,
    dry_run: bool = False,
    excluded: Collection[Path] = (),
) -> Iterator[PlanFileResult]:
    """Import each new plan, and move it to ``done`` or ``refused`` together with its report.

    The report is written twice: in JSON for programs, as a page for people. `excluded` are workbooks that
    hold
    something else.
    """
    for path in list_new_files(municipality_folder, PLAN_SUFFIXES):
        if path in excluded:
            continue
        result = _import_file(database, path, municipality_folder.name, today, now, dry_run)
        if not dry_run:
            _archive_result(
                path, result, _render_report(templates, municipality_folder.name, result, today), now
            )
        yield result


def _import_file(
    database: Database, path: Path, slug: str, today: date, now: datetime, dry_run: bool
) -> PlanFileResult:
    try:
        report = import_workbook(database, path, slug=slug, today=today, now=now, dry_run=dry_run)
    except InputError as error:
        return PlanFileResult(path.name, None, str(error))
    return PlanFileResult(path.name, report)


def _render_report(templates: Templates, slug: str, result: PlanFileResult, today: date) -> str:
    if result.report is None:
        return render_refusal(templates, slug, result.file, result.refused, today).html
    return render_import_report(templates, result.report, today).html


def _archive_result(path: Path, result: PlanFileResult, html: str, now: datetime) -> None:
    report = (
        {"file": result.file, "refused": result.refused} if result.report is None else result.report.as_json()
    )
    archive_file(path, report, html, now, refused=result.report is None)


def archive_file(path: Path, report: dict[str, Any], html: str, now: datetime, *, refused: bool) -> None:
    """Move a file to ``done`` or ``refused``, together with its report in JSON and HTML."""
    folder = path.parent / ("refused" if refused else "done")
    folder.mkdir(exist_ok=True)
    name = f"{now:%Y-%m-%d-%H%M%S}-{path.name}"
    in_json = json.dumps(report, ensure_ascii=False, indent=2)
    write_all_atomically(
        folder, [(f"{name}.report.json", in_json.encode()), (f"{name}.report.html", html.encode())]
    )
    path.replace(folder / name)
