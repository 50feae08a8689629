"""Why a database did not do what it was asked: what is no fault of ours is not told as the program's."""

import sqlite3

import psycopg
import pytest
from sqlalchemy import create_engine, exc, text
from sqlalchemy.pool import QueuePool

from terugkom.database.answer_check import DatabaseFault, describe_outage, find_fault, is_outage
from terugkom.database.connection_pool import Database

# SQLSTATE, as PostgreSQL gives it: https://www.postgresql.org/docs/current/errcodes-appendix.html
AWAY = {
    "25006": "read-only after a failover",
    "25P03": "idle-in-transaction timeout",
    "XX001": "data corrupted",
    "XX002": "index corrupted",
    "XX000": "internal error",
    "53300": "too many connections",
    "57P01": "shut down",
    "58030": "input or output",
    "08006": "connection failure",
    "28P01": "password",
    "0A000": "feature not supported",
}
PROGRAM = {"21000": "cardinality", "22P02": "value", "23505": "unique", "42601": "syntax"}


def fail(state: str) -> exc.DBAPIError:
    """Return the error that SQLAlchemy makes of what psycopg makes of a SQLSTATE."""
    made = exc.DBAPIError.instance("SELECT", None, psycopg.errors.lookup(state)("said"), psycopg.Error)
    assert isinstance(made, exc.DBAPIError)
    return made


@pytest.mark.parametrize("state", AWAY, ids=AWAY.values())
def test_what_is_no_fault_of_a_question_is_of_the_database(state: str) -> None:
    assert is_outage(fail(state))
    assert describe_outage(fail(state)) == "the database does not answer: said"


@pytest.mark.parametrize("state", PROGRAM, ids=PROGRAM.values())
def test_what_was_asked_wrongly_is_of_the_program(sqlite_database: Database, state: str) -> None:
    assert find_fault(sqlite_database, fail(state)) is DatabaseFault.PROGRAM
    assert "said" not in describe_outage(fail(state)), "it may quote a row"


def test_what_a_driver_itself_cannot_pass_on_and_faults_of_python_are_of_the_program(
    sqlite_database: Database,
) -> None:
    for error in (
        exc.ProgrammingError("SELECT", None, psycopg.ProgrammingError("cannot adapt type")),
        exc.StatementError("SELECT", "SELECT", None, TypeError()),
        TypeError(),
    ):
        assert find_fault(sqlite_database, error) is DatabaseFault.PROGRAM
    broke = exc.InterfaceError("SELECT", None, psycopg.InterfaceError("the connection is lost"))
    assert find_fault(sqlite_database, broke) is DatabaseFault.AWAY


@pytest.mark.only_sqlite
def test_a_pool_that_is_used_up_is_of_the_database(sqlite_database: Database) -> None:
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(":memory:"),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=0,
    )
    with engine.connect(), pytest.raises(exc.TimeoutError) as caught:
        engine.connect()
    engine.dispose()
    assert find_fault(sqlite_database, caught.value) is DatabaseFault.AWAY
    assert describe_outage(caught.value).startswith("the database does not answer: QueuePool limit")


def test_a_server_that_became_read_only_is_away(postgres_database: Database) -> None:
    with postgres_database.engine.connect() as connection:
        connection.execute(text("SET default_transaction_read_only = on"))
        connection.commit()
        with pytest.raises(exc.DBAPIError) as caught:
            connection.execute(text("CREATE TABLE another (id int)"))
        connection.invalidate()
    assert find_fault(postgres_database, caught.value) is DatabaseFault.AWAY
