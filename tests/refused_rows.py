"""A database that refuses a delivery for another reason than that it is there: as if its rules forbade it."""

from collections.abc import Iterator
from contextlib import contextmanager

from terugkom.database.connection_pool import Database

_REFUSE_ON_SQLITE = """
CREATE TRIGGER refused BEFORE INSERT ON deliveries WHEN NEW.recipient = '{address}'
BEGIN SELECT RAISE(ABORT, 'refused'); END
"""
_REFUSE_ON_POSTGRESQL = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER refused BEFORE INSERT ON deliveries
FOR EACH ROW WHEN (NEW.recipient = '{address}') EXECUTE FUNCTION refuse()
"""


@contextmanager
def refused_deliveries(database: Database, address: str) -> Iterator[None]:
    """Context in which the database refuses each delivery to an address, which is no duplicate."""
    refuse = _REFUSE_ON_SQLITE if database.is_sqlite else _REFUSE_ON_POSTGRESQL
    accept = "DROP TRIGGER refused" if database.is_sqlite else "DROP FUNCTION refuse CASCADE"
    _execute(database, refuse.format(address=address))
    try:
        yield
    finally:
        _execute(database, accept)


def _execute(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(statement)
