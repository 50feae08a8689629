"""What the machine refuses a command: a full or read-only disk, a database that is away.

No fault of ours, and nothing that a traceback would explain.
"""

import errno
import sqlite3
import sys
from typing import Any

_DISK_ERRORS = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO),
}

_SQLITE_DISK_ERRORS = {
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY),
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN),
}


def describe_machine_error(error: Exception) -> str | None:
    """Return what a person reads of an error of the disk or the database, None for any other error.

    The first line alone of what a database says: those after it may hold a row.
    """
    if isinstance(error, OSError):
        if error.errno not in _DISK_ERRORS:
            return None
        return (
            f"{error.strerror}{f': {error.filename}' if error.filename else ''}; `terugkom doctor` says more"
        )
    if isinstance(error, sqlite3.OperationalError) and _get_sqlite_code(error) in _SQLITE_DISK_ERRORS:
        return f"the database did not do it: {error}; `terugkom doctor` says more"
    exc: Any = sys.modules.get("sqlalchemy.exc")  # imported by then, if the error is one of its own
    if exc is None or not isinstance(error, exc.SQLAlchemyError):
        return None
    if isinstance(error, exc.DatabaseError) and (damaged := _describe_damaged_file(error)):
        return damaged
    from terugkom.database.answer_check import is_outage  # not before an error is of the database
    from terugkom.database.connection_pool import describe_database_error

    if not is_outage(error):
        return None
    said = describe_database_error(error)
    return f"the database did not do it: {said}; `terugkom doctor` says more"


def _get_sqlite_code(error: sqlite3.OperationalError) -> int | None:
    """Return which error of SQLite it is, without what makes it a special one of its kind."""
    code = getattr(error, "sqlite_errorcode", None)  # none has it that Python's own module raises
    return None if code is None else code & 0xFF


def _describe_damaged_file(error: Exception) -> str:
    from terugkom.database.connection_pool import Database  # imported by then, as what raised the error
    from terugkom.database.sqlite_file import is_file_damaged
    from terugkom.installation import load_settings

    return str(Database(load_settings().database).describe_damage(error)) if is_file_damaged(error) else ""
