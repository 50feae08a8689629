"""Count what a daily run found due, what of it is not done, and how long batches took: for metrics.

To ask the plan itself takes dozens of statements a municipality (docs/scale.md), too many for a look each
15 seconds; what a daily run found stands in the rows of its batches. Each query is bounded by a day, for they
are kept for a year.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.work_batches.model import BatchState, WorkBatch

_ENDED_STATES = (BatchState.DONE, BatchState.FAILED)


@dataclass(frozen=True)
class DueCount:
    """How many moments of one cycle were found due, and how many of those are not done."""

    due: int = 0
    undone: int = 0


@dataclass(frozen=True)
class BatchTimes:
    """How many batches of one cycle ended, and the seconds of their last attempts: all, and the longest."""

    ended: int = 0
    seconds: float = 0.0
    longest: float = 0.0

    def add(self, seconds: float) -> "BatchTimes":
        """Return the times with those of one batch more."""
        return BatchTimes(self.ended + 1, self.seconds + seconds, max(self.longest, seconds))


def find_latest_day(session: Session, today: date) -> date | None:
    """Return the latest day, up to today, for which batches were planned; None if there is none."""
    return session.scalar(select(func.max(WorkBatch.day)).where(WorkBatch.day <= today))


def count_due(session: Session, day: date) -> dict[str, DueCount]:
    """Return by cycle what was found due on a day, and what of it is not done: not tried yet, or failed.

    What several daily runs of that day found counts once, and is as the latest of them left it. All shares of
    a moment are one. One query.
    """
    query = (
        select(WorkBatch)
        .where(WorkBatch.day == day, WorkBatch.state != BatchState.SUPERSEDED)
        .order_by(WorkBatch.part)
    )
    latest: dict[tuple[str, ...], tuple[datetime, bool]] = {}
    for batch in session.scalars(query):
        done = {position for position, row in batch.results.items() if not row["is_failed"]}
        for position, item in enumerate(batch.work_items):
            key, is_done = (batch.cycle, *item.key), str(position) in done
            planned_at, are_shares_done = latest.get(key, (batch.planned_at, True))
            is_same_run = planned_at == batch.planned_at
            latest[key] = (batch.planned_at, is_done and (are_shares_done or not is_same_run))
    counts: defaultdict[str, DueCount] = defaultdict(DueCount)
    for (cycle, *_), (_, is_done) in latest.items():
        before = counts[cycle]
        counts[cycle] = replace(before, due=before.due + 1, undone=before.undone + (not is_done))
    return dict(counts)


def sum_batch_times(session: Session, since: datetime) -> dict[str, BatchTimes]:
    """Return by cycle how long the batches took that ended since a time. One query."""
    ended = select(WorkBatch.cycle, WorkBatch.state, WorkBatch.begun_at, WorkBatch.ended_at).where(
        # nobody works on one for longer than a day: the timeout of a cycle is shorter
        WorkBatch.day >= since.date() - timedelta(days=1),
        WorkBatch.ended_at >= since,
    )
    found: defaultdict[str, BatchTimes] = defaultdict(BatchTimes)
    for cycle, state, begun_at, ended_at in session.execute(ended).tuples():
        # not a condition of the query: for it SQLite takes the index on states, which has all of the year
        if state in _ENDED_STATES and begun_at and ended_at:
            found[cycle] = found[cycle].add((ended_at - begun_at).total_seconds())
    return dict(found)
