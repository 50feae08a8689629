"""An inbox folder: list its new files, and move each to ``done`` or ``refused`` with its report."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from terugkom.documents.file_store import write_all_atomically
from terugkom.documents.render_context import RenderContext
from terugkom.workbook.import_plan import SLUG_PATTERN

WORKBOOK_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".csv"}
MINUTES_SUFFIXES = {".docx", ".doc", ".odt"}
MAIL_SUFFIXES = {".eml"}


@dataclass(frozen=True)
class InboxRun:
    """The run that handles the files of one municipality's inbox; a dry run stores and moves nothing.

    `build_context` returns the municipality's render context; it is called for each kind of file, because a
    plan may change the language of the municipality, or create it.
    """

    municipality_folder: Path  # named by slug
    build_context: Callable[[], RenderContext]
    today: date
    now: datetime
    run_id: str = ""
    dry_run: bool = False
    authentication_server: str = ""  # the mail server whose word about a sender is taken

    @property
    def slug(self) -> str:
        """The short name of the municipality."""
        return self.municipality_folder.name

    @property
    def inbox(self) -> Path:
        """The inbox folder."""
        return self.municipality_folder / "inbox"

    def archive(self, path: Path, report: dict[str, Any], html: str, *, refused: bool) -> None:
        """Move a file to ``done`` or ``refused``, together with its report in JSON and HTML."""
        folder = path.parent / ("refused" if refused else "done")
        folder.mkdir(exist_ok=True)
        name = f"{self.now:%Y-%m-%d-%H%M%S}-{path.name}"
        in_json = json.dumps(report, ensure_ascii=False, indent=2)
        write_all_atomically(
            folder, [(f"{name}.report.json", in_json.encode()), (f"{name}.report.html", html.encode())]
        )
        path.replace(folder / name)


def list_municipalities_with_new_files(municipalities_folder: Path) -> list[str]:
    """Return the slugs of the municipalities with a new file in their inbox; folders are named by slug."""
    if not municipalities_folder.is_dir():
        return []
    slugs = sorted(
        folder.name for folder in municipalities_folder.iterdir() if SLUG_PATTERN.fullmatch(folder.name)
    )
    return [slug for slug in slugs if list_new_files(municipalities_folder / slug / "inbox")]


def list_new_files(
    inbox: Path, suffixes: Collection[str] = WORKBOOK_SUFFIXES | MINUTES_SUFFIXES | MAIL_SUFFIXES
) -> list[Path]:
    """Return the new files in an inbox with these extensions, by name."""
    return sorted(path for path in list_visible_files(inbox) if path.suffix.lower() in suffixes)


def list_visible_files(folder: Path) -> list[Path]:
    """Return the files in a folder that may not exist, without hidden files and lock files."""
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~"))]
