"""The database and the municipality of a command."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from terugkom.database import Database
from terugkom.errors import InputError
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality, get_only_municipality
from terugkom.settings import Settings


@contextmanager
def open_database() -> Iterator[Database]:
    """Open the database of this home, with its schema upgraded. Raises InputError if it cannot be opened."""
    settings = Settings()
    try:
        database = Database(settings.database)
        database.upgrade()
    except (OSError, SQLAlchemyError) as error:
        where = "the database of TERUGKOM_DATABASE_URL" if settings.database_url else str(settings.home)
        raise InputError(f"{where} cannot be opened: {error}") from error
    try:
        yield database
    finally:
        database.close()


def choose_municipality(session: Session, slug: str | None) -> Municipality:
    """Return the municipality with this slug, or the only one. Raises UnknownMunicipality."""
    return get_municipality(session, slug) if slug else get_only_municipality(session)
