"""What goes wrong while many rows are copied is told as of any other statement."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import exc, select, text
from sqlalchemy.orm import Session

from terugkom.database.answer_check import DatabaseFault, find_fault
from terugkom.database.bulk_insert import insert_many
from terugkom.database.connection_pool import Database
from terugkom.database.table_base import Base
from terugkom.leases import HeldLease

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
ROW = {"name": "linde", "holder": "x", "run_id": "x", "acquired_at": NOW, "expires_at": NOW}
TABLE = Base.metadata.tables[HeldLease.__tablename__]


def insert(
    database: Database, *rows: Mapping[str, Any], prepare: Callable[[Session], None] = lambda _: None
) -> None:
    with database.write_session() as session:
        prepare(session)
        insert_many(session, TABLE, rows)


def list_names(database: Database) -> Sequence[str]:
    with database.read_session() as session:
        return session.scalars(select(HeldLease.name)).all()


def test_a_server_that_ends_a_connection_is_away(postgres_database: Database) -> None:
    def end(session: Session) -> None:
        own = session.scalar(text("SELECT pg_backend_pid()"))
        with postgres_database.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid, 10000)"), {"pid": own})

    with pytest.raises(exc.OperationalError) as caught:
        insert(postgres_database, ROW, prepare=end)
    assert caught.value.connection_invalidated
    assert find_fault(postgres_database, caught.value) is DatabaseFault.AWAY
    insert(postgres_database, ROW)
    assert list_names(postgres_database) == ["linde"]


def test_a_server_that_became_read_only_is_away(postgres_database: Database) -> None:
    def forbid(session: Session) -> None:
        session.execute(text("SET TRANSACTION READ ONLY"))

    with pytest.raises(exc.DBAPIError) as caught:
        insert(postgres_database, ROW, prepare=forbid)
    assert not caught.value.connection_invalidated
    assert find_fault(postgres_database, caught.value) is DatabaseFault.AWAY


@pytest.mark.parametrize("name", ["a\0b", "x" * 61])
def test_a_value_that_a_column_cannot_hold_is_of_the_program(postgres_database: Database, name: str) -> None:
    with pytest.raises(exc.DataError) as caught:
        insert(postgres_database, ROW | {"name": name})
    assert find_fault(postgres_database, caught.value) is DatabaseFault.PROGRAM


def test_a_row_that_is_there_already_is_refused(database: Database) -> None:
    with pytest.raises(exc.IntegrityError):
        insert(database, ROW, ROW)
    assert list_names(database) == []
