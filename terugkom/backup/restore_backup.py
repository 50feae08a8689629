"""Restore a backup: into an empty home and database, or in place of what is there.

While it is at work the home has a mark, and no command opens a home with it. A restore that was cut off is
done again from the start.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, MetaData, Table, inspect
from sqlalchemy.orm import Session

from terugkom.backup.archive import DATABASE, FILES, PREFECT_DATABASE, Manifest, read_manifest, read_members
from terugkom.backup.blobs import (
    OpenBlobs,
    check_blobs_wanted,
    check_blobs_writable,
    restore_blobs,
)
from terugkom.backup.create_backup import ASIDE, back_up_rows
from terugkom.backup.restore_lock import (
    create_mark,
    delete_mark,
    ensure_mark,
    lock_database,
    lock_home,
    mark_database,
)
from terugkom.backup.rows import advance_sequences, link_rows, load_rows, reflect_tables
from terugkom.database.connection_pool import Database, update_statistics
from terugkom.delivery.restore_hold import start_hold
from terugkom.documents.file_store import sync_path
from terugkom.errors import CommandError, TerugkomError
from terugkom.home_folder import RESTORE_MARK
from terugkom.migrations.check_schema import RESTORE_TABLE, list_known_revisions

KEPT_ROWS = "database.tar.gz"  # in the folder of the earlier content


class RestoreResult(NamedTuple):
    """What a restore did: the backup, the deliveries that are held, and where the earlier content is.

    `kept_database` is a backup of the earlier rows, of a database that was no file in the home.
    """

    manifest: Manifest
    held: int
    moved_to: Path | None
    kept_database: Path | None = None


def restore_backup(
    url: str,
    home: Path,
    file: Path,
    now: datetime,
    *,
    replace: bool = False,
    open_blobs: OpenBlobs = lambda _: None,
) -> RestoreResult:
    """Restore a backup; hold for a person what may have been sent since it was made.

    With `replace` the files in the home are moved to a folder in it, the database with them; of a database
    that lies elsewhere, on PostgreSQL, the rows are first written to a backup in that folder. `open_blobs`
    opens where bundles of documents and files of municipalities are to be kept.
    Raises InputError, with nothing changed, if the backup cannot be read, if there is something in the home
    or the database and `replace` is not set, or if the home or the database is in use.
    """
    home, file = home.resolve(), file.resolve()
    if file.is_relative_to(home):
        raise CommandError(f"the backup lies in the home that it would replace: move it outside {home}")
    manifest = read_manifest(file)
    _check_revision(file, manifest)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with lock_home(home), lock_database(url) as refuse_while_used:
        what = _Restore(url, home, file, manifest, now, open_blobs)
        return _restore(what, refuse_while_used, replace=replace)


class _Restore(NamedTuple):
    """What is restored, and where."""

    url: str
    home: Path
    file: Path
    manifest: Manifest
    now: datetime
    open_blobs: OpenBlobs


def _restore(what: _Restore, refuse_while_used: Callable[[], None], *, replace: bool) -> RestoreResult:
    url, home, file, manifest, now, open_blobs = what
    mark = home / RESTORE_MARK
    cut_off = _read_mark(mark)
    database = Database(url)
    try:
        check_blobs_wanted(manifest, open_blobs(database))
        check_blobs_writable(open_blobs(database), home)
        if cut_off is None:
            if not replace:
                _check_empty(database, home)
            aside = _choose_aside(database, home, now)
            with mark_database(database, now):
                if aside and _lies_elsewhere(database, home):
                    _keep_rows(database, aside, now)
                database.close()
                refuse_while_used()
                _write_mark(mark, {"moving": True, "aside": str(aside or "")})
        else:
            aside = Path(cut_off["aside"]) if cut_off["aside"] else None
            ensure_mark(database, now)
        _clear(home, aside if cut_off is None or cut_off["moving"] else None)
        _write_mark(mark, {"moving": False, "aside": str(aside or "")})
        _extract_files(file, home)
        database = Database(url)
        held = _load_database(database, file, manifest, now)
        restore_blobs(database, file, manifest, open_blobs(database))
        mark.unlink()  # before the other: while this home has its mark, no other machine may go on
        sync_path(str(home))
        delete_mark(database)
        kept = aside / KEPT_ROWS if aside else None
        return RestoreResult(manifest, held, aside, kept if kept and kept.exists() else None)
    finally:
        database.close()


def _check_revision(file: Path, manifest: Manifest) -> None:
    """Raise InputError for a backup that a newer version made."""
    known = list_known_revisions()
    if manifest.revision not in known:
        raise CommandError(
            f"{file} was made by a newer version of Terugkom: its revision is {manifest.revision}, and this"
            f" version knows those up to {known[-1]}. Install that version; nothing was restored"
        )


def _check_empty(database: Database, home: Path) -> None:
    if any(home.iterdir()):
        raise CommandError(
            f"{home} is not empty: nothing was restored. With --replace what is in it is moved to a folder"
            " in it"
        )
    if _has_rows(database):
        raise CommandError("the database is not empty: nothing was restored. --replace replaces its rows")


def _choose_aside(database: Database, home: Path, now: datetime) -> Path | None:
    """Return the folder to which what is there is moved; None if there is nothing."""
    if not any(home.iterdir()) and not _lies_elsewhere(database, home):
        return None
    aside = home / f"{ASIDE}{now:%Y%m%d-%H%M%S}"
    if aside.exists():
        raise CommandError(f"{aside} is there already: nothing was restored; try again")
    return aside


def _keep_rows(database: Database, aside: Path, now: datetime) -> None:
    """Write what is in the database to `aside`. Raises InputError, with nothing left there."""
    aside.mkdir(mode=0o700)
    try:
        back_up_rows(database, aside / KEPT_ROWS, now)
    except BaseException:
        aside.rmdir()
        raise


def _lies_elsewhere(database: Database, home: Path) -> bool:
    """Return whether there are tables in the database, and it is no file that is moved with the home."""
    if not _has_rows(database):
        return False
    file = database.engine.url.database
    return not (database.is_sqlite and file and Path(file).resolve().is_relative_to(home))


def _has_rows(database: Database) -> bool:
    """Return whether there are tables in a database, but for the mark of a restore that was cut off."""
    return database.has_tables() and inspect(database.engine).get_table_names() != [RESTORE_TABLE]


def _clear(home: Path, aside: Path | None) -> None:
    """Move what is in a home to `aside`; or delete it, if it is from a restore that was cut off."""
    if aside:
        aside.mkdir(mode=0o700, exist_ok=True)
    for path in list(home.iterdir()):
        if path.name == RESTORE_MARK or path.name.startswith(ASIDE):
            continue
        if aside:
            path.rename(aside / path.name)
        elif path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _extract_files(file: Path, home: Path) -> None:
    for info, content in read_members(file):
        if info.name.startswith(FILES):
            path = home / info.name.removeprefix(FILES)
        elif info.name == PREFECT_DATABASE:
            path = home / "prefect" / PREFECT_DATABASE
        else:
            continue
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as target:
            shutil.copyfileobj(content, target)
        os.utime(path, (info.mtime, info.mtime))
    os.sync()


def _load_database(database: Database, file: Path, manifest: Manifest, now: datetime) -> int:
    """Load the rows, in one transaction: into the schema of their revision, which is upgraded afterwards."""
    from alembic import command

    with database._migration_config() as config:  # noqa: SLF001
        connection: Connection = config.attributes["connection"]
        _drop_tables(connection)
        command.upgrade(config, manifest.revision)
        tables = {table.name: table for table in reflect_tables(connection)}
        if set(tables) != set(manifest.columns):
            raise TerugkomError("the backup's tables are not those of its revision")
        for name, table in tables.items():
            count = load_rows(connection, table, manifest.columns[name], _read_lines(file, name))
            if count != manifest.rows[name]:
                raise TerugkomError(f"the backup has {count} rows of {name}, and says {manifest.rows[name]}")
        for name, table in tables.items():
            link_rows(connection, table, manifest.columns[name], _read_lines(file, name))
        advance_sequences(connection, tables.values())
        command.upgrade(config, "head")
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            held = start_hold(session, datetime.fromisoformat(manifest.made_at), now)
            session.commit()
        update_statistics(connection)
        create_mark(connection, now)  # that of before went with the tables; bundles and files are to come
        return held


def _drop_tables(connection: Connection) -> None:
    found = MetaData()
    found.reflect(connection)
    for table in found.tables.values():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f'DROP TABLE "{table.name}" CASCADE')
        else:
            Table(table.name, MetaData()).drop(connection)


def _read_lines(file: Path, table: str) -> Iterator[bytes]:
    for _, content in read_members(file, [f"{DATABASE}{table}.jsonl"]):
        yield from content


def _read_mark(mark: Path) -> dict[str, str] | None:
    try:
        found: dict[str, str] = json.loads(mark.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:  # cut off while it was written: nothing was moved yet
        return None
    return found


def _write_mark(mark: Path, what: dict[str, object]) -> None:
    temporary = mark.with_suffix(".part")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(what, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(mark)
    sync_path(str(mark.parent))
