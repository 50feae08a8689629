"""Prefect tasks that execute the steps of a meeting."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectHTTPStatusError
from prefect.runtime import flow_run

from tasks.delivery import schedule_if_waiting, send_all, send_waiting
from tasks.document_lines import list_document_lines
from tasks.final_states import add_own_documents, build_final_state
from tasks.installation import build_run_stamp, get_installation, get_run_id
from tasks.meeting_page import ChangeSummary, show_meeting
from tasks.outcomes import Outcome, get_language, get_message, join_clauses
from tasks.pack_process import get_step_renderer
from tasks.run_log import log_info
from tasks.run_names import build_meeting_run_name
from tasks.steps import read_step, step
from tasks.today import find_today
from terugkom import clock
from terugkom.delivery.due_deliveries import DeliveryFilter
from terugkom.delivery.enqueue import RunContext, list_planned_mails
from terugkom.editions.coverage import load_coverage
from terugkom.meetings import execute_step, open_meeting, reschedule
from terugkom.meetings.due_steps import DueMeetingStep, find_early_step
from terugkom.meetings.execute_step import COORDINATOR_STEPS, MeetingStepResult
from terugkom.meetings.kinds import format_period
from terugkom.meetings.model import StepKind
from terugkom.meetings.occurrences import MeetingOccurrence, load_occurrence
from terugkom.meetings.step_request import StepRequest
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.report import MomentLine, PlannedMail, RunReport

OUTCOMES = {
    StepKind.INVITATION: Outcome.INVITED,
    StepKind.PACK: Outcome.PACK_SENT,
    StepKind.MINUTES_REQUEST: Outcome.WAITING_FOR_MINUTES,
    StepKind.CHASE: Outcome.WAITING_FOR_MINUTES,
    StepKind.MINUTES_SENT: Outcome.MINUTES_RECORDED,
    StepKind.MINUTES_CORRECTED: Outcome.MINUTES_RECORDED,
    StepKind.UPDATE: Outcome.MOVED,
    StepKind.CANCEL: Outcome.CANCELLED,
    StepKind.LATE_INVITATION: Outcome.INVITED,
    StepKind.LATE_PACK: Outcome.PACK_SENT,
    StepKind.WITHDRAWAL: Outcome.WITHDRAWN,
}


@dataclass(frozen=True)
class MeetingRun:
    """The meeting that a run is about, and what is due for it."""

    municipality: Municipality
    occurrence: MeetingOccurrence
    due_steps: tuple[DueMeetingStep, ...]
    today: date
    dry_run: bool
    remark: str = ""
    done: Outcome | None = None  # of what this run did besides its steps
    change: ChangeSummary | None = None  # what else it did, for its page

    @property
    def report(self) -> RunReport:
        """The meeting as a line of a report."""
        of = self.occurrence
        line = MomentLine(self.municipality.slug, of.kind, of.subject, of.period)
        return RunReport(moments=(line,) if self.due_steps else (), dry_run=self.dry_run)


def run_meeting(
    kind: str, slug: str, subject: str, period: str | None, today: date | None, early: bool, dry_run: bool
) -> State[Any]:
    """Execute the due steps of a meeting; return the final state. The one body of all meeting flows.

    With `early` and no step due, the next invitation or pack is executed before its due date.
    """
    return execute_due_steps(
        open_due_meeting(kind, slug, subject, period, today or find_today(), early, dry_run)
    )


@step("find the meeting")
def open_due_meeting(
    kind: str, slug: str, subject: str, period: str | None, today: date, early: bool, dry_run: bool
) -> MeetingRun:
    """Return the meeting with its due steps; open it if there are any."""
    with get_installation().database.read_session() as session:
        municipality = get_municipality(session, slug)
        ready = open_meeting.find_due_steps(session, municipality, kind, subject, period, today)
        early = early and not open_meeting.has_executed_step(session, get_run_id())  # it is retried
    _rename_run(slug, subject, ready.occurrence, dry_run)
    due = ready.due_steps
    is_early = early and not due
    if is_early:
        due = find_early_step(ready.occurrence, open_meeting.build_step_calendar(municipality))
    meeting_run = MeetingRun(municipality, ready.occurrence, due, today, dry_run)
    return meeting_run if dry_run or not due else _open_meeting(meeting_run, is_early=is_early)


@read_step("load the meeting")
def load_meeting(slug: str, name: str, today: date) -> MeetingRun:
    """Return a meeting that was opened, with its due steps; none if nothing is left to do for it."""
    with get_installation().database.read_session() as session:
        municipality = get_municipality(session, slug)
        meeting = reschedule.find_meeting(session, municipality, name, today)
        occurrence = load_occurrence(session, municipality, meeting)
        ready = open_meeting.reload_due_steps(session, municipality, occurrence, today)
    return MeetingRun(municipality, ready.occurrence, ready.due_steps, today, dry_run=False)


@step("execute a step", retries=2)
def execute_meeting_step(meeting_run: MeetingRun, due: DueMeetingStep) -> MeetingStepResult:
    """Execute one step; idempotent, so a retry is harmless."""
    render_context, of, today = (
        get_installation().build_render_context(meeting_run.municipality),
        meeting_run.occurrence,
        meeting_run.today,
    )
    with get_installation().database.read_session() as session:
        coverage = load_coverage(session, meeting_run.municipality, today)
    if meeting_run.dry_run or of.moment_id is None:
        request = StepRequest(meeting_run.municipality, of, due, today, clock.now(), coverage, get_language())
        return execute_step.render_step(render_context, request)
    channel = get_installation().choose_mail_channel()
    run_context = RunContext(
        meeting_run.municipality, of.moment_id, channel, get_run_id(), clock.now(), today
    )
    render = get_step_renderer()
    return execute_step.execute_step(render_context, of, due, run_context, coverage, get_language(), render)


@step("skip what is stale", retries=2)
def skip_stale_deliveries(meeting_run: MeetingRun) -> RunReport:
    """Skip pending deliveries about past meetings."""
    with get_installation().database.write_session() as session:
        skipped = reschedule.skip_stale_deliveries(
            session, meeting_run.municipality, meeting_run.today, get_installation().now()
        )
    return RunReport(deliveries=+Counter(skipped=skipped))


def execute_due_steps(meeting_run: MeetingRun, before: RunReport | None = None) -> State[Any]:
    """Execute the due steps, send their deliveries, and return the final state of the run.

    `before` is the report of what this run did before them.
    """
    if not meeting_run.due_steps:
        nothing = RunReport(dry_run=meeting_run.dry_run) + (before or RunReport())
        if meeting_run.occurrence.moment_id is not None and not meeting_run.dry_run:
            which = DeliveryFilter(moment_id=meeting_run.occurrence.moment_id)
            nothing += send_waiting(meeting_run.today, which)
        if meeting_run.change:
            _show(meeting_run, (), nothing)
        return build_final_state(
            nothing, nothing=meeting_run.done or Outcome.NOTHING_DUE, remark=meeting_run.remark
        )
    executed_steps = [execute_meeting_step(meeting_run, due) for due in meeting_run.due_steps]
    for each in executed_steps:
        _log_step(meeting_run.occurrence, each)
    report = sum((_build_step_report(meeting_run, each) for each in executed_steps), meeting_run.report)
    report += _report_unreachable(executed_steps)
    report += before or RunReport()
    if not meeting_run.dry_run:
        report += skip_stale_deliveries(meeting_run)
        which = DeliveryFilter(moment_id=meeting_run.occurrence.moment_id)  # only this meeting's deliveries
        report += send_all(meeting_run.today, which)
        report = add_own_documents(schedule_if_waiting(report, which))
    _show(meeting_run, executed_steps, report)
    done = [each.step for each in executed_steps if each.mail]
    name = OUTCOMES[done[-1]] if done else meeting_run.done or Outcome.TOO_LATE
    # A first request for minutes and a reminder of it leave the meeting in the same state.
    steps = dict.fromkeys(get_message(f"step.{each.value}") for each in done)
    return build_final_state(report, done=name, remark=join_clauses((*steps, meeting_run.remark)))


def _show(this: MeetingRun, executed_steps: Sequence[MeetingStepResult], report: RunReport) -> None:
    show_meeting(this.municipality, this.occurrence, executed_steps, report, this.today, this.change)


def _rename_run(slug: str, subject: str, of: MeetingOccurrence, dry_run: bool) -> None:
    """Show the meeting's period in the name of this run, if it is a run of this kind of meeting."""
    if flow_run.get_flow_name() != of.kind:
        return
    when = format_period(of.period, of.interval_months)
    name = build_meeting_run_name(of.kind, slug, subject, when, dry_run=dry_run)
    # The name is for people; without it the run goes on.
    with suppress(PrefectHTTPStatusError), get_client(sync_client=True) as client:
        client.update_flow_run(UUID(get_run_id()), name=name)


