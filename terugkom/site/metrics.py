"""Numbers for Prometheus: the daily run with its batches, and deliveries by state.

No name and no address is among them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.alerts.model import Alert, TroubleKind
from terugkom.daily_runs.daily_run_status import DailyRunStatus, load_daily_run_status
from terugkom.daily_runs.due_runs import list_interrupted_runs
from terugkom.delivery.due_deliveries import is_due, needs_a_person
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.meetings.kinds import MEETING_KINDS
from terugkom.work_batches.count_work import (
    BatchTimes,
    DueCount,
    count_due,
    find_latest_day,
    sum_batch_times,
)
from terugkom.work_batches.cycles import CODE_OF_CONDUCT, IMPORT_PLAN, OWNER_REMINDERS

CYCLES_IN_BATCHES = (IMPORT_PLAN, OWNER_REMINDERS, *MEETING_KINDS, CODE_OF_CONDUCT)
_PENDING = (DeliveryState.PENDING, DeliveryState.SENDING)
_RECENT = timedelta(hours=24)


def render_metrics(session: Session, now: datetime, lease_now: datetime, grace: timedelta) -> bytes:
    """Return all metrics in the text format of Prometheus, version 0.0.4.

    `lease_now` is the time by which leases are judged, and what is due (`database_clock`).

    https://prometheus.io/docs/instrumenting/exposition_formats/
    """
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_DatabaseCollector(session, now, lease_now, grace))
    return generate_latest(registry)


@dataclass(frozen=True)
class _DatabaseCollector(Collector):
    """Reads each number from the database when it is asked: so each process of the site says the same."""

    session: Session
    now: datetime
    lease_now: datetime
    grace: timedelta

    def describe(self) -> Iterator[Metric]:
        """Yield nothing: no other collector is in the registry, whose names might clash."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics of this moment; the client of Prometheus calls it for each request."""
        status = load_daily_run_status(self.session, self.now, self.grace, lease_now=self.lease_now)
        yield from _collect_daily_run(status)
        yield from _collect_moments(self.session, self.now, status.last_day)
        yield from _collect_batches(self.session, self.lease_now)
        interrupted = len(list_interrupted_runs(self.session, self.lease_now))
        yield _build("runs_cut_off", "Runs whose process died and that nobody went on with yet.", interrupted)
        yield from _collect_deliveries(self.session, self.now, self.lease_now)
        yield _collect_alerts(self.session)


def _collect_daily_run(status: DailyRunStatus) -> Iterator[Metric]:
    if status.last_ended_at is not None:
        ended = status.last_ended_at.timestamp()
        yield _build(
            "daily_run_last_end_timestamp_seconds", "When the daily run last came to its end.", ended
        )
    if status.result is not None:
        yield _build("daily_run_seconds", "How long the latest daily run took.", status.result.seconds)
    yield _build("daily_run_failed", "Whether the latest daily run failed.", status.is_failed)
    yield _build("daily_run_missed", "Whether the daily run is late and not at work.", status.is_missed)


def _collect_moments(session: Session, now: datetime, last_run_on: date | None) -> Iterator[Metric]:
    """Yield what the latest daily run found due, also one that is at work or died, and what is not done."""
    planned_on = find_latest_day(session, now.astimezone(clock.BRUSSELS).date())
    is_latest = planned_on is not None and (last_run_on is None or planned_on >= last_run_on)
    counts = count_due(session, planned_on) if planned_on and is_latest else {}
    found = {cycle: counts.get(cycle, DueCount()) for cycle in CYCLES_IN_BATCHES}
    due = {cycle: each.due for cycle, each in found.items()}
    yield _build_by_cycle("moments_due", "Moments that the latest daily run found due.", due)
    undone = {cycle: each.undone for cycle, each in found.items()}
    yield _build_by_cycle(
        "moments_undone", "Moments of these that are not done: not tried, or failed.", undone
    )


def _collect_batches(session: Session, now: datetime) -> Iterator[Metric]:
    """Yield gauges of the last day: a counter would need a sum over all rows, or a row that each batch writes
    to."""
    times = sum_batch_times(session, now - _RECENT)
    found = {cycle: times.get(cycle, BatchTimes()) for cycle in CYCLES_IN_BATCHES}
    ended = {cycle: each.ended for cycle, each in found.items()}
    yield _build_by_cycle("work_batches_ended", "Work batches that ended in the last 24 hours.", ended)
    seconds = {cycle: each.seconds for cycle, each in found.items()}
    yield _build_by_cycle("work_batches_ended_seconds", "How long these took together.", seconds)
    longest = {cycle: each.longest for cycle, each in found.items()}
    yield _build_by_cycle("work_batches_longest_seconds", "How long the longest of these took.", longest)


def _collect_deliveries(session: Session, now: datetime, lease_now: datetime) -> Iterator[Metric]:
    counts = dict(
        session.execute(select(Delivery.state, func.count()).group_by(Delivery.state)).tuples().all()
    )
    by_state = GaugeMetricFamily(
        "terugkom_deliveries", "Deliveries by state, as long as their rows are kept.", labels=["state"]
    )
    for state in DeliveryState:
        by_state.add_metric([state.value], counts.get(state, 0))
    yield by_state
    due = session.scalar(select(func.count()).select_from(Delivery).where(is_due(lease_now))) or 0
    yield _build("deliveries_due", "Deliveries that are to be sent now and are not.", due)
    waiting = session.scalar(select(func.count()).select_from(Delivery).where(needs_a_person())) or 0
    yield _build("deliveries_for_a_person", "Deliveries that failed or are in doubt.", waiting)
    oldest = session.scalar(select(func.min(Delivery.created_at)).where(Delivery.state.in_(_PENDING)))
    age = (now - oldest).total_seconds() if oldest else 0
    yield _build("deliveries_oldest_pending_seconds", "Age of the oldest delivery that is not sent yet.", age)


def _collect_alerts(session: Session) -> Metric:
    query = select(Alert.kind, func.count()).where(Alert.over_at.is_(None)).group_by(Alert.kind)
    counts = dict(session.execute(query).tuples().all())
    troubles = GaugeMetricFamily(
        "terugkom_troubles", "Troubles that were seen and are not over.", labels=["kind"]
    )
    for kind in TroubleKind:
        troubles.add_metric([kind.value], counts.get(kind, 0))
    return troubles


def _build_by_cycle(name: str, what: str, values: Mapping[str, float]) -> Metric:
    by_cycle = GaugeMetricFamily(f"terugkom_{name}", what, labels=["cycle"])
    for cycle, value in values.items():
        by_cycle.add_metric([cycle], value)
    return by_cycle


def _build(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"terugkom_{name}", what, value=float(value))
