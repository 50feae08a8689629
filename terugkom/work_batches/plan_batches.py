"""Store what is due as batches; what an earlier daily run left open is gone on with, or found anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from terugkom.clock import LONGEST_WAIT
from terugkom.leases import HeldLease, is_expired
from terugkom.work_batches.cut_batches import cut_batches
from terugkom.work_batches.model import OPEN_STATES, BatchState, WorkBatch, WorkItem


@dataclass(frozen=True)
class PlannedCycle:
    """The batches of a cycle that a daily run is to have done, and how many of its items are new, in how many
    of these."""

    cycle: str
    batch_ids: Sequence[int]
    new_items: int
    new_batches: int


def plan_day(
    session: Session,
    day: date,
    due: Mapping[str, Sequence[WorkItem]],
    limit: float,
    now: datetime,
    *,
    is_of_all: bool,
) -> list[PlannedCycle]:
    """Store what is due of some cycles as batches of at most `limit`.

    A run of all municipalities ends what other days left open, and goes on with what is open of this day.
    What an open batch has is not planned again.
    """
    if is_of_all:
        supersede_batches(session, day, now)
    planned = []
    for cycle, items in due.items():
        left = list_open_batches(session, day, cycle) if is_of_all else []
        new = exclude_open_items(session, cycle, items)
        batches = cut_batches(new, limit)
        ids = plan_batches(session, day, cycle, batches, now)
        planned.append(PlannedCycle(cycle, [*left, *ids], len(new), len(batches)))
    return planned


def load_batches(session: Session, ids: Iterable[int]) -> list[WorkBatch]:
    """Return these batches, in the order in which they were planned."""
    return list(session.scalars(select(WorkBatch).where(WorkBatch.id.in_(list(ids))).order_by(WorkBatch.id)))


def plan_batches(
    session: Session, day: date, cycle: str, batches: Sequence[Sequence[WorkItem]], now: datetime
) -> list[int]:
    """Store batches of a cycle; return their ids. They are numbered after those of the same day."""
    of_day = select(func.max(WorkBatch.part)).where(WorkBatch.day == day, WorkBatch.cycle == cycle)
    first = (session.scalar(of_day) or 0) + 1
    rows = [
        WorkBatch(
            day=day,
            cycle=cycle,
            part=part,
            parts=first + len(batches) - 1,
            state=BatchState.PENDING,
            items=[_store(each) for each in items],
            results={},
            attempts=0,
            run_id="",
            planned_at=now,
        )
        for part, items in enumerate(batches, first)
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def exclude_open_items(session: Session, cycle: str, items: Sequence[WorkItem]) -> list[WorkItem]:
    """Return the items that no open batch of the cycle has: two runs would do them at the same time."""
    query = select(WorkBatch).where(WorkBatch.cycle == cycle, WorkBatch.state.in_(OPEN_STATES))
    taken = {item.key for batch in session.scalars(query) for item in batch.work_items}
    return [each for each in items if each.key not in taken]


def list_open_batches(session: Session, day: date, cycle: str) -> list[int]:
    """Return the batches of a cycle that an earlier daily run of that day left open."""
    query = select(WorkBatch.id).where(
        WorkBatch.day == day, WorkBatch.cycle == cycle, WorkBatch.state.in_(OPEN_STATES)
    )
    return list(session.scalars(query.order_by(WorkBatch.part)))


def supersede_batches(session: Session, day: date, now: datetime) -> int:
    """End the open batches of other days that nobody works on; return how many.

    What is due is found anew, for this day: an old batch would write mails of an old day.
    """
    query = select(WorkBatch).where(WorkBatch.state.in_(OPEN_STATES), WorkBatch.day != day)
    left = [each for each in session.scalars(query) if not is_at_work(session, each, now)]
    for batch in left:
        batch.state, batch.ended_at = BatchState.SUPERSEDED, now
        session.execute(delete(HeldLease).where(HeldLease.name == batch.lease_name))
    return len(left)


def is_at_work(session: Session, batch: WorkBatch, now: datetime) -> bool:
    """Return whether somebody holds the lease of a batch."""
    held = select(HeldLease.name).where(HeldLease.name == batch.lease_name, ~is_expired(now))
    return session.scalar(held) is not None


def may_be_taken_over(
    session: Session, batch: WorkBatch, now: datetime, lease_seconds: float, last_activity: datetime
) -> bool:
    """Return whether whoever comes may take a batch over, whatever Prefect says of its run.

    Its lease expired; or it was not begun, and `last_activity`, when a worker began or ended one of the same
    daily run, is two leases ago: a batch may wait its turn for long, but not for workers that are not there.
    """
    if batch.state is BatchState.RUNNING:
        return not is_at_work(session, batch, now)
    since = max(batch.planned_at, last_activity)
    is_late = now - since >= timedelta(seconds=2 * lease_seconds) or since > now + LONGEST_WAIT
    return batch.state is BatchState.PENDING and is_late


def find_last_activity(batches: Iterable[WorkBatch]) -> datetime:
    """Return when the latest of these batches was planned, begun or ended."""
    signs = (at for each in batches for at in (each.planned_at, each.begun_at, each.ended_at) if at)
    return max(signs, default=datetime.min.replace(tzinfo=UTC))


def _store(item: WorkItem) -> dict[str, object]:
    values = asdict(item)
    values.pop("weight")
    return values
