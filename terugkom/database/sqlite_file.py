"""The file of a SQLite database, which must stay the one that is open (decision 106)."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

_OPENED_FILE = "terugkom opened file"  # of a connection's own record


_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_file_damaged(error: BaseException) -> bool:
    """Return whether SQLite, or SQLAlchemy for it, says that the file of the database is damaged."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _DAMAGED


def is_file_whole(path: Path) -> bool:
    """Return whether all of the file of a database can be read, by a connection that has nothing of it in
    memory yet. Raises sqlite3.Error if it cannot be opened."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=60)) as fresh:
            (found,) = fresh.execute("PRAGMA quick_check(1)").fetchone()
            return bool(found == "ok")
    except sqlite3.DatabaseError as error:
        if is_file_damaged(error):
            return False
        raise


class SqliteFile:
    """The file of a SQLite database, which each connection that is used must still have open.

    A connection that stays open goes on in a file that was deleted, or that another one took the place of:
    all that it commits there is lost with the process, while everything seems to be well.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._was_there = False

    def watch(self, engine: Engine) -> None:
        """Look whenever a connection is made or taken from the pool."""
        event.listen(engine, "do_connect", self._refuse_new_file)
        event.listen(engine, "connect", self._remember)
        event.listen(engine, "checkout", self._require_same)

    def _refuse_new_file(self, *_: object) -> None:
        """Raise for a file that was there, and is gone: an empty one in its place would hide that."""
        if self._was_there and self._identify() is None:
            raise sqlite3.OperationalError("the file of the database is not there any more")

    def _remember(self, _connection: object, record: Any) -> None:
        record.info[_OPENED_FILE] = found = self._identify()
        self._was_there = self._was_there or found is not None

    def _require_same(self, _connection: object, record: Any, _proxy: object) -> None:
        """Have a connection to another file than the one that is there now replaced by a new one."""
        if self._identify() != record.info.get(_OPENED_FILE):
            raise DisconnectionError

    def _identify(self) -> tuple[int, int] | None:
        """Return what tells the file from all others that there are, None if it is not there."""
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
