"""The database that a command works on, and the municipality it is about."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from terugkom.database import Database
from terugkom.plan.model import Municipality
from terugkom.plan.queries import municipality_named, the_only_municipality
from terugkom.settings import Settings


@contextmanager
def open_database() -> Iterator[Database]:
    """Give this home's database, up to date."""
    database = Database(Settings().database)
    try:
        database.upgrade()
        yield database
    finally:
        database.close()


def chosen(session: Session, slug: str | None) -> Municipality:
    """Return the municipality that was named, or the only one there is."""
    return municipality_named(session, slug) if slug else the_only_municipality(session)
