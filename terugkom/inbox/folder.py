"""An inbox folder: its new files, and where each goes with its report: ``done``, ``refused``, ``waiting``."""

import json
import os
import re
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any

from terugkom.database.connection_pool import Database
from terugkom.documents.file_store import write_all_atomically
from terugkom.documents.letter import Letter
from terugkom.documents.read_document import DOCUMENT_SUFFIXES
from terugkom.documents.render_context import RenderContext
from terugkom.inbox.incoming_file import format_file_name, refuse_linked_folder
from terugkom.plan.queries import find_municipality, get_municipality
from terugkom.plan.slug import SLUG_PATTERN, check_slug
from terugkom.schedule.run_stamp import RunStamp

WORKBOOK_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".csv"}
MINUTES_SUFFIXES = DOCUMENT_SUFFIXES
MAIL_SUFFIXES = {".eml"}
STAMP_FORMAT = "%Y-%m-%d-%H%M%S"  # before the name of an archived file
REPORT_SUFFIX, ANSWER_SUFFIX = ".report.html", ".answer.docx"  # of what lies beside a file that was handled
_MAILDIR_FLAGS = re.compile(r":2,[A-Za-z]*\Z")  # behind the name of a mail in `cur`


class InboxFolder(StrEnum):
    """Where a file of an inbox goes once it was handled."""

    DONE = "done"
    REFUSED = "refused"
    WAITING = "waiting"  # for a person, who must look at it before it goes in


@dataclass(frozen=True)
class FileReport:
    """What goes into a folder with a file: its reports, and a Word document for a person to answer in."""

    values: dict[str, Any] | None = None  # of the report in JSON
    letter: Letter | None = None  # that says the same
    answer: bytes = b""

    @property
    def html(self) -> str:
        """The report as a page of HTML, "" if there is none."""
        return self.letter.html if self.letter else ""


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
    mail_channel: str = "folder"  # through which answers go

    @property
    def slug(self) -> str:
        """The short name of the municipality."""
        return self.municipality_folder.name

    @property
    def stamp(self) -> RunStamp:
        """The run, its day and the time."""
        return RunStamp(self.today, self.now, self.run_id)

    @property
    def inbox(self) -> Path:
        """The inbox folder."""
        return self.municipality_folder / "inbox"

    def load_name(self, database: Database) -> str:
        """Return what the municipality is called in a report; its short name before it has a plan."""
        with database.read_session() as session:
            municipality = find_municipality(session, self.slug)
            return municipality.name if municipality else self.slug


def format_archive_prefix(now: datetime) -> str:
    """Return what the names of files begin with that a run archived at this moment."""
    return now.strftime(STAMP_FORMAT)


def archive_file(
    inbox: Path,
    path: Path,
    inbox_folder: InboxFolder,
    report: FileReport,
    now: datetime,
    copy: Path | None = None,
) -> None:
    """Move a file to a folder of an inbox, with its report.

    A name that is taken gets a number: nothing that lies there is overwritten. If `copy` is what was handled
    and the file has changed since, the copy is archived and the new file stays. A file that another process
    moved meanwhile is no error. Raises UnreadableFile if the folder is a link.
    """
    folder = inbox / inbox_folder
    refuse_linked_folder(folder)
    folder.mkdir(exist_ok=True)
    own = format_file_name(_MAILDIR_FLAGS.sub("", path.name))
    name = _find_free_name(folder, f"{format_archive_prefix(now)}-{own}")
    reports = []
    if report.values is not None:
        in_json = json.dumps(report.values, ensure_ascii=False, indent=2)
        reports.append((f"{name}.report.json", in_json.encode(errors="replace")))
    if report.html:
        reports.append((f"{name}{REPORT_SUFFIX}", report.html.encode(errors="replace")))
    if report.answer:
        reports.append((f"{name}{ANSWER_SUFFIX}", report.answer))
    if copy and copy != path and _has_changed(path, copy):
        write_all_atomically(folder, [*reports, (name, copy.read_bytes())])
        return
    write_all_atomically(folder, reports)
    with suppress(FileNotFoundError):
        path.replace(folder / name)


