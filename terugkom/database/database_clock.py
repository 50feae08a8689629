"""The time by which machines that share a database agree who works on what: that of the database.

On PostgreSQL it is its server's, whatever the clocks of the machines say. On SQLite all processes are on one
machine, whose clock it is.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from terugkom import clock
from terugkom.database.connection_pool import Database
from terugkom.errors import TerugkomError

_READ_EVERY = 60.0  # seconds; a lease lasts five minutes
_JUMP = timedelta(seconds=2)  # of this machine's clock: it was set, or the machine slept


@dataclass(frozen=True)
class _Reading:
    """What the server said, and what the clock and the stopwatch of this machine said then."""

    there: datetime
    here: datetime
    at: float


class DatabaseClock:
    """The time of the database, as a function.

    It is asked once a minute; in between this machine measures how much time passed, as clocks that are wrong
    do too. While the database is away, that goes on.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] | None = None) -> None:
        """Ask nothing yet. `now` is the clock of this machine, by default its real one."""
        self._database, self._now = database, now
        self._is_shared = database.engine.dialect.name == "postgresql"
        self._reading: _Reading | None = None
        self._lock = Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle it as what it was made of: another process asks for the time itself."""
        return DatabaseClock, (self._database, self._now)

    def __call__(self) -> datetime:
        """Return the time of the database; the first time raises if it is not there."""
        if not self._is_shared:
            return self._read_own()
        with self._lock:
            if self._reading is None:
                self._reading = self._read()
            elif self._is_old(self._reading):
                with suppress(SQLAlchemyError, TerugkomError):
                    self._reading = self._read()
            return self._reading.there + timedelta(seconds=clock.measure() - self._reading.at)

    def _read_own(self) -> datetime:
        return self._now() if self._now else clock.now()

    def _read(self) -> _Reading:
        with self._database.engine.connect() as connection:
            there: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return _Reading(there, self._read_own(), clock.measure())

    def _is_old(self, reading: _Reading) -> bool:
        measured = clock.measure() - reading.at
        passed = self._read_own() - reading.here
        return measured >= _READ_EVERY or abs(passed - timedelta(seconds=measured)) > _JUMP
