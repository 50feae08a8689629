"""A municipality's inbox folder: list new plans, minutes, ideas and mails; import plans; archive files."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from terugkom.database import Database
from terugkom.documents.file_store import write_all_whole
from terugkom.documents.templates import Templates
from terugkom.errors import InputError
from terugkom.workbook.import_plan import SLUG, import_workbook
from terugkom.workbook.import_report import ImportReport
from terugkom.workbook.report_page import page, refusal

PLANS = {".xlsx", ".xlsm", ".xls", ".ods", ".csv"}
MINUTES = {".docx", ".doc", ".odt"}  # see terugkom.inbox.minutes_files
ANSWERS = {".eml"}  # see terugkom.inbox.mailbox


@dataclass(frozen=True)
class Taken:
    """The result of one file: an import report, or the reason why it was refused."""

    file: str
    report: ImportReport | None
    refused: str = ""


def with_new_files(municipalities: Path) -> list[str]:
    """Return the slugs of the municipalities with a new file in their inbox; folders are named by slug."""
    if not municipalities.is_dir():
        return []
    slugs = sorted(folder.name for folder in municipalities.iterdir() if SLUG.fullmatch(folder.name))
    return [slug for slug in slugs if new_files(municipalities / slug)]


def new_files(municipality: Path, kinds: Collection[str] = PLANS | MINUTES | ANSWERS) -> list[Path]:
    """Return the new files in a municipality's inbox, by name, without lock files of office programs."""
    inbox = municipality / "inbox"
    if not inbox.is_dir():
        return []
    files = (path for path in inbox.iterdir() if path.is_file() and not path.name.startswith((".", "~")))
    return sorted(path for path in files if path.suffix.lower() in kinds)


def take_all(
    database: Database,
    municipality: Path,
    templates: Templates,
    *,
    today: date,
    now: datetime,
    dry_run: bool = False,
    but: Collection[Path] = (),
) -> Iterator[Taken]:
    """Import each new plan, and move it to ``done`` or ``refused`` together with its report.

    The report is written twice: in JSON for programs, as a page for people. `but` are workbooks that hold
    something else.
    """
    for path in new_files(municipality, PLANS):
        if path in but:
            continue
        taken = _take(database, path, municipality.name, today, now, dry_run)
        if not dry_run:
            _move(path, taken, _page(templates, municipality.name, taken, today), now)
        yield taken


def _take(database: Database, path: Path, slug: str, today: date, now: datetime, dry_run: bool) -> Taken:
    try:
        report = import_workbook(database, path, slug=slug, today=today, now=now, dry_run=dry_run)
    except InputError as error:
        return Taken(path.name, None, str(error))
    return Taken(path.name, report)


def _page(templates: Templates, municipality: str, taken: Taken, today: date) -> str:
    if taken.report is None:
        return refusal(templates, municipality, taken.file, taken.refused, today).html
    return page(templates, taken.report, today).html


def _move(path: Path, taken: Taken, html: str, now: datetime) -> None:
    told = {"file": taken.file, "refused": taken.refused} if taken.report is None else taken.report.as_json()
    move_on(path, told, html, now, refused=taken.report is None)


def move_on(path: Path, told: dict[str, Any], html: str, now: datetime, *, refused: bool) -> None:
    """Move a file to ``done`` or ``refused``, together with its report in JSON and HTML."""
    folder = path.parent / ("refused" if refused else "done")
    folder.mkdir(exist_ok=True)
    name = f"{now:%Y-%m-%d-%H%M%S}-{path.name}"
    in_json = json.dumps(told, ensure_ascii=False, indent=2)
    write_all_whole(
        folder, [(f"{name}.report.json", in_json.encode()), (f"{name}.report.html", html.encode())]
    )
    path.replace(folder / name)
