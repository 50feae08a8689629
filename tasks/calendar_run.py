"""A daily run: for whom it is, what of its steps it executes, and the report of what came of them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ParamSpec

from prefect import Flow, Task
from prefect.client.schemas.objects import State

from tasks import calendar_page
from tasks.approval import start_separate_run
from tasks.daily_batches import DailyBatches
from tasks.delivery import add_all_waiting, find_own_deliveries, list_due_channels, preview_due_deliveries
from tasks.each_municipality import FAILED_STEPS, MunicipalityResults
from tasks.editions import build_edition_report
from tasks.exclusive_run import Tick, record_end, run_alone
from tasks.final_states import (
    add_own_documents,
    build_final_state,
    combine_reports,
    count_failed_steps,
    read_step_report,
)
from tasks.installation import get_installation
from tasks.pack_process import start_pack_process
from tasks.today import find_today
from terugkom.report import RunReport
from terugkom.work_batches.model import WorkItem

P = ParamSpec("P")
ChildFlow = Flow[..., State[Any]]


@dataclass
class CalendarRun:
    """A daily run of one municipality, or of all, as if it were `day`; a dry run keeps nothing."""

    tick: Tick
    municipality: str | None
    day: date
    dry_run: bool
    started_at: datetime
    _own: RunReport = field(default_factory=RunReport)  # of its steps
    _others: RunReport = field(default_factory=RunReport)  # of its batches, and the runs that it started

    @property
    def is_of_all(self) -> bool:
        """Whether it is of all municipalities, and so also looks after the installation."""
        return self.municipality is None

    @property
    def is_all_kept(self) -> bool:
        """Whether it is of all municipalities, and what it does is kept."""
        return self.is_of_all and not self.dry_run

    @property
    def is_all_done(self) -> bool:
        """Whether it did, up to now, all that is due in all municipalities."""
        return self.is_all_kept and not self._others.attention["failed_runs"]

    def add(self, report: RunReport) -> None:
        """Add the report of a step to that of this run."""
        self._own += report

    def try_step(self, step: Task[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
        """Execute a step, and add its report; if it fails that is counted, and stops nothing else."""
        self.add(read_step_report(_get_state(step, *args, **kwargs)))

    def try_step_when(self, is_wanted: bool, step: Task[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
        """Do as `try_step` if it is wanted."""
        if is_wanted:
            self.try_step(step, *args, **kwargs)

    def try_unless_dry(self, step: Task[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
        """Execute a step that a dry run leaves out. Its report is not added, except for what failed; the
        mails that it wrote are in the report of the run at its end."""
        if not self.dry_run:
            self.add(count_failed_steps([_get_state(step, *args, **kwargs)]))

    def call_unless_dry(self, function: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """Call a function that a dry run leaves out; what it raises ends the run."""
        if not self.dry_run:
            function(*args, **kwargs)

    def do_batches(self, flow: ChildFlow, cycle: str, due: MunicipalityResults[list[WorkItem]]) -> None:
        """Have what is due of a cycle done by runs of `flow`, each of a batch."""
        self._do_batches(flow, {cycle: due.items}, due.failed)

    def do_meetings(self, flow: ChildFlow, due: MunicipalityResults[dict[str, list[WorkItem]]]) -> None:
        """Have what is due of all kinds of meetings done by runs of `flow`, each of a batch."""
        with start_pack_process(0 if self.dry_run else sum(map(len, due.items.values()))):
            self._do_batches(flow, due.items, due.failed)

    def _do_batches(self, flow: ChildFlow, due: Mapping[str, Sequence[WorkItem]], failed: int) -> None:
        self._count_failed(failed)
        batches = DailyBatches(self.tick, flow, self.municipality, self.day, self.dry_run)
        self._others += batches.do(due)

    def start_editions(self, flow: ChildFlow, due: MunicipalityResults[list[tuple[str, str]]]) -> None:
        """Start a separate run of `flow` for each edition, or where that is not possible run it here."""
        self._count_failed(due.failed)
        for slug, quarter in due.items:
            if start_separate_run(slug, quarter, self.day, self.dry_run):
                self.add(build_edition_report(slug, quarter))
            else:
                self._run(flow, slug, quarter, self.day, self.dry_run)

    def deliver(self, flow: ChildFlow) -> None:
        """Run `flow` if deliveries are due; a dry run lists them."""
        which = find_own_deliveries(self.municipality)
        if self.dry_run:
            self.add(preview_due_deliveries(which))
        elif list_due_channels(which):
            self._run(flow, self.municipality, self.day)

    def record_end(self) -> None:
        """Record that the run of all municipalities did its cycles; a dry run records nothing."""
        if self.is_all_kept:
            record_end(self.started_at, self.day)

    def finish(self) -> State[Any]:
        """Show what this run did, and return its final state."""
        report = RunReport(dry_run=self.dry_run) + self._own + self._others
        if not self.dry_run:
            report = add_all_waiting(add_own_documents(report), find_own_deliveries(self.municipality))
        calendar_page.show_calendar(self.municipality, self.day, report)
        return build_final_state(report)

    def _run(self, flow: ChildFlow, *args: Any) -> None:
        self._others += combine_reports([self.tick.run(flow, *args)], dry_run=self.dry_run)

    def _count_failed(self, failed: int) -> None:
        self.add(RunReport(attention=+Counter({FAILED_STEPS: failed})))


def run_calendar(
    work: Callable[[CalendarRun], State[Any]], municipality: str | None, day: date, dry_run: bool
) -> State[Any]:
    """Do the work of a daily run of one municipality, or of all, unless another one is at work; return the
    final state. Whether it failed is recorded of the run of all, on its own day."""
    return run_alone(
        lambda tick: work(CalendarRun(tick, municipality, day, dry_run, get_installation().now())),
        dry_run=dry_run,
        is_recorded=municipality is None and day == find_today(),
    )


def _get_state(step: Callable[..., Any], *args: Any, **kwargs: Any) -> State[Any]:
    state: State[Any] = step(*args, **kwargs, return_state=True)
    return state
