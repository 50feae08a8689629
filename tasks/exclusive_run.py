"""The daily run excludes itself: two of them never work at the same time."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from prefect import Flow, tags
from prefect.client.schemas.objects import State
from prefect.states import Cancelled, Failed
from sqlalchemy.orm import Session

from tasks.error_log import record_error
from tasks.installation import get_installation, get_run_id
from tasks.interrupted_runs import mark_interrupted
from tasks.outcomes import Outcome, get_message
from tasks.run_log import log_info
from tasks.run_tags import list_tags
from tasks.steps import CALENDAR_TIMEOUT, RunTimedOut
from terugkom import clock
from terugkom.daily_runs import due_runs
from terugkom.daily_runs.daily_run_status import DailyRunResult, record_daily_run_result
from terugkom.demo_day import find_acting_day
from terugkom.errors import Message
from terugkom.leases import (
    HeldLease,
    LeaseLost,
    LeaseRequest,
    acquire_lease,
    end_soon,
    find_lease,
    keep_renewed,
    renew_lease,
)

LEASE = due_runs.CALENDAR
_RAISED = "Failed"  # as Prefect names the state of a run that raised


@dataclass(frozen=True)
class Tick:
    """A daily run that may work until `ends_at`; a dry run changes nothing and so needs no lease.

    Prefect's own timeout is not enough: where it strikes while a child runs, Prefect takes it for that of the
    child, and the daily run goes on.
    """

    lease: LeaseRequest | None
    ends_at: datetime

    def run(self, child: Flow[..., State[Any]], *args: Any, **kwargs: Any) -> State[Any]:
        """Run a flow as a child of this run, and return its final state; Failed if Prefect cannot run it,
        so that the others are run. Raises as `ensure_may_go_on`."""
        self.ensure_may_go_on()
        given = [str(each) for each in args if not isinstance(each, bool)]
        log_info(f"starting {child.name}: {', '.join(given) or 'all'}")
        try:
            with tags(*list_tags(child.name)):
                state: State[Any] = child(*args, **kwargs, return_state=True)
        except Exception as error:  # what the flow itself raises is in its state
            return Failed(message=record_error(Message("report.where.start", run=child.name), error))
        return state

    def ensure_may_go_on(self) -> None:
        """Raise LeaseLost if another daily run took over, because this one did not renew its lease in time,
        and RunTimedOut if this one was at work for too long."""
        if clock.now() >= self.ends_at:
            raise RunTimedOut(get_message("report.timed-out"))
        if self.lease is None:
            return
        with get_installation().database.write_session() as session:
            self.ensure_leased(session)

    def ensure_leased(self, session: Session) -> None:
        """Raise LeaseLost if another daily run took over; none can until the end of this transaction."""
        if self.lease and not renew_lease(session, self.lease, get_installation().now()):
            raise LeaseLost(get_message("report.lease-lost"))


def run_alone(work: Callable[[Tick], State[Any]], *, dry_run: bool, is_recorded: bool = False) -> State[Any]:
    """Do the work of a daily run, until the timeout of this run, unless another one is at work; return the
    final state.

    `is_recorded`: whether a person is told if it fails, as of the run of all municipalities.
    """
    left = signal.getitimer(signal.ITIMER_REAL)[0]  # of Prefect's timeout, which began before this
    ends_at = clock.now() + timedelta(seconds=min(CALENDAR_TIMEOUT, left or CALENDAR_TIMEOUT))
    with _hold_lease(dry_run, ends_at) as held:
        if not isinstance(held, Tick):
            return held
        return _record_result(work, held) if is_recorded and not dry_run else work(held)


def _record_result(work: Callable[[Tick], State[Any]], tick: Tick) -> State[Any]:
    """Do the work, and record what came of it, also if it raises; a run that is killed leaves its lease."""
    started_at = clock.now()
    try:
        state = work(tick)
    except BaseException as ended:
        with end_soon(ended):
            _record_result_row(started_at, _RAISED, is_failed=True)
        raise
    _record_result_row(started_at, state.name or "", is_failed=state.is_failed())
    return state


def _record_result_row(started_at: datetime, name: str, *, is_failed: bool) -> None:
    result = DailyRunResult(
        run_id=get_run_id(), started_at=started_at, ended_at=clock.now(), state=name, is_failed=is_failed
    )
    with get_installation().database.write_session() as session:
        record_daily_run_result(session, result)


def forget_interrupted_runs(before: datetime, flow: str, municipality: str | None) -> None:
    """Forget the runs of a flow that were cut off before a time, and mark them in Prefect: this run went on
    with their work. One of a single municipality went on with a part of it, and forgets none."""
    if municipality is not None:
        return
    with get_installation().database.write_session() as session:
        interrupted = due_runs.forget_interrupted_runs(session, before, flow)
    mark_interrupted(interrupted)


def record_end(started_at: datetime, day: date) -> None:
    """Record that the daily run of all municipalities came to its end, with what was cut off before it.

    A run of another day than the one on which it started, as somebody may ask for, is not that day's. In the
    demo at the weekend that of the next working day is: otherwise one would be missed until then.
    """
    installation, began_on = get_installation(), started_at.astimezone(clock.BRUSSELS).date()
    is_of_that_day = day in (began_on, find_acting_day(began_on, installation.is_demo))
    with installation.database.write_session() as session:
        interrupted = due_runs.forget_interrupted_runs(session, started_at)
        if is_of_that_day:
            due_runs.record_daily_run(session, began_on, clock.now())
    mark_interrupted(interrupted)


@contextmanager
def _hold_lease(dry_run: bool, ends_at: datetime) -> Iterator[Tick | State[Any]]:
    """Yield the daily run that may work, or the final state of one that may not."""
    if dry_run:
        yield Tick(None, ends_at)
        return
    database = get_installation().database
    wanted = LeaseRequest(LEASE, uuid4().hex, get_run_id(), get_installation().settings.lease_seconds)
    with database.write_session() as session:
        found = find_lease(session, LEASE)
        before = found.run_id if found else ""
        acquired = acquire_lease(session, wanted, get_installation().now())
        holder = None if acquired else find_lease(session, LEASE)
    if acquired:
        mark_interrupted([before] if before else [])  # it was cut off: its lease expired
        log_info(f"lease acquired, for {wanted.seconds:g} seconds, renewed while this run works")
        with keep_renewed(database, wanted, get_installation().now):
            yield Tick(wanted, ends_at)
    else:
        yield _build_already_running(holder)


def _build_already_running(holder: HeldLease | None) -> State[Any]:
    """Return the final state beside that run, named by its start; the log has its id, to look it up."""
    message = get_message("report.another-at-work")
    if holder:
        since = clock.format_minute(holder.acquired_at)
        until = f"{holder.expires_at.astimezone(clock.BRUSSELS):%H:%M:%S}"
        message = get_message("report.run-at-work", since=since, until=until)
    log_info(f"{message} ({holder.run_id})" if holder else message)
    return Cancelled(name=Outcome.ALREADY_RUNNING.state_name, message=message)
