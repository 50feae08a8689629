"""Claim a batch, keep what came of its items, and end it. Who claims it holds its lease."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from terugkom.clock import BRUSSELS
from terugkom.leases import LeaseLost, LeaseRequest, acquire_lease, release_lease, renew_lease
from terugkom.work_batches.model import OPEN_STATES, BatchState, ItemResult, WorkBatch, WorkItem

MAX_ATTEMPTS = 3  # of a batch as a whole


@dataclass(frozen=True)
class ClaimedWork:
    """A batch that a run holds: what is to be done, and what earlier attempts did.

    `earlier_runs` are, by position, the runs that tried an item and did not come to a result; `attempted_by`
    are all other runs that tried the batch.
    """

    id: int
    day: date
    cycle: str
    part: int
    parts: int
    items: tuple[WorkItem, ...]
    results: Mapping[int, ItemResult]
    attempts: int
    lease: LeaseRequest
    earlier_runs: Mapping[int, tuple[str, ...]]
    planned_on: date
    attempted_by: tuple[str, ...] = ()

    @property
    def is_given_up(self) -> bool:
        """Whether it was tried too often: then nothing is done but to end it as failed."""
        return self.attempts > MAX_ATTEMPTS

    @property
    def is_last_attempt(self) -> bool:
        """Whether it is not tried again after this."""
        return self.attempts >= MAX_ATTEMPTS

    def find_day(self, today: date) -> date:
        """Return the day of the work: `today`, also where that is days after its daily run planned it; a day
        that somebody named for that run stays."""
        return max(self.day, today) if self.day == self.planned_on else self.day

    @property
    def undone(self) -> list[int]:
        """The positions of the items without a result."""
        return [position for position in range(len(self.items)) if position not in self.results]


def claim_batch(
    session: Session, batch_id: int, run_id: str, lease_seconds: float, now: datetime
) -> ClaimedWork | None:
    """Claim a batch for a run; None if it ended, is unknown, or another run works on it."""
    lease = LeaseRequest(f"batch {batch_id}", uuid4().hex, run_id, lease_seconds)
    if not acquire_lease(session, lease, now):
        return None
    batch = session.get(WorkBatch, batch_id, with_for_update=True, populate_existing=True)
    if batch is None or batch.state not in OPEN_STATES:
        release_lease(session, lease)
        return None
    stored = {int(position): ItemResult.from_row(row) for position, row in batch.results.items()}
    results = {position: each for position, each in stored.items() if not each.is_interrupted}
    earlier_runs = _list_earlier_runs(batch, stored) if batch.attempts else {}
    tried = dict.fromkeys((*(run for each in stored.values() for run in each.run_ids), batch.run_id))
    batch.state, batch.run_id, batch.begun_at = BatchState.RUNNING, run_id, now
    batch.attempts += 1
    batch.results = _build_rows(results, earlier_runs)
    return ClaimedWork(
        batch.id,
        batch.day,
        batch.cycle,
        batch.part,
        batch.parts,
        tuple(batch.work_items),
        results,
        batch.attempts,
        lease,
        earlier_runs,
        batch.planned_at.astimezone(BRUSSELS).date(),
        tuple(each for each in tried if each not in ("", run_id)),
    )


def _list_earlier_runs(batch: WorkBatch, stored: Mapping[int, ItemResult]) -> dict[int, tuple[str, ...]]:
    """Return by position the runs that tried an item without a result: the latest one, and those before."""
    before = {position: each.earlier_runs for position, each in stored.items() if each.is_interrupted}
    undone = [each for each in range(len(batch.items)) if each not in stored or each in before]
    return {each: (*before.get(each, ()), batch.run_id) for each in undone}


def _build_rows(
    results: Mapping[int, ItemResult], earlier_runs: Mapping[int, tuple[str, ...]]
) -> dict[str, object]:
    """Return the rows of all items that were tried: which runs were cut off is not forgotten by the next."""
    interrupted = {position: ItemResult.of_interrupted(runs) for position, runs in earlier_runs.items()}
    return {str(position): each.as_row() for position, each in sorted({**interrupted, **results}.items())}


def save_results(
    session: Session, claimed: ClaimedWork, results: Mapping[int, ItemResult], now: datetime
) -> WorkBatch:
    """Store what came of the items so far. Raises LeaseLost if another run took the batch over."""
    if not renew_lease(session, claimed.lease, now):
        raise LeaseLost(f"batch {claimed.id}")
    batch = session.get_one(WorkBatch, claimed.id)
    batch.results = _build_rows(results, claimed.earlier_runs)
    return batch


def end_batch(
    session: Session,
    claimed: ClaimedWork,
    results: Mapping[int, ItemResult],
    state: BatchState,
    now: datetime,
) -> None:
    """Store what came of the items, and end the batch. Raises LeaseLost as `save_results`."""
    batch = save_results(session, claimed, results, now)
    batch.state, batch.ended_at = state, now
    release_lease(session, claimed.lease)


def release_batch(session: Session, claimed: ClaimedWork, now: datetime) -> None:
    """Let another attempt claim the batch at once; nothing happens if another run took it over."""
    if renew_lease(session, claimed.lease, now):
        session.get_one(WorkBatch, claimed.id).state = BatchState.PENDING
        release_lease(session, claimed.lease)
