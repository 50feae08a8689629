"""Make a backup of an installation that may be at work meanwhile."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tarfile import TarFile

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from terugkom.backup.archive import (
    DATABASE,
    PREFECT_DATABASE,
    Manifest,
    add_files,
    add_manifest,
    add_open_file,
    create_archive,
)
from terugkom.backup.blobs import add_blobs, find_replaced
from terugkom.backup.find_damaged import find_damaged_documents, find_missing_documents
from terugkom.backup.rows import dump_rows, reflect_tables
from terugkom.backup.unfinished_backups import PREFIX, ROWS, hold
from terugkom.database.connection_pool import Database
from terugkom.documents.blobs import BlobStore
from terugkom.errors import CommandError, TerugkomError
from terugkom.home_folder import BUNDLES, DATABASE_ALERT, DOCUMENTS, RESTORE_MARK, TEMPORARY, TOLD_ALERT
from terugkom.migrations.check_schema import check_restore_ended
from terugkom.secret_keys import SecretKey, create_missing_keys

DATABASE_FILE = "terugkom.db"  # among what is damaged
ASIDE = "before-restore-"  # of the folders that a restore moves the earlier content of a home to
# Of Prefect's folder only keys, passwords and profiles are taken as files: the rest is of what runs now.
_OF_PREFECT = (".key", ".toml", ".password", ".auth")
_DATABASE_FILES = ("terugkom.db", "terugkom.db-wal", "terugkom.db-shm", "terugkom.db-journal")
_TRIES = 3  # documents are deleted once a day at most, and when a person asks for it
_OF_NOW = (*_DATABASE_FILES, RESTORE_MARK, DATABASE_ALERT)  # of this home, and not of what is backed up


class _Replaced(TerugkomError):
    """What the backup was to hold was replaced while it was made."""


def create_backup(
    database: Database, home: Path, file: Path, now: datetime, blobs: BlobStore | None = None
) -> Manifest:
    """Write a backup of the database and of all files in the home to one file; return what is in it.

    `blobs`: where bundles of documents and files of municipalities are kept, if they are; they are in it too.

    The inboxes are read first, then the database in one transaction, then everything else. So a file that is
    imported meanwhile is in the backup as new, and is imported again after a restore, which changes nothing;
    and each document that the database names is there. What was damaged before is in it as it is, and in the
    manifest that is returned, as is what is missing. It is made anew if documents were deleted meanwhile:
    what lay in a bundle with them lies in another one. Raises InputError if the file cannot be written.
    """
    home, file = home.resolve(), file.resolve()
    if file.is_relative_to(home):
        raise CommandError(f"a backup inside the home would be lost with it: choose a file outside {home}")
    if not file.parent.is_dir() or file.is_dir():
        raise CommandError(f"the backup {file} cannot be written: there is no folder {file.parent} for it")
    if file.exists() and not file.is_file():  # a device or a pipe, which the file would take the place of
        raise CommandError(f"the backup {file} cannot be written: that is no plain file")
    with database.engine.connect() as connection:
        check_restore_ended(connection)
    if inspect(database.engine).has_table(SecretKey.__tablename__):  # earlier versions had none
        with database.write_session() as session:
            create_missing_keys(session)
    for _ in range(_TRIES - 1):
        with suppress(_Replaced):
            return _write_backup(database, home, file, now, blobs, is_last_try=False)
    return _write_backup(database, home, file, now, blobs, is_last_try=True)


def _write_backup(
    database: Database, home: Path, file: Path, now: datetime, blobs: BlobStore | None, *, is_last_try: bool
) -> Manifest:
    inboxes = [path for path in list_files(home) if _is_in_inbox(path.relative_to(home))]
    with create_archive(file) as tar:
        count = add_files(tar, home, inboxes)
        with _snapshot(database) as connection, _temporary_folder(file) as folder:
            manifest = _add_rows(tar, connection, folder, now)
            added = add_blobs(tar, connection, blobs)
            if not is_last_try and find_replaced(database, added.missing):
                raise _Replaced
            damaged = [] if database.is_whole() else [DATABASE_FILE]
            damaged += [*added.damaged, *find_damaged_documents(connection, home / DOCUMENTS)]
            missing = added.missing
            if blobs is None:
                missing += _find_lost_documents(database, connection, home / DOCUMENTS)
            taken = set(inboxes)
            count += add_files(tar, home, (path for path in list_files(home) if path not in taken))
            prefect = home / "prefect" / "prefect.db"
            if prefect.is_file():
                copy = folder / PREFECT_DATABASE
                _copy_sqlite(prefect, copy)
                with copy.open("rb") as written:
                    add_open_file(tar, PREFECT_DATABASE, written)
        manifest = replace(manifest, files=count, blobs=added.count, damaged=damaged, missing=missing)
        add_manifest(tar, manifest)
    return manifest


def back_up_rows(database: Database, file: Path, now: datetime) -> Manifest:
    """Write a backup of the database alone, without the files of the home.

    Raises InputError if the file cannot be written, or if it is no database of Terugkom.
    """
    try:
        with create_archive(file) as tar:
            with _snapshot(database) as connection, _temporary_folder(file) as folder:
                manifest = _add_rows(tar, connection, folder, now)
            add_manifest(tar, manifest)
    except SQLAlchemyError as error:
        raise CommandError(f"what is in the database cannot be kept, nothing was changed: {error}") from error
    return manifest


def _find_lost_documents(database: Database, connection: Connection, folder: Path) -> list[str]:
    """Return the documents that are missing; one that was deleted since the backup began is not."""
    lost = list(find_missing_documents(connection, folder))
    if not lost:
        return lost
    with database.engine.connect() as now:
        still_lost = set(find_missing_documents(now, folder))
    return [each for each in lost if each in still_lost]


@contextmanager
def _snapshot(database: Database) -> Iterator[Connection]:
    """Yield a connection to which nothing changes any more."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:  # a reading transaction of SQLite is a snapshot as it is
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def _temporary_folder(file: Path) -> Iterator[Path]:
    with (
        tempfile.TemporaryDirectory(dir=file.parent, prefix=PREFIX, suffix=ROWS) as folder,
        hold(Path(folder)),
    ):
        yield Path(folder)