def _log_step(of: MeetingOccurrence, executed: MeetingStepResult) -> None:
    result = "written" if executed.mail else "done by another run" if executed.done_by_another_run else "done"
    if executed.skip_reason:
        result = "skipped: see the artifact"
    log_info(f"{of.kind} of {of.subject}, {of.period}, on {of.day}: {executed.step.value} {result}")


def _open_meeting(meeting_run: MeetingRun, *, is_early: bool) -> MeetingRun:
    municipality, of = meeting_run.municipality, meeting_run.occurrence
    with get_installation().database.write_session() as session:
        stamp = build_run_stamp(meeting_run.today)
        if is_early:
            ready = open_meeting.MeetingDueSteps(of, meeting_run.due_steps)
            meeting = open_meeting.open_meeting_early(session, municipality, ready, stamp)
        else:
            meeting = open_meeting.open_meeting(session, municipality, of, stamp)
        return replace(meeting_run, occurrence=replace(of, moment_id=meeting.moment_id))


def _report_unreachable(executed_steps: Sequence[MeetingStepResult]) -> RunReport:
    """Return who cannot be reached: the steps of a meeting have the same members, who count once."""
    own = [each for each in executed_steps if not each.done_by_another_run]
    mails = [each.unreachable_count for each in own if each.step in COORDINATOR_STEPS]
    no_coordinator = RunReport(attention=+Counter(no_coordinator=max(mails, default=0)))
    return no_coordinator + RunReport.of_members_out_of_reach(
        person for each in own for person in each.unreachable_ids
    )


def _build_step_report(meeting_run: MeetingRun, executed_step: MeetingStepResult) -> RunReport:
    if executed_step.done_by_another_run:
        return RunReport()
    attention = Counter(steps_skipped=int(bool(executed_step.skip_reason)))
    mails = [executed_step.mail] if executed_step.mail else []
    documents = list_document_lines(mails, dry_run=meeting_run.dry_run)
    planned: tuple[PlannedMail, ...] = ()
    if executed_step.mail and meeting_run.dry_run:
        planned = list_planned_mails(meeting_run.municipality, executed_step.mail)
    return RunReport(documents=documents, attention=+attention, dry_run=meeting_run.dry_run, planned=planned)
