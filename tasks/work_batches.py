"""Do one batch: the work of one cycle for some municipalities, one after the other, in one run."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from tasks.batch_cycles import run_item
from tasks.batch_page import show_batch
from tasks.channel_blocks import remember_mail_server
from tasks.check_machine import check_clock
from tasks.concurrent_items import AT_ONCE, run_concurrently
from tasks.earlier_attempts import EarlierAttempts, describe_earlier
from tasks.error_log import record_error
from tasks.final_states import add_documents, add_to_final_state, build_final_state
from tasks.installation import get_installation, get_run_id
from tasks.interrupted_runs import annotate_states
from tasks.municipality_files import work_on_newest_files
from tasks.outcomes import Outcome, get_message, join_clauses
from tasks.pack_process import has_pack_process
from tasks.refusals import RefusedInput
from tasks.run_log import log_info
from tasks.run_page import collect_page
from tasks.steps import CYCLE_TIMEOUT, RunTimedOut, StepFailed, redact_errors
from tasks.today import find_today
from terugkom.errors import Message, PublicInputError
from terugkom.leases import LeaseLost, renew_while
from terugkom.meetings.kinds import MEETING_KINDS
from terugkom.report import RunReport, sum_reports
from terugkom.work_batches.claim_batch import (
    MAX_ATTEMPTS,
    ClaimedWork,
    claim_batch,
    end_batch,
    release_batch,
    save_results,
)
from terugkom.work_batches.model import BatchState, ItemResult, WorkBatch, WorkItem

_SAVED_EVERY = timedelta(seconds=1)  # what a killed run did since then is looked into again, and not due
_FAILED = RunReport(attention=Counter(failed_runs=1))


def run_batch(batch_id: int) -> State[Any]:
    """Do a batch; return the final state of the run. A batch that another run did or does is left alone.

    Raises PublicInputError for a batch that there is not. If it fails as a whole, its next attempt may claim
    it at once; the last one ends it as failed.
    """
    installation = get_installation()
    seconds = installation.settings.lease_seconds
    with installation.database.write_session() as session:
        if session.get(WorkBatch, batch_id) is None:
            raise PublicInputError("error.batch.unknown", number=batch_id)
        claimed = claim_batch(session, batch_id, get_run_id(), seconds, installation.now())
    if claimed is None:
        log_info(f"batch {batch_id} is done, or another run is at work on it")
        return Completed(name=Outcome.NOTHING_DUE.state_name, message=get_message("report.batch-taken"))
    log_info(f"attempt {claimed.attempts}: {len(claimed.undone)} of {len(claimed.items)} are to be done")
    work = _BatchWork(claimed)
    if claimed.is_given_up:
        return work.give_up()
    try:
        with renew_while(installation.database, claimed.lease, installation.now), remember_mail_server():
            return work.do_all()
    except LeaseLost:
        raise LeaseLost(get_message("report.batch-lost")) from None
    except Exception as error:
        if claimed.is_last_attempt and not work.is_ended:
            return work.give_up(record_error(Message("report.where.run", run="work-batch"), error))
        if not work.is_ended:
            with installation.database.write_session() as session:
                release_batch(session, claimed, installation.now())
        raise


def run_item_and_report(cycle: str, item: WorkItem, day: date, dry_run: bool) -> tuple[State[Any], list[str]]:
    """Do the work for one municipality; return its final state, Failed on an error, and its page."""
    where = Message("report.where.run", run=cycle)
    with collect_page(item.municipality) as page:
        try:
            return redact_errors(where, _do_on_newest_files)(cycle, item, day, dry_run), page
        except RefusedInput as error:
            return Failed(name=Outcome.REJECTED.state_name, message=str(error), data=error), page
        except StepFailed as error:
            return Failed(name=Outcome.FAILED.state_name, message=str(error), data=error), page


def _do_on_newest_files(cycle: str, item: WorkItem, day: date, dry_run: bool) -> State[Any]:
    if dry_run:
        return run_item(cycle, item, day, dry_run)
    return work_on_newest_files(item.municipality, lambda: run_item(cycle, item, day, dry_run))


def build_batch_report(results: Iterable[ItemResult]) -> RunReport:
    """Return the report of what came of the items, with the documents that their runs wrote."""
    found = list(results)
    report = sum_reports(each.report for each in found)
    return add_documents(report, dict.fromkeys(run for each in found for run in each.run_ids))


@dataclass(frozen=True)
class _DoneItem:
    """What came of an item, and its part of the page of its municipality."""

    result: ItemResult
    page: list[str]


class _BatchWork:
    """The work on a claimed batch: what came of its items so far, and the pages of its municipalities."""

    def __init__(self, claimed: ClaimedWork) -> None:
        self._claimed = claimed
        self._results = dict(claimed.results)
        self._pages: dict[str, list[str]] = {}
        self.is_ended = False
        self._day = claimed.find_day(find_today())
        self._saved_at = get_installation().now()
        self._ends_at = self._saved_at + timedelta(seconds=CYCLE_TIMEOUT)

    def do_all(self) -> State[Any]:
        """Do each item, try those that failed once more, and end the batch; return the final state."""
        undone = self._claimed.undone
        self._do_each(undone)
        self._do_each([each for each in undone if self._may_be_tried_again(each)])
        self._add_to_report(check_clock())
        self._end(BatchState.DONE)
        annotate_states(self._claimed.attempted_by, "report.batch-gone-on-with")
        return self._show()

    def give_up(self, why: str = "") -> State[Any]:
        """End the batch as failed; return a final state that names who is left, and says why."""
        items = self._claimed.items
        left = [position for position in range(len(items)) if position not in self._results]
        self._results |= {position: self._build_left(position) for position in left}
        self._end(BatchState.FAILED)
        annotate_states(self._claimed.attempted_by, "report.batch-not-gone-on-with")
        show_batch(self._claimed, self._results, self._pages)
        names = ", ".join(dict.fromkeys(items[position].municipality for position in left))
        said = get_message("report.batch-given-up", count=MAX_ATTEMPTS, municipalities=names)
        report = build_batch_report(self._results.values())
        return Failed(name=Outcome.FAILED.state_name, message=join_clauses((said, why)), data=report)

    def _build_left(self, position: int) -> ItemResult:
        """Return the result of an item that no attempt came to the end of: it failed, and what they sent."""
        runs = self._list_runs(position, has_tried=True)
        report = _FAILED + self._look_at_earlier(position, runs).report()
        return ItemResult(Outcome.FAILED.state_name, "", True, get_run_id(), 0.0, report, runs)

    def _list_runs(self, position: int, *, has_tried: bool) -> tuple[str, ...]:
        """Return the runs that tried an item and have no result of it; this one too if it has tried."""
        own = [get_run_id()] if has_tried else []
        return (*self._claimed.earlier_runs.get(position, ()), *own)

    def _look_at_earlier(self, position: int, runs: Sequence[str]) -> EarlierAttempts:
        items = self._claimed.items
        others = [
            each
            for other, each in self._results.items()
            if other != position and items[other].key == items[position].key
        ]
        return EarlierAttempts(self._claimed.cycle, items[position], runs, others)

    def _do_each(self, positions: Sequence[int]) -> None:
        """Do these items, of packs those of a few municipalities at once: they are typeset outside Python."""
        if self._claimed.cycle not in MEETING_KINDS:
            for position in positions:
                self._record(position, self._do(position))
            return
        chains: defaultdict[str, list[int]] = defaultdict(list)
        for position in positions:
            chains[self._claimed.items[position].municipality].append(position)
        at_once = AT_ONCE + has_pack_process()  # one more, which waits for that process
        run_concurrently(chains.values(), self._do, self._record, at_once)

    def _do(self, position: int) -> _DoneItem:
        item, began_at = self._claimed.items[position], get_installation().now()
        if began_at >= self._ends_at:
            raise RunTimedOut(get_message("report.timed-out"))
        runs = self._list_runs(position, has_tried=position in self._results)
        earlier = self._look_at_earlier(position, runs)
        state, page = run_item_and_report(self._claimed.cycle, item, self._day, dry_run=False)
        found = state.result(raise_on_failure=False)
        is_failed = not isinstance(found, RunReport)
        if isinstance(found, RunReport):
            beside = earlier.build_uncounted_report(found)
            state = add_to_final_state(state, beside, describe_earlier(beside))
            if earlier.has_uncounted_files:
                state.message = join_clauses((state.message, get_message("report.earlier-files")))
            report = found + beside
        else:
            runs = self._list_runs(position, has_tried=True)
            report = _FAILED + self._look_at_earlier(position, runs).report()
        seconds = (get_installation().now() - began_at).total_seconds()
        said = state.name or "", state.message or ""
        result = ItemResult(*said, is_failed, get_run_id(), seconds, report, runs)
        return _DoneItem(result, page)

    def _record(self, position: int, done: _DoneItem) -> None:
        municipality = self._claimed.items[position].municipality
        self._results[position] = done.result
        self._pages.setdefault(municipality, []).extend(done.page)
        log_info(f"{self._claimed.cycle} of {municipality}: {done.result.outcome}")
        self._save_now_and_then(get_installation().now())

    def _may_be_tried_again(self, position: int) -> bool:
        result = self._results[position]
        return result.is_failed and result.outcome != Outcome.REJECTED.state_name

    def _save_now_and_then(self, now: datetime) -> None:
        if now - self._saved_at < _SAVED_EVERY:
            return
        done = {position: each for position, each in self._results.items() if not each.is_failed}
        with get_installation().database.write_session() as session:
            save_results(session, self._claimed, done, now)
        self._saved_at = now

    def _add_to_report(self, more: RunReport) -> None:
        """Add what is of the whole run to the report of one item: the daily run sums those of the items."""
        if self._results and not more.is_empty:
            first = min(self._results)
            result = self._results[first]
            self._results[first] = replace(result, report=result.report + more)

    def _show(self) -> State[Any]:
        report = build_batch_report(each for _, each in sorted(self._results.items()))
        show_batch(self._claimed, self._results, self._pages)
        state = build_final_state(report)
        outcomes = {each.outcome for each in self._results.values()}
        if len(outcomes) == 1 and not report.attention["clock_differs"]:  # which says more of all of them
            state.name = outcomes.pop()
        if len(self._results) == 1:
            (state.message,) = (each.message for each in self._results.values())
        return state

    def _end(self, state: BatchState) -> None:
        with get_installation().database.write_session() as session:
            end_batch(session, self._claimed, self._results, state, get_installation().now())
        self.is_ended = True
