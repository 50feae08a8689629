"""One holder at a time; a holder that died loses its lease, one that works keeps it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from terugkom.database.connection_pool import Database
from terugkom.leases import (
    HeldLease,
    LeaseRequest,
    acquire_lease,
    find_lease,
    keep_renewed,
    measure_clock_difference,
    release_lease,
    renew_lease,
)

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database

NOW = datetime(2027, 3, 1, 5, tzinfo=UTC)
SECONDS = 300.0


def request(holder: str, seconds: float = SECONDS, name: str = "tick") -> LeaseRequest:
    return LeaseRequest(name, holder, f"run of {holder}", seconds)


def acquire(database: Database, holder: str, at: datetime, name: str = "tick") -> bool:
    with database.write_session() as session:
        return acquire_lease(session, request(holder, name=name), at)


def holders(database: Database) -> list[str]:
    with database.read_session() as session:
        return list(session.scalars(select(HeldLease.holder).order_by(HeldLease.name)))


def test_who_held_a_lease_can_be_read_before_it_is_acquired(database: Database) -> None:
    assert acquire(database, "first", NOW)
    with database.write_session() as session:
        found = find_lease(session, "tick")
        assert found is not None
        assert found.run_id == "run of first"
        assert not acquire_lease(session, request("second"), NOW), "it is held"
        assert acquire_lease(session, request("second"), NOW + timedelta(seconds=301))
        assert (found.holder, find_lease(session, "other work")) == ("first", None)
    assert holders(database) == ["second"]


def test_a_second_holder_waits_until_the_first_releases_it(database: Database) -> None:
    assert acquire(database, "first", NOW)
    assert not acquire(database, "second", NOW + timedelta(seconds=299))
    assert acquire(database, "second", NOW, name="other work")
    with database.write_session() as session:
        release_lease(session, request("second"))  # it holds no such lease
    assert holders(database) == ["second", "first"]
    with database.write_session() as session:
        release_lease(session, request("first"))
    assert acquire(database, "second", NOW)


def test_a_lease_that_is_not_renewed_expires_and_its_late_holder_is_told(database: Database) -> None:
    later = NOW + timedelta(seconds=300)
    assert acquire(database, "first", NOW)
    assert acquire(database, "second", later)
    with database.write_session() as session:
        assert not renew_lease(session, request("first"), later)
        assert renew_lease(session, request("second"), later)
        release_lease(session, request("first"))
    assert holders(database) == ["second"]


def test_of_many_at_the_same_moment_one_acquires_it(database: Database) -> None:
    for expired in (False, True):
        with database.write_session() as session:
            session.execute(delete(HeldLease))
        if expired:
            assert acquire(database, "died", NOW - timedelta(days=1))
        together = Barrier(6)

        def try_it(number: int, together: Barrier = together) -> bool:
            together.wait()
            return acquire(database, f"holder {number}", NOW)

        with ThreadPoolExecutor(6) as threads:
            assert sum(threads.map(try_it, range(6))) == 1


@pytest.mark.long
def test_the_lease_is_renewed_while_the_work_takes_longer_than_it_lasts(database: Database) -> None:
    mine = request("first", seconds=0.6)
    with database.write_session() as session:
        assert acquire_lease(session, mine, datetime.now(UTC))
    with keep_renewed(database, mine, lambda: datetime.now(UTC)):
        time.sleep(1.5)
        assert not acquire(database, "second", datetime.now(UTC))
    assert holders(database) == []
    assert acquire(database, "second", datetime.now(UTC))


HOLDS_AND_HANGS = """
import sys, time
from datetime import UTC, datetime
from terugkom.database.connection_pool import Database
from terugkom.leases import LeaseRequest, acquire_lease, keep_renewed
database = Database(sys.argv[1])
mine = LeaseRequest("tick", "killed", "its run", 1.0)
with database.write_session() as session:
    assert acquire_lease(session, mine, datetime.now(UTC))
with keep_renewed(database, mine, lambda: datetime.now(UTC)):
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def holding_process(database: Database) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLDS_AND_HANGS, database.url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.long
def test_the_lease_of_a_killed_process_expires_and_until_then_it_is_held(database: Database) -> None:
    with holding_process(database) as process:
        time.sleep(1.2)
        assert not acquire(database, "second", datetime.now(UTC)), "the process renews it"
        process.kill()
        process.wait()
        assert holders(database) == ["killed"]
        until = time.monotonic() + 10
        while not acquire(database, "second", datetime.now(UTC)):
            assert time.monotonic() < until
            time.sleep(0.1)
    assert holders(database) == ["second"]


STEPS = st.tuples(
    st.sampled_from(["acquire", "renew", "release", "wait"]), st.integers(0, 2), st.integers(1, 400)
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=25))
def test_whatever_happens_nobody_acquires_what_another_holds(
    sqlite_database: Database, steps: list[tuple[str, int, int]]
) -> None:
    now, holder, expires = NOW, None, NOW
    with sqlite_database.write_session() as session:
        session.execute(delete(HeldLease))
    for number, (what, who, seconds) in enumerate(steps):
        me = f"holder {who}"
        with sqlite_database.write_session() as session:
            if what == "acquire":
                free = holder is None or expires <= now
                assert acquire_lease(session, request(me), now) == free, number
                holder, expires = (me, now + timedelta(seconds=SECONDS)) if free else (holder, expires)
            elif what == "renew":
                assert renew_lease(session, request(me), now) == (holder == me), number
                expires = now + timedelta(seconds=SECONDS) if holder == me else expires
            elif what == "release":
                release_lease(session, request(me))
                holder = None if holder == me else holder
            else:
                now += timedelta(seconds=seconds)


def test_a_lease_of_a_clock_that_was_ahead_keeps_nobody_from_the_work(database: Database) -> None:
    assert acquire(database, "of a year ahead", NOW + timedelta(days=365))
    assert acquire(database, "now", NOW)
    assert not acquire(database, "second", NOW)
    assert holders(database) == ["now"]


def test_the_clock_of_a_machine_is_compared_with_that_of_the_database(database: Database) -> None:
    """A database that is a file has none but that of the machine."""
    for seconds in (-400, -31, 0, 31, 400):
        ahead = timedelta(seconds=seconds)
        with database.read_session() as session:
            apart = measure_clock_difference(session, lambda ahead=ahead: datetime.now(UTC) + ahead)
        expected = timedelta(0) if database.is_sqlite else ahead
        assert abs(apart - expected) < timedelta(seconds=2)


def test_a_slow_answer_of_the_database_is_no_difference(postgres_database: Database) -> None:
    times = iter([datetime.now(UTC) - timedelta(minutes=1), datetime.now(UTC) + timedelta(minutes=1)])
    with postgres_database.read_session() as session:
        assert measure_clock_difference(session, lambda: next(times)) == timedelta(0)
