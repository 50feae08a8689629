"""Whether the database refused a row because there is one with its key, and not for another reason."""

import sqlite3

from sqlalchemy.exc import IntegrityError

_OF_SQLITE = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
_OF_POSTGRESQL = "23505"  # unique_violation


def is_duplicate_key(error: IntegrityError) -> bool:
    """Return whether it says that there is a row with this key: another process was first.

    What refers to a row that is gone, lacks a value or breaks a rule is refused by an IntegrityError too;
    nobody was first then, so whoever catches it raises it again.
    """
    code, state = getattr(error.orig, "sqlite_errorcode", None), getattr(error.orig, "sqlstate", None)
    return code in _OF_SQLITE or state == _OF_POSTGRESQL
