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
    exc: Any = sys.modules.get("sqlalchemy.exc")  # imported by then, if the error is one of its own
    if exc is None or not isinstance(error, exc.DatabaseError):
        return None
    # Of a damaged file it is the class itself; its other subclasses are of what we asked.
    is_of_machine = isinstance(error, exc.OperationalError) or type(error) is exc.DatabaseError
    if not is_of_machine or getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
        return None
    said = str(error.orig).partition("\n")[0]
    return f"the database did not do it: {said}; `terugkom doctor` says more"
