"""The batches of a daily run: it plans them, workers do them, and it waits until they are done.

On PostgreSQL each is a run of a deployment, which any worker of the pool takes. On SQLite, or without that
deployment, the daily run does one after the other. Whose work stays behind, it does itself.
"""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from prefect import Flow, tags
from prefect.client.schemas.objects import State

from tasks.exclusive_run import Tick
from tasks.final_states import combine_reports
from tasks.installation import get_installation
from tasks.run_log import log_info
from tasks.run_names import build_run_name
from tasks.run_page import create_municipality_pages
from tasks.run_tags import list_tags
from tasks.start_deployment import start_deployment
from tasks.work_batches import build_batch_report, run_item_and_report
from terugkom.errors import Message
from terugkom.report import RunReport, sum_reports
from terugkom.work_batches.claim_batch import MAX_ATTEMPTS
from terugkom.work_batches.model import OPEN_STATES, BatchState, ItemResult, WorkBatch, WorkItem
from terugkom.work_batches.plan_batches import (
    find_last_activity,
    load_batches,
    may_be_taken_over,
    plan_day,
)

WORK_BATCH_DEPLOYMENT = "work-batch/work-batch"
_POLL_SECONDS = 1.0
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class DailyBatches:
    """What a daily run of one municipality, or of all, gives to `flow`, which does one batch."""

    tick: Tick
    flow: Flow[..., State[Any]]
    municipality: str | None
    day: date
    dry_run: bool

    def do(self, due: Mapping[str, Sequence[WorkItem]]) -> RunReport:
        """Have what is due of some cycles done, at the same time where there are workers; return the report.

        Raises as `Tick.ensure_may_go_on`.
        """
        if self.dry_run:
            return sum_reports(self._preview(cycle, items) for cycle, items in due.items())
        planned = self._plan(due)
        progress = _Progress()
        while waiting := progress.find_waiting(self._load(planned)):
            self.tick.ensure_may_go_on()
            self._go_on_with(waiting, progress)
        return self._build_report(planned)

    def _go_on_with(self, waiting: Sequence[WorkBatch], progress: "_Progress") -> None:
        """Start the batches that wait for their first or next attempt; else wait, or do what stays behind."""
        fresh = progress.find_fresh(waiting)
        for batch in fresh:
            progress.started[batch.id] = batch.attempts
            if not self._start(batch):
                self._do_here(batch, progress)
        if fresh:
            return
        if left := self._find_left_behind(waiting, progress.last_activity):
            log_info(f"batch {left.id} stayed behind, and is taken over")
            self._do_here(left, progress)
        else:
            time.sleep(_POLL_SECONDS)

    def _plan(self, due: Mapping[str, Sequence[WorkItem]]) -> list[int]:
        now, limit = get_installation().now(), get_installation().settings.work_batch_weight
        is_of_all = self.municipality is None
        with get_installation().database.write_session() as session:
            self.tick.ensure_leased(session)  # one that was held up must not end what another planned
            planned = plan_day(session, self.day, due, limit, now, is_of_all=is_of_all)
        for each in planned:
            if each.new_items:
                parts = "1 batch" if each.new_batches == 1 else f"{each.new_batches} batches"
                log_info(f"{each.cycle}: {each.new_items} due, in {parts}")
        return [number for each in planned for number in each.batch_ids]

    def _start(self, batch: WorkBatch) -> bool:
        """Start a run of the deployment, if there are workers; return whether it was started."""
        if get_installation().database.is_sqlite:
            return False
        run = start_deployment(
            WORK_BATCH_DEPLOYMENT,
            Message("report.where.batch", batch=batch.id),
            idempotency_key=f"batch {batch.id} {batch.attempts}",
            otherwise="the batch is done by this run",
            as_subflow=True,
            parameters={"batch": batch.id},
            flow_run_name=_format_run_name(batch),
            tags=list_tags(batch.cycle),
        )
        return bool(run)

    def _do_here(self, batch: WorkBatch, progress: "_Progress") -> None:
        progress.tries[batch.id] += 1
        with tags(*list_tags(batch.cycle)):
            self.tick.run(self.flow.with_options(flow_run_name=_format_run_name(batch)), batch.id)

    def _find_left_behind(self, batches: Iterable[WorkBatch], last_activity: datetime) -> WorkBatch | None:
        seconds, now = get_installation().settings.lease_seconds, get_installation().now()
        with get_installation().database.read_session() as session:
            left = (each for each in batches if may_be_taken_over(session, each, now, seconds, last_activity))
            return next(left, None)

    def _load(self, ids: Iterable[int]) -> list[WorkBatch]:
        with get_installation().database.read_session() as session:
            return load_batches(session, ids)

    def _build_report(self, ids: Sequence[int]) -> RunReport:
        """Return the sum of what came of the batches; what one left undone counts as failed."""
        ended = self._load(ids)
        results = [ItemResult.from_row(row) for each in ended for row in each.results.values()]
        items = sum(len(each.items) for each in ended)
        undone = items - sum(not each.is_interrupted for each in results)
        return build_batch_report(results) + RunReport(attention=+Counter(failed_runs=undone))

    def _preview(self, cycle: str, items: Sequence[WorkItem]) -> RunReport:
        states, pages = [], {}
        for item in items:
            self.tick.ensure_may_go_on()
            state, page = run_item_and_report(cycle, item, self.day, dry_run=True)
            states.append(state)
            pages[item.municipality] = page
        create_municipality_pages(pages, "dry-run")
        return combine_reports(states, dry_run=True)


@dataclass
class _Progress:
    """How far the batches of a daily run are.

    `tries` counts what this run did itself, and `started` says after how many attempts a run of the
    deployment was started.
    """

    tries: Counter[int] = field(default_factory=Counter)
    started: dict[int, int] = field(default_factory=dict)
    last_activity: datetime = _NEVER  # of a worker

    def find_waiting(self, batches: Sequence[WorkBatch]) -> list[WorkBatch]:
        """Return the batches that are to be done, without those that Prefect failed to start here each
        time."""
        self.last_activity = find_last_activity(each for each in batches if not self.tries[each.id])
        return [each for each in batches if each.state in OPEN_STATES and self.tries[each.id] <= MAX_ATTEMPTS]

    def find_fresh(self, waiting: Iterable[WorkBatch]) -> list[WorkBatch]:
        """Return the batches that wait for an attempt for which nothing was started."""
        return [
            each
            for each in waiting
            if each.state is BatchState.PENDING and self.started.get(each.id) != each.attempts
        ]


def _format_run_name(batch: WorkBatch) -> str:
    return build_run_name(batch.cycle, batch.day, f"{batch.part}/{batch.parts}")