def _add_rows(tar: TarFile, connection: Connection, folder: Path, now: datetime) -> Manifest:
    """Add all rows to an archive; return its manifest, of no files yet."""
    revision = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    columns, rows = {}, {}
    for table in reflect_tables(connection):
        columns[table.name] = [column.name for column in table.columns]
        path = folder / table.name
        rows[table.name] = _write_lines(path, dump_rows(connection, table))
        with path.open("rb") as written:
            add_open_file(tar, f"{DATABASE}{table.name}.jsonl", written)
        path.unlink()
    settings = sorted(name for name in os.environ if name.startswith("TERUGKOM_"))
    return Manifest(now.isoformat(), revision, columns, rows, 0, settings)


def list_files(home: Path) -> Iterator[Path]:
    """Yield the files of a home that a backup holds, by name; links are not followed. Raises OSError for a
    folder that cannot be listed: without it a backup would not be whole."""
    for folder, folders, names in os.walk(home, onerror=_require_gone):
        here = Path(folder)
        parts = here.relative_to(home).parts
        if not parts:
            left_out = (TEMPORARY, BUNDLES)
            folders[:] = [each for each in folders if each not in left_out and not each.startswith(ASIDE)]
            names = [each for each in names if each not in _OF_NOW and not each.startswith(TOLD_ALERT)]
        if parts[:1] == ("prefect",):
            folders.clear()
            names = [each for each in names if each.endswith(_OF_PREFECT)]
        folders.sort()
        for name in sorted(names):
            path = here / name
            if not name.endswith((".part", ".lock")) and path.is_file() and not path.is_symlink():
                yield path


def _require_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):  # deleted meanwhile
        raise error


def _is_in_inbox(path: Path) -> bool:
    """Return whether it is a file that waits to be imported: in `municipalities/SLUG/inbox` itself."""
    return len(path.parts) == 4 and path.parts[0] == "municipalities" and path.parts[2] == "inbox"


def _write_lines(path: Path, lines: Iterator[bytes]) -> int:
    count = 0
    with path.open("wb") as file:
        for count, line in enumerate(lines, 1):  # noqa: B007
            file.write(line)
    return count


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that may be written to meanwhile (sqlite.org/backup.html)."""
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=60)) as from_,
        closing(sqlite3.connect(target)) as to,
    ):
        from_.backup(to, pages=2000, sleep=0.05)
