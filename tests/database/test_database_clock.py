"""Two machines whose clocks differ by five minutes agree about a lease: they go by that of PostgreSQL."""

import pickle
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from terugkom import clock
from terugkom.database.connection_pool import Database
from terugkom.database.database_clock import DatabaseClock
from terugkom.leases import LeaseRequest, acquire_lease, renew_lease

SECONDS = 300.0
FIVE_MINUTES = timedelta(minutes=5)


@dataclass
class Stopwatch:
    """The time that passes on all machines, set by hand."""

    passed: float = 0.0

    def measure(self) -> float:
        return self.passed


@pytest.fixture
def stopwatch(monkeypatch: pytest.MonkeyPatch) -> Stopwatch:
    found = Stopwatch()
    monkeypatch.setattr(clock, "measure", found.measure)
    return found


@dataclass
class Machine:
    """A machine with a clock that is so far from the right time."""

    database: Database
    stopwatch: Stopwatch
    name: str
    ahead: timedelta
    slept: float = 0.0

    def __post_init__(self) -> None:
        self._began = datetime.now(UTC)
        self.now = DatabaseClock(self.database, self.read_own)

    def read_own(self) -> datetime:
        return self._began + self.ahead + timedelta(seconds=self.stopwatch.passed + self.slept)

    @property
    def request(self) -> LeaseRequest:
        return LeaseRequest("tick", self.name, "", SECONDS)

    def acquire(self) -> bool:
        with self.database.write_session() as session:
            return acquire_lease(session, self.request, self.now())

    def renew(self) -> bool:
        with self.database.write_session() as session:
            return renew_lease(session, self.request, self.now())


@pytest.mark.parametrize(
    ("holder", "comer"),
    [(timedelta(0), FIVE_MINUTES), (FIVE_MINUTES, timedelta(0)), (-FIVE_MINUTES, FIVE_MINUTES)],
)
def test_no_lease_is_taken_over_early_and_none_stays(
    postgres_database: Database, stopwatch: Stopwatch, holder: timedelta, comer: timedelta
) -> None:
    first, second = (
        Machine(postgres_database, stopwatch, *each) for each in (("first", holder), ("second", comer))
    )
    assert first.acquire()
    assert not second.acquire(), "by its own clock it had expired"
    assert first.renew()
    second.now()
    stopwatch.passed = 59.0  # not asked again yet
    assert not second.acquire()
    with postgres_database.write_session() as session:  # the holder died that long ago
        held = LeaseRequest("tick", "first", "", -1.0)
        assert renew_lease(session, held, first.now())
    assert second.acquire(), "by the clock of who held it, it would have lasted longer"


def test_between_two_looks_time_passes_by_what_is_measured(
    postgres_database: Database, stopwatch: Stopwatch
) -> None:
    machine = Machine(postgres_database, stopwatch, "first", FIVE_MINUTES)
    before = machine.now()
    stopwatch.passed = 30.0
    assert machine.now() == before + timedelta(seconds=30)
    machine.ahead = -FIVE_MINUTES  # somebody sets the clock: the server is asked, and time did not go back
    there = postgres_now(postgres_database)
    assert abs(machine.now() - there) < timedelta(seconds=5)
    stopwatch.passed, machine.slept = 31.0, 3600.0  # it was asleep, which no stopwatch measures
    assert abs(machine.now() - postgres_now(postgres_database)) < timedelta(seconds=5)


def test_while_the_database_is_away_time_goes_on(
    postgres_database: Database, stopwatch: Stopwatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(postgres_database, stopwatch, "first", FIVE_MINUTES)
    before = machine.now()

    def fail(_: object) -> None:
        raise OperationalError("", {}, Exception("away"))

    monkeypatch.setattr(DatabaseClock, "_read", fail)
    stopwatch.passed = 90.0
    assert machine.now() == before + timedelta(seconds=90)


def test_the_process_beside_a_run_asks_for_the_time_itself(postgres_database: Database) -> None:
    """The configuration of a sender is pickled to it."""
    ours = DatabaseClock(postgres_database)
    ours()
    theirs = pickle.loads(pickle.dumps(ours))
    assert abs(theirs() - ours()) < timedelta(seconds=5)


@pytest.mark.only_sqlite
def test_on_sqlite_it_is_the_clock_of_the_machine(sqlite_database: Database, stopwatch: Stopwatch) -> None:
    machine = Machine(sqlite_database, stopwatch, "first", FIVE_MINUTES)
    assert machine.now() == machine.read_own()


def postgres_now(database: Database) -> datetime:
    with database.read_session() as session:
        found = session.scalar(select(func.clock_timestamp()))
        assert found
        return found
