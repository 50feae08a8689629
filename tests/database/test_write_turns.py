"""The threads of one process take turns to write to SQLite, before they ask for its lock."""

import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Thread, Timer

import pytest
from sqlalchemy import event, select

from terugkom.database.connection_pool import Database
from terugkom.leases import HeldLease, LeaseRequest, acquire_lease, keep_renewed
from terugkom.plan.model import Municipality


def add(database: Database, slug: str) -> None:
    with database.write_session() as session:
        session.add(Municipality(slug=slug, name=slug))


@pytest.mark.only_sqlite
def test_a_thread_that_waits_to_write_does_not_ask_the_database_meanwhile(sqlite_database: Database) -> None:
    asked, is_running = list[str](), Event()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(sqlite_database.engine, "before_cursor_execute", note)

    def write() -> None:
        is_running.set()
        add(sqlite_database, "other")

    other = Thread(target=write)
    with sqlite_database.write_session() as session:
        session.add(Municipality(slug="first", name="first"))
        session.flush()
        other.start()
        is_running.wait(10)
        other.join(0.2)
        assert asked.count("BEGIN IMMEDIATE") == 1, "it would wait long"
    other.join(10)
    with sqlite_database.read_session() as session:
        assert session.scalars(select(Municipality.slug).order_by(Municipality.id)).all() == [
            "first",
            "other",
        ]


def test_readers_do_not_wait_for_their_turn(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        session.add(Municipality(slug="first", name="first"))
        session.flush()
        found = list[int]()

        def read() -> None:
            with sqlite_database.read_session() as reading:
                found.append(len(reading.scalars(select(Municipality)).all()))

        reader = Thread(target=read)
        reader.start()
        reader.join(10)
        assert found == [0]


@contextmanager
def locked_by_another(database: Database, seconds: float) -> Iterator[None]:
    """Have another process's connection keep the lock for so long, or as long as the context lasts."""
    other = sqlite3.connect(str(database.file), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = Timer(seconds, other.rollback)
    release.start()
    try:
        yield
    finally:
        release.cancel()
        release.join()
        other.close()


def interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.only_sqlite
def test_who_waits_for_the_lock_and_is_asked_to_stop_ends_soon_and_lets_the_lease_expire(
    sqlite_database: Database,
) -> None:
    """SQLite looks at no signal while it waits: a run went on for up to a minute, and then for its lease."""
    now = datetime(2027, 3, 2, 5, tzinfo=UTC)
    lease = LeaseRequest("follow-up-calendar", "me", "run", 0.3)
    with sqlite_database.write_session() as session:
        acquire_lease(session, lease, now)
    before = signal.signal(signal.SIGALRM, interrupt)
    started = time.monotonic()
    try:
        with locked_by_another(sqlite_database, 12):
            signal.setitimer(signal.ITIMER_REAL, 0.3)
            with pytest.raises(KeyboardInterrupt), keep_renewed(sqlite_database, lease, lambda: now):
                add(sqlite_database, "waits")
            took = time.monotonic() - started
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert took < 8
    add(sqlite_database, "after")
    with sqlite_database.read_session() as session:
        assert session.scalars(select(Municipality.slug)).all() == ["after"]
        assert session.scalars(select(HeldLease.name)).all() == ["follow-up-calendar"], (
            "whoever goes on sees it"
        )


@pytest.mark.only_sqlite
def test_who_is_not_asked_to_stop_waits_for_the_lock_as_long_as_before(sqlite_database: Database) -> None:
    with locked_by_another(sqlite_database, 0.7):
        add(sqlite_database, "waited")
    with sqlite_database.read_session() as session:
        assert session.scalars(select(Municipality.slug)).all() == ["waited"]
    with sqlite_database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 60_000
