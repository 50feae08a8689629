"""Add a row that another process may have added meanwhile: the database decides who was first."""

import sqlite3

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.database.table_base import Base

_DUPLICATE_CODES = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
_DUPLICATE_STATE = "23505"  # of PostgreSQL: unique_violation


def add_if_absent(session: Session, row: Base) -> bool:
    """Insert a row, with the new ones that it refers to; return False if there is one with its key.

    The transaction goes on then, and what this process wrote before it stays. Raises
    sqlalchemy.exc.IntegrityError for what the database refuses for another reason.
    """
    session.flush()  # what is refused of earlier rows is no answer about this one
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        if _is_duplicate(error):
            return False
        raise
    return True


def _is_duplicate(error: IntegrityError) -> bool:
    code, state = getattr(error.orig, "sqlite_errorcode", None), getattr(error.orig, "sqlstate", None)
    return code in _DUPLICATE_CODES or state == _DUPLICATE_STATE