def retire_waiting_files(inbox: Path, now: datetime) -> None:
    """Move what waited for a person before `now` to ``refused``: a plan that went in took its place."""
    refused = inbox / InboxFolder.REFUSED
    for path in list_visible_files(inbox / InboxFolder.WAITING):
        if not path.name.startswith(f"{now:%Y-%m-%d-%H%M%S}"):
            refuse_linked_folder(refused)
            refused.mkdir(exist_ok=True)
            path.replace(refused / path.name)


def _find_free_name(folder: Path, name: str) -> str:
    """Return this name, or with a number where it, or a report of it, is taken."""
    stem, dot, suffix = name.rpartition(".")
    for number in count(1):
        wanted = name if number == 1 else f"{stem}-{number}{dot}{suffix}" if stem else f"{name}-{number}"
        if not any(os.path.lexists(folder / f"{wanted}{more}") for more in ("", ".report.json")):
            return wanted
    raise AssertionError("the numbers ended")


def _has_changed(path: Path, copy: Path) -> bool:
    """Return whether a file is another one than its copy: saved anew while it was handled."""
    try:
        now, then = path.lstat(), copy.stat()
    except OSError:
        return False
    return (now.st_mtime_ns, now.st_size) != (then.st_mtime_ns, then.st_size)


def create_inbox(municipalities_folder: Path, slug: str) -> None:
    """Create the inbox of a municipality if there is none; not in a folder that is a link.

    Raises OSError if it cannot be created.
    """
    folder = municipalities_folder / slug
    if not folder.is_symlink():
        (folder / "inbox").mkdir(mode=0o700, parents=True, exist_ok=True)


def check_municipality(database: Database, municipalities_folder: Path, slug: str) -> None:
    """Raise InputError if neither a municipality is called so, nor a folder that waits for its first plan."""
    check_slug(slug)
    if not (municipalities_folder / slug).is_dir():
        with database.read_session() as session:
            get_municipality(session, slug)


def list_municipalities_with_new_files(municipalities_folder: Path) -> list[str]:
    """Return the slugs of the municipalities with a new file in their inbox; folders are named by slug."""
    if not municipalities_folder.is_dir():
        return []
    slugs = sorted(
        folder.name for folder in municipalities_folder.iterdir() if SLUG_PATTERN.fullmatch(folder.name)
    )
    return [slug for slug in slugs if has_new_files(municipalities_folder / slug / "inbox")]


def has_new_files(inbox: Path) -> bool:
    """Return whether a run has something to do in an inbox, or to say of it: that it is a link."""
    try:
        return inbox.is_symlink() or bool(list_new_files(inbox))
    except OSError:  # its own run says so, and those of the others go on
        return True


def list_new_files(
    inbox: Path, suffixes: Collection[str] = WORKBOOK_SUFFIXES | MINUTES_SUFFIXES | MAIL_SUFFIXES
) -> list[Path]:
    """Return what is new in an inbox with these extensions, by name; an inbox that is a link is not followed.

    What is no plain file is listed too: its reader refuses it, so that nothing is passed over in silence.
    """
    found = [path for path in list_visible(inbox) if path.suffix.lower() in suffixes]
    return sorted(found, key=os.fspath)


def list_visible_files(folder: Path) -> list[Path]:
    """Return the files in a folder, by name, without hidden and lock files; none of a linked folder."""
    return sorted((path for path in list_visible(folder) if not is_folder(path)), key=os.fspath)


def list_visible(folder: Path) -> list[Path]:
    """Return what lies in a folder, without hidden and lock files; nothing of a linked folder."""
    if folder.is_symlink() or not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if not path.name.startswith((".", "~"))]


def is_folder(path: Path) -> bool:
    """Return whether this is a folder, and not a link to one."""
    return path.is_dir() and not path.is_symlink()
