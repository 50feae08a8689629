"""One restore at a time, and nothing else at work in what it replaces.

A home is locked by its folder. A database on PostgreSQL, which other machines use too, has a lock while a
restore is at work, and a mark until it came to its end: every program that opens the database looks for that
(`terugkom.migrations.check_schema.check_restore_ended`).
"""

import fcntl
import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from terugkom.database.connection_pool import Database
from terugkom.errors import CommandError
from terugkom.migrations.check_schema import RESTORE_TABLE

_LOCK = 8_173_202  # of PostgreSQL's advisory locks; the migrations have another
_LOOKS, _LOOK_SECONDS = 30, 0.1  # connections that were closed end on the server some time later
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"""


@contextmanager
def lock_home(home: Path) -> Iterator[None]:
    """Lock a home for one restore. Raises CommandError if another one is at work in it."""
    handle = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CommandError(f"another restore is at work in {home}: nothing was restored") from None
    else:
        yield
    finally:
        os.close(handle)


@contextmanager
def lock_database(url: str) -> Iterator[Callable[[], None]]:
    """Lock a database on PostgreSQL for one restore; a file of SQLite goes by its home.

    Raises CommandError if another one is at work in it, on whichever machine, or if other programs are
    connected to it: what they write meanwhile would be lost. So does the function that it yields, for a
    second look: programs look for the mark when they start, and one whose connection broke connects again.
    """
    with closing(Database(url)) as database:
        if database.is_sqlite:
            yield lambda: None
            return
        with _connect(database) as connection:
            if not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_LOCK})").scalar():
                raise CommandError("another restore of this database is at work: nothing was restored")
            _refuse_while_used(connection)
            yield lambda: _refuse_while_used(connection)


def _refuse_while_used(connection: Connection) -> None:
    others = 0
    for _ in range(_LOOKS):
        others = connection.exec_driver_sql(_OTHERS).scalar() or 0
        if not others:
            break
        time.sleep(_LOOK_SECONDS)
    else:
        are = "connection is" if others == 1 else "connections are"
        raise CommandError(
            f"{others} other {are} open to this database: stop `terugkom serve`, `watch`, `site` and all"
            " workers, on every machine, and what else is connected to it; nothing was restored"
        )


@contextmanager
def _connect(database: Database) -> Iterator[Connection]:
    with database.engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def mark_database(database: Database, now: datetime) -> Iterator[None]:
    """Mark a database on PostgreSQL as being restored: nothing opens it until the mark is deleted.

    If what is done in this context fails, nothing was changed yet, and the mark is deleted.
    """
    if database.is_sqlite:  # its home has a mark
        yield
        return
    with _connect(database) as connection:
        create_mark(connection, now)
    try:
        yield
    except BaseException:
        delete_mark(database)
        raise


def ensure_mark(database: Database, now: datetime) -> None:
    """Mark a database whose restore was cut off, if its mark is gone."""
    if not database.is_sqlite:
        with _connect(database) as connection:
            create_mark(connection, now)


def create_mark(connection: Connection, now: datetime) -> None:
    """Create the mark of a restore, in the caller's transaction."""
    if connection.dialect.name != "postgresql":
        return
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {RESTORE_TABLE}")
    connection.exec_driver_sql(f"CREATE TABLE {RESTORE_TABLE} (machine text, began_at text)")
    connection.exec_driver_sql(
        f"INSERT INTO {RESTORE_TABLE} VALUES (%s, %s)",  # noqa: S608
        (platform.node(), f"{now:%Y-%m-%d %H:%M}"),
    )


def delete_mark(database: Database) -> None:
    """Delete the mark of a restore that came to its end, or changed nothing."""
    if database.is_sqlite:
        return
    with _connect(database) as connection:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {RESTORE_TABLE}")
