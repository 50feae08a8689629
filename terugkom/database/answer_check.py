"""Whether the database answers at all, asked before it is asked for more, and why it does not.

A server that stands still with its disk or its machine takes a question and never answers. Whoever asks waits
for ever: no error comes, nobody is told, and the processes that `serve` started are looked after no more.
"""

import sqlite3
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Thread

from sqlalchemy import text
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from terugkom.database.connection_pool import Database, describe_database_error
from terugkom.errors import TerugkomError

ANSWER_SECONDS = 20.0  # more than a connection and the shortest question take, on the busiest machine
_SHOWN = 200  # characters
_NO_SUCH = (
    "no such table",
    "no such column",
    "has no column named",
)  # SQLite has one code for all it refuses
_LOCKED_STATES = ("55P03", "40P01", "57014")  # of PostgreSQL: not to be had, a deadlock, cancelled by a limit
_FULL_STATES = ("53100",)
_NO_SUCH_STATES = ("42P01", "42703")  # a table, a column
_REFUSED_CODES = (
    *(sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE),
)
_REFUSED_CLASSES = ("21", "22", "23", "42")  # of PostgreSQL: values, constraints and syntax that we gave
# By a driver itself, without a code: what it cannot pass on.
_REFUSED_BY_DRIVER = (DataError, IntegrityError, NotSupportedError, ProgrammingError)


class DatabaseFault(StrEnum):
    """Why the database did not do what it was asked; the value is how an alert names it."""

    AWAY = "database"  # not reached, damaged, read-only, not to be opened, or all connections are in use
    LOCKED = "database locked"
    FULL = "database full"  # its disk
    SCHEMA = "migrations"  # its tables are those of another version
    PROGRAM = "program"  # it refused what we asked, and nothing is wrong with it


class DatabaseSilent(TerugkomError):
    """The database took a question, and did not answer."""


@dataclass
class AnswerCheck:
    """Asks a database in a thread, which may wait for ever."""

    _asking: Thread | None = field(default=None, init=False)

    def require(self, database: Database) -> None:
        """Raise DatabaseSilent if the database does not answer; that it answers by an error is no silence.

        While a question of an earlier call is not answered, no other is asked, and nothing is waited for.
        """
        if database.is_sqlite:
            return
        if self._asking is None:
            self._asking = Thread(target=_ask, args=(database,), daemon=True)
            self._asking.start()
            self._asking.join(ANSWER_SECONDS)
        if self._asking.is_alive():
            raise DatabaseSilent("it took a question, and did not answer")
        self._asking = None


def describe_outage(error: SQLAlchemyError | DatabaseSilent) -> str:
    """Return why the database does not answer, in a line for who runs it, without any row that it quotes."""
    if isinstance(error, DatabaseSilent):
        return f"the database does not answer: {error}"
    if is_outage(error):
        return f"the database does not answer: {describe_database_error(error)[:_SHOWN]}"
    if _classify(error) is DatabaseFault.SCHEMA:  # which names a table or a column, and no row
        return f"the database refused a question: {describe_database_error(error)[:_SHOWN]}"
    return f"the database refused a question ({type(error).__name__})"


def is_outage(error: Exception) -> bool:
    """Return whether an error says that the database cannot answer; others are of what we asked."""
    return isinstance(error, SQLAlchemyError) and _classify(error) in (
        DatabaseFault.AWAY,
        DatabaseFault.LOCKED,
        DatabaseFault.FULL,
    )


def find_fault(database: Database, error: Exception) -> DatabaseFault:
    """Return why the database did not do what it was asked.

    A table that is not there is a fault of the program, unless the database is none of this version.
    """
    if isinstance(error, DatabaseSilent):
        return DatabaseFault.AWAY
    fault = _classify(error)
    return DatabaseFault.PROGRAM if fault is DatabaseFault.SCHEMA and _is_of_version(database) else fault


def _classify(error: Exception) -> DatabaseFault:
    """Return the fault of an error; of those of PostgreSQL, only what it refuses of ours is the program's."""
    if not isinstance(error, DBAPIError):
        is_used_up = isinstance(error, PoolTimeoutError)
        return DatabaseFault.AWAY if is_used_up else DatabaseFault.PROGRAM
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return _classify_sqlite(code, str(error.orig))
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in _LOCKED_STATES:
        return DatabaseFault.LOCKED
    if state in _FULL_STATES:
        return DatabaseFault.FULL
    if state in _NO_SUCH_STATES:
        return DatabaseFault.SCHEMA
    if error.connection_invalidated:
        return DatabaseFault.AWAY
    is_refused = state[:2] in _REFUSED_CLASSES if state else isinstance(error, _REFUSED_BY_DRIVER)
    return DatabaseFault.PROGRAM if is_refused else DatabaseFault.AWAY


def _classify_sqlite(code: int, said: str) -> DatabaseFault:
    """Return the fault of an error of SQLite; what is special of one stands in the bits above its first."""
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:  # the file of its readers could not grow
        return DatabaseFault.FULL
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseFault.LOCKED
        case sqlite3.SQLITE_FULL:
            return DatabaseFault.FULL
        case sqlite3.SQLITE_ERROR:
            is_missing = any(each in said for each in _NO_SUCH)
            return DatabaseFault.SCHEMA if is_missing else DatabaseFault.PROGRAM
    return DatabaseFault.PROGRAM if code & 0xFF in _REFUSED_CODES else DatabaseFault.AWAY


def _is_of_version(database: Database) -> bool:
    """Return whether the tables are those of this version; True if that cannot be read."""
    from terugkom.migrations.check_schema import is_up_to_date

    try:
        with database.engine.connect() as connection:
            return is_up_to_date(connection)
    except SQLAlchemyError:
        return True


def _ask(database: Database) -> None:
    with suppress(Exception), database.engine.connect() as connection:  # who asks for more gets the error too
        connection.detach()  # whoever waited for ever is not in the pool, and is closed when it is over
        connection.execute(text("SELECT 1"))
