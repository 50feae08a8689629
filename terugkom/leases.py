"""Leases: work that must not be done twice at the same time, by whatever process or machine.

A lease has a name and at most one holder. It expires unless it is renewed, so the work of a holder that died
is taken over. Times are given by the caller, who takes those of the database (`database_clock`): machines
that share one agree, whatever their own clocks say.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from signal import SIGTERM
from threading import Event, Thread

from sqlalchemy import ColumnElement, String, delete, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.clock import LONGEST_WAIT
from terugkom.database.add_if_absent import add_if_absent
from terugkom.database.connection_pool import Database
from terugkom.database.sqlite_file import is_locked, wait_at_most
from terugkom.database.table_base import Base, UtcDateTime
from terugkom.errors import TerugkomError

CLOCK_TOLERANCE = timedelta(seconds=30)  # between a machine and the database; a lease lasts five minutes
_RENEWALS_PER_LEASE = 3  # two may fail before the lease expires
_STOP_SECONDS = 2.0  # for which who is asked to stop waits for a database that is locked
_RENEWAL_TRIES = 25  # of so many seconds each


class LeaseLost(TerugkomError):
    """The lease expired, and another process acquired it."""


class HeldLease(Base):
    """A lease that is held, or that expired and was not acquired again."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder: Mapped[str] = mapped_column(String(60))  # unique for each acquisition
    run_id: Mapped[str] = mapped_column(String(60))  # for people: the Prefect run of the holder
    acquired_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class LeaseRequest:
    """A request for a lease. `holder` is unique for each request; `seconds` is how long it lasts unless
    renewed."""

    name: str
    holder: str
    run_id: str
    seconds: float

    def compute_expiry(self, now: datetime) -> datetime:
        """Return when the lease expires if it is acquired or renewed now."""
        return now + timedelta(seconds=self.seconds)


def measure_clock_difference(session: Session, now: Callable[[], datetime]) -> timedelta:
    """Return how far the caller's clock is ahead of that of the database's server, or behind it if negative;
    nothing where the database is a file, and so on this machine."""
    if session.get_bind().dialect.name != "postgresql":
        return timedelta(0)
    before = now()
    there = session.scalar(select(func.clock_timestamp())) or before
    after = now()  # the server was asked in between: on a slow network that is no difference
    return max(before - there, timedelta(0)) or min(after - there, timedelta(0))


def is_expired(now: datetime) -> ColumnElement[bool]:
    """Return whether a lease expired, as an SQL condition.

    One that would last for days was acquired while a clock was ahead: nobody holds it, and nobody would come
    to do its work.
    """
    return or_(HeldLease.expires_at <= now, HeldLease.expires_at > now + LONGEST_WAIT)


def acquire_lease(session: Session, wanted: LeaseRequest, now: datetime) -> bool:
    """Acquire a lease that is free or expired; return False if another holder has it."""
    values = {
        "holder": wanted.holder,
        "run_id": wanted.run_id,
        "acquired_at": now,
        "expires_at": wanted.compute_expiry(now),
    }
    expired = update(HeldLease).where(HeldLease.name == wanted.name, is_expired(now))
    if session.execute(expired.values(values).returning(HeldLease.name)).first():
        return True
    return add_if_absent(session, HeldLease(name=wanted.name, **values))


def find_lease(session: Session, name: str) -> HeldLease | None:
    """Return a lease that is held, or that expired and was not acquired again; None if there is none.

    It is no part of the session, in which the same lease may be acquired after this.
    """
    found = session.get(HeldLease, name)
    if found:
        session.expunge(found)
    return found


def renew_lease(session: Session, held: LeaseRequest, now: datetime) -> bool:
    """Extend a lease; return False if another process acquired it meanwhile."""
    mine = update(HeldLease).where(HeldLease.name == held.name, HeldLease.holder == held.holder)
    extended = mine.values(expires_at=held.compute_expiry(now)).returning(HeldLease.name)
    return session.execute(extended).first() is not None


def release_lease(session: Session, held: LeaseRequest) -> None:
    """Release a lease; nothing happens if another process acquired it meanwhile."""
    session.execute(delete(HeldLease).where(HeldLease.name == held.name, HeldLease.holder == held.holder))


@contextmanager
def keep_renewed(database: Database, held: LeaseRequest, now: Callable[[], datetime]) -> Iterator[None]:
    """Renew an acquired lease in a thread while the context lasts, and release it at the end; who is asked to
    stop while the database is locked leaves it to expire."""
    try:
        with renew_while(database, held, now):
            yield
    except BaseException as ended:
        with end_soon(ended), database.write_session() as session:
            release_lease(session, held)
        raise
    else:
        with database.write_session() as session:
            release_lease(session, held)


@contextmanager
def end_soon(ended: BaseException) -> Iterator[None]:
    """Context of what is recorded because of an error: if that is a signal to stop, a database that is locked
    is not waited for, and what cannot be recorded is left to whoever goes on."""
    if not is_asked_to_stop(ended):
        yield
        return
    with wait_at_most(_STOP_SECONDS), suppress(SQLAlchemyError):
        yield


def is_asked_to_stop(ended: BaseException) -> bool:
    """Return whether an exception is that of a signal: Ctrl-C, or SIGTERM, which Prefect raises with it."""
    return isinstance(ended, KeyboardInterrupt) or getattr(ended, "signal", None) == SIGTERM


@contextmanager
def renew_while(database: Database, held: LeaseRequest, now: Callable[[], datetime]) -> Iterator[None]:
    """Renew an acquired lease in a thread while the context lasts; it is not released.

    The thread ends with the process, so the lease of a process that was killed expires.
    """
    ended = Event()
    thread = Thread(target=_renew_until, args=(ended, database, held, now), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _renew_until(ended: Event, database: Database, held: LeaseRequest, now: Callable[[], datetime]) -> None:
    while not ended.wait(held.seconds / _RENEWALS_PER_LEASE):
        for _ in range(_RENEWAL_TRIES):
            if ended.is_set() or _try_to_renew(database, held, now):
                break


def _try_to_renew(database: Database, held: LeaseRequest, now: Callable[[], datetime]) -> bool:
    """Return whether the database answered; one that is locked is waited for briefly, as the run may end."""
    try:
        with wait_at_most(_STOP_SECONDS), database.write_session() as session:
            renew_lease(session, held, now())
    except SQLAlchemyError as error:  # renewed the next time
        return not is_locked(error)
    return True
