"""The file of a SQLite database, which must stay the one that is open (decision 106), and its lock."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError, OperationalError

T = TypeVar("T")

_OPENED_FILE = "terugkom opened file"  # of a connection's own record


# SQLite waits for its lock without a look at signals: a run that was asked to stop went on waiting for up to
# a minute. So it waits for this long at a time.
_WAIT_MILLISECONDS = 250
_longest_wait: ContextVar[float] = ContextVar("longest wait for the lock", default=float("inf"))
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


def try_until_free(connection: sqlite3.Connection, attempt: Callable[[], T]) -> T:
    """Return what an attempt returns that needs the lock of the file, for which it waits as long as the
    connection says (`busy_timeout`). Raises what it raises; a signal ends the wait soon.
    """
    (milliseconds,) = connection.execute("PRAGMA busy_timeout").fetchone()
    left = min(milliseconds, _longest_wait.get() * 1000)
    if milliseconds <= _WAIT_MILLISECONDS:
        return attempt()
    connection.execute(f"PRAGMA busy_timeout={_WAIT_MILLISECONDS}")
    try:
        while True:
            try:
                return attempt()
            except (sqlite3.OperationalError, OperationalError) as error:
                left -= _WAIT_MILLISECONDS
                if not is_locked(error) or left <= 0:
                    raise
    finally:
        connection.execute(f"PRAGMA busy_timeout={milliseconds}")


@contextmanager
def wait_at_most(seconds: float) -> Iterator[None]:
    """Have this thread wait no longer for the lock while the context lasts: it was asked to stop."""
    before = _longest_wait.set(seconds)
    try:
        yield
    finally:
        _longest_wait.reset(before)


@contextmanager
def take_turn(lock: Any) -> Iterator[None]:
    """Hold the lock of the writers of a process. Raises OperationalError, as for that of the file, if this
    thread is not to wait that long (`wait_at_most`)."""
    seconds = _longest_wait.get()
    if not lock.acquire(timeout=seconds if isfinite(seconds) else -1):
        locked = sqlite3.OperationalError("database is locked")
        locked.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise OperationalError("BEGIN IMMEDIATE", None, locked)
    try:
        yield
    finally:
        lock.release()


def is_locked(error: BaseException) -> bool:
    """Return whether SQLite, or SQLAlchemy for it, says that another one has the lock."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", None)
    return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY


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
