"""Add a row that another process may have added meanwhile: the database decides who was first."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.database.table_base import Base


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
        if is_duplicate_key(error):
            return False
        raise
    return True
