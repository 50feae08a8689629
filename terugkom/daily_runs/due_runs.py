"""Which runs must be started now: for deliveries that are due, and for work that was cut off.

Each run holds a lease while it works. The lease of a run that was killed expires and stays, so it is known
that its work was cut off. The daily run is level-triggered: it goes on with whatever moments and steps were
left open, and `deliver` with the deliveries. What is started is held by a lease too, and started again, after
twice the time, only if it did not help: a channel that is not there does not fill the list of runs.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom import clock
from terugkom.database.table_base import Base, UtcDateTime
from terugkom.delivery.due_deliveries import is_abandoned, is_due, is_retried_in_doubt
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.leases import HeldLease, LeaseRequest, acquire_lease, is_expired

# flows, and their deployments
CALENDAR, DELIVER, READ_MAILBOX = "follow-up-calendar", "deliver", "read-mailbox"
DAILY_RUN_AT = time(6, tzinfo=clock.BRUSSELS)  # as the schedule in deployments/prefect.yaml says
_RUN, _STARTED = "run ", "started "  # prefixes of names of leases
_MAX_WAIT_SECONDS = 86_400.0
_TIME_TO_BEGIN = timedelta(minutes=10)  # of a run that was started
_CLOCK_TOLERANCE = timedelta(minutes=10)  # between machines
_MAILBOX_LOOK = "look into mailboxes"
_IS_RUN = or_(HeldLease.name.startswith(_RUN), HeldLease.name == CALENDAR)


class DailyRun(Base):
    """A day on which the daily run of all municipalities came to its end, or a person ended it."""

    __tablename__ = "daily_runs"

    day: Mapped[date] = mapped_column(primary_key=True)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class InterruptedRun:
    """A run that ended without finishing: its flow, and the id that Prefect gave it ("" if none)."""

    lease: str
    flow: str
    run_id: str


def build_run_lease(flow: str, run_id: str, seconds: float) -> LeaseRequest:
    """Return the lease that a run of this flow holds while it works; no other run wants the same."""
    holder = uuid4().hex
    return LeaseRequest(f"{_RUN}{flow} {holder}"[:60], holder, run_id, seconds)


def list_interrupted_runs(session: Session, now: datetime) -> list[InterruptedRun]:
    """Return the runs whose lease expired."""
    rows = session.scalars(select(HeldLease).where(_IS_RUN, is_expired(now)))
    return [InterruptedRun(row.name, row.name.removeprefix(_RUN).split(" ")[0], row.run_id) for row in rows]


def find_due_runs(session: Session, now: datetime, grace: timedelta) -> list[str]:
    """Return the flows that must be started: `deliver`, `follow-up-calendar`, both or none.

    A delivery counts once it is due for longer than `grace`, which a run that is planned for it needs to
    start, and not while a run is at work that may be sending it.
    """
    at_work = list_flows_at_work(session, now)
    interrupted = {each.flow for each in list_interrupted_runs(session, now)}
    found = []
    if interrupted - {DELIVER} and CALENDAR not in at_work:
        found.append(CALENDAR)
    due = _is_left_behind(now) if at_work else or_(_is_left_behind(now), _is_overdue(now, grace))
    is_delivery_due = session.scalar(select(Delivery.id).where(due).limit(1)) is not None
    if (is_delivery_due or DELIVER in interrupted) and DELIVER not in at_work:
        found.append(DELIVER)
    return found


def find_daily_run_time(now: datetime) -> datetime:
    """Return when the latest daily run was to start: today at six in Brussels, or yesterday."""
    here = now.astimezone(clock.BRUSSELS)
    today = datetime.combine(here.date(), DAILY_RUN_AT)
    return today if today <= here else datetime.combine(here.date() - timedelta(days=1), DAILY_RUN_AT)


def find_last_daily_run_day(session: Session, now: datetime) -> date | None:
    """Return the day of the last daily run that came to its end, None if there is none.

    A day that is still to come was recorded while the clock was ahead: it says nothing of the others. So was
    one of today with an end that is still to come: a clock that was hours ahead last night.
    """
    today = now.astimezone(clock.BRUSSELS).date()
    has_ended = and_(DailyRun.day == today, DailyRun.ended_at <= now + _CLOCK_TOLERANCE)
    is_past = or_(DailyRun.day < today, has_ended)
    return session.scalar(select(func.max(DailyRun.day)).where(is_past))


def record_daily_run(session: Session, day: date, now: datetime) -> None:
    """Record that the daily run of a day came to its end; a later one of the same day is recorded anew."""
    session.merge(DailyRun(day=day, ended_at=now))


def is_daily_run_missed(session: Session, now: datetime, grace: timedelta) -> bool:
    """Return whether the latest daily run neither came to its end nor is at work, longer than `grace` after
    it was to start.

    So it is made up for if nothing started it, as after the loss of Prefect's database. Where none ever came
    to its end, in a new home, none is missed: the schedule starts the first one.
    """
    at = find_daily_run_time(now)
    latest = find_last_daily_run_day(session, now)
    if latest is None or latest >= at.date() or now < at + grace:
        return False
    return CALENDAR not in list_flows_at_work(session, now)


def find_missed_daily_run(
    session: Session,
    now: datetime,
    grace: timedelta,
    first_plan_at: datetime | None = None,
    *,
    lease_now: datetime | None = None,
) -> datetime | None:
    """Return when the daily run was to start that is later than `grace` and still did not come to its end;
    None if there is none, or a daily run is at work, or was started a few minutes ago and may still begin.

    Other than `is_daily_run_missed` it goes on while the run of the next day is awaited. Where none ever came
    to its end, one is missed only if a schedule is there, and a plan: `first_plan_at` is when that came.
    `lease_now` is the time by which leases are judged, if that is not `now`.
    """
    lease_now = lease_now or now
    at, latest = find_daily_run_time(now - grace), find_last_daily_run_day(session, now)
    is_done = latest >= at.date() if latest else first_plan_at is None or first_plan_at >= at
    if is_done or CALENDAR in list_flows_at_work(session, lease_now):
        return None
    started = select(HeldLease.acquired_at).where(HeldLease.name == _STARTED + CALENDAR)
    started_at = session.scalar(started)
    may_begin = started_at is not None and (
        lease_now - _TIME_TO_BEGIN < started_at <= lease_now + _CLOCK_TOLERANCE
    )
    return None if may_begin else at


def claim_start(session: Session, flow: str, now: datetime, wait_seconds: float) -> bool:
    """Return whether the caller may start a run of this flow now: nobody did just before.

    The first time the next start must wait `wait_seconds`, then twice as long each time, at most a day.
    """
    name = _STARTED + flow
    _forget_claim_ahead(session, name, now)
    times = select(HeldLease.acquired_at, HeldLease.expires_at).where(HeldLease.name == name)
    before, seconds = session.execute(times).one_or_none(), wait_seconds
    if before is not None:
        seconds = min(2 * (before.expires_at - before.acquired_at).total_seconds(), _MAX_WAIT_SECONDS)
    return acquire_lease(session, LeaseRequest(name, uuid4().hex, "", seconds), now)


def claim_mailbox_check(session: Session, now: datetime, wait_seconds: float) -> bool:
    """Return whether the caller may look into the mailboxes now: nobody did so long before."""
    _forget_claim_ahead(session, _MAILBOX_LOOK, now)
    return acquire_lease(session, LeaseRequest(_MAILBOX_LOOK, uuid4().hex, "", wait_seconds), now)


def _forget_claim_ahead(session: Session, name: str, now: datetime) -> None:
    """Forget a claim that is of a time still to come: the clock was ahead then, and nobody holds it."""
    ahead = HeldLease.acquired_at > now + _CLOCK_TOLERANCE
    session.execute(delete(HeldLease).where(HeldLease.name == name, ahead))


def list_postponed_flows(session: Session, now: datetime) -> list[str]:
    """Return the flows whose next start must wait; none while a run is at work, for it may still help."""
    if list_flows_at_work(session, now):
        return []
    names = session.scalars(select(HeldLease.name).where(HeldLease.name.startswith(_STARTED)))
    return [name.removeprefix(_STARTED) for name in names]


def forget_start(session: Session, flow: str) -> None:
    """Let the next start of a flow wait for nothing: what it was started for is done."""
    session.execute(delete(HeldLease).where(HeldLease.name == _STARTED + flow))


def forget_interrupted_runs(session: Session, before: datetime, flow: str | None = None) -> list[str]:
    """Forget the runs that were cut off before a time, of one flow or of all: another went on with their
    work. Return the ids that Prefect gave them."""
    which = HeldLease.name.startswith(f"{_RUN}{flow} " if flow else _RUN)
    query = delete(HeldLease).where(which, is_expired(before)).returning(HeldLease.run_id)
    return [run for run in session.scalars(query) if run]


def forget_run(session: Session, run: InterruptedRun) -> None:
    """Forget one run that was cut off, because a person ended it."""
    session.execute(delete(HeldLease).where(HeldLease.name == run.lease))


def list_flows_at_work(session: Session, now: datetime) -> set[str]:
    """Return the flows of which a run is at work, on whichever machine."""
    names = session.scalars(select(HeldLease.name).where(_IS_RUN, ~is_expired(now)))
    return {name.removeprefix(_RUN).split(" ")[0] for name in names}


def _is_left_behind(now: datetime) -> ColumnElement[bool]:
    """Return whether the sender that held a delivery died, as an SQL condition."""
    claimed = and_(Delivery.state == DeliveryState.PENDING, Delivery.lease_until.is_not(None))
    return or_(is_abandoned(now), and_(claimed, is_due(now)))


def _is_overdue(now: datetime, grace: timedelta) -> ColumnElement[bool]:
    since = now - grace
    tried = Delivery.next_try_at <= since
    return or_(
        and_(is_due(now), or_(tried, and_(Delivery.next_try_at.is_(None), Delivery.created_at <= since))),
        is_retried_in_doubt(since),
    )
