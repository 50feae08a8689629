"""Prefect tasks of a correction: propose it, ask for its approval, publish it."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.settings import PREFECT_UI_URL

from tasks.action_pages import publish_pages_at_once
from tasks.approval import SUSPEND_SECONDS, delete_form_input, may_be_suspended, read_void_answer
from tasks.correction_form import build_correction_form, describe_correction, parse_correction_answer
from tasks.delivery import schedule_if_waiting, send_all
from tasks.document_lines import list_document_lines
from tasks.edition_history import load_correction_history
from tasks.edition_page import show_correction
from tasks.final_states import add_own_documents, build_final_state
from tasks.installation import get_installation, get_run_id
from tasks.outcomes import Outcome, get_message, join_clauses
from tasks.refused_answers import NO_REFUSED_ANSWER, RefusedAnswer, build_refused_answer
from tasks.sent_back_texts import build_sent_back_report, describe_sent_back
from tasks.steps import step
from tasks.suspended_runs import (
    delete_overtaken_forms,
    find_overtaken_form,
    is_suspended,
    may_get_form,
    suspend_flow_run,
)
from tasks.unrendered_media import describe_unrendered_media, report_unrendered_media
from terugkom import clock
from terugkom.delivery.due_deliveries import DeliveryFilter
from terugkom.delivery.enqueue import RunContext
from terugkom.editions import due_steps, sent_back
from terugkom.editions.approval import DecisionSource, RefusedDecision
from terugkom.editions.changed_text import VoidAnswer
from terugkom.editions.corrections import (
    correction_approval,
    propose_correction,
    publish_correction,
    suspended_corrections,
)
from terugkom.editions.corrections.correction_approval import CorrectionReach, CorrectionRequest
from terugkom.editions.corrections.correction_model import (
    CorrectionKind,
    CorrectionState,
    StoryCorrection,
)
from terugkom.editions.corrections.propose_correction import CorrectionProposal
from terugkom.editions.edition_context import PublishTargets
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.model import EditionStep
from terugkom.editions.refused_answer import enqueue_refused_answer
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.report import MomentLine, RunReport
from terugkom.schedule.quarters import Quarter
from terugkom.settings import build_run_url

_OUTCOMES = {
    CorrectionState.APPROVAL_REQUESTED: Outcome.WAITING_FOR_APPROVAL,
    CorrectionState.SENT_BACK: Outcome.SENT_BACK,
    CorrectionState.DROPPED: Outcome.DROPPED,
    CorrectionState.PUBLISHED: Outcome.PUBLISHED,
    CorrectionState.SUPERSEDED: Outcome.TEXT_CHANGED,
}


@dataclass(frozen=True)
class CorrectionRun:
    """The correction that a run works on."""

    municipality: Municipality
    correction: StoryCorrection
    today: date
    report: RunReport = field(default_factory=RunReport)
    is_handed_over: bool = False  # a mail with the text that is to be approved
    refused_answers: int = 0  # number of answers that were not valid
    refusal: RefusedAnswer = NO_REFUSED_ANSWER  # of the last answer
    next_step: str = ""  # of a person, in plain words
    is_published_before: bool = False  # by an earlier run
    failed: tuple[str, ...] = ()  # lines of the page about media that could not be rendered

    @property
    def awaits_approval(self) -> bool:
        """Whether approval was requested and not answered."""
        return self.correction.state is CorrectionState.APPROVAL_REQUESTED

    @property
    def deliveries(self) -> DeliveryFilter:
        """The deliveries of its edition, with those of the correction."""
        return DeliveryFilter(moment_id=self.correction.moment_id)


@step("propose the correction")
def propose(slug: str, period: str, proposal: CorrectionProposal, today: date) -> CorrectionRun:
    """Check the story's file in the edition's folder, and record what is proposed."""
    installation = get_installation()
    with installation.database.read_session() as session:
        municipality = get_municipality(session, slug)
        moment_id = due_steps.get_edition(session, municipality, Quarter.parse(period)).moment_id
    context = installation.build_render_context(municipality)
    folder = installation.edition_folders.folder_for(slug, period)
    run_context = _build_run_context(municipality, moment_id, today)
    found = propose_correction.propose_correction(context, run_context, folder, proposal)
    is_before = found.state is CorrectionState.PUBLISHED
    return CorrectionRun(municipality, found, today, is_published_before=is_before)


@step("ask for the approval of the correction")
def enqueue_request(run: CorrectionRun, own_run: str, void_answer: VoidAnswer | None = None) -> CorrectionRun:
    """Enqueue the mail with the text, once."""
    return enqueue_request_step(run, own_run, EditionStep.APPROVAL_REQUESTED, void_answer)


def enqueue_request_step(
    run: CorrectionRun,
    linked_run: str,
    of: EditionStep,
    void_answer: VoidAnswer | None = None,
    *,
    replaces_link: bool = False,
) -> CorrectionRun:
    """Enqueue the mail of a step, which links to the run whose form can be opened."""
    context = get_installation().build_render_context(run.municipality)
    url = build_run_url(PREFECT_UI_URL.value(), linked_run)
    run_context = _build_run_context(run.municipality, run.correction.moment_id, run.today)
    request = CorrectionRequest(url, of, void_answer, replaces_link)
    mail = correction_approval.enqueue_correction_request(context, run_context, run.correction.id, request)
    if mail is None:
        return run
    return replace(run, report=run.report + RunReport(documents=list_document_lines([mail])))


@step("send the link to the form that is open now")
def enqueue_new_correction_link(run: CorrectionRun, own_run: str) -> CorrectionRun:
    """Mail the text again with a link to this run, once: the run that the earlier mail links to has no form
    any more."""
    return enqueue_request_step(run, own_run, EditionStep.APPROVAL_REQUESTED, replaces_link=True)


@step("find out whether the mail was handed over")
def is_handed_over(run: CorrectionRun) -> bool:
    """Return whether the mail with the text was sent to somebody."""
    with get_installation().database.read_session() as session:
        return correction_approval.is_correction_handed_over(session, run.correction)


@step("find whom the correction reaches")
def load_reach(run: CorrectionRun) -> CorrectionReach:
    """Return the media that the correction reaches."""
    context = get_installation().build_render_context(run.municipality)
    with context.database.read_session() as session:
        return correction_approval.load_reach(session, context, run.correction)


@step("wait for a decision about the correction")
def record_waiting_correction_run(run: CorrectionRun, own_run: str) -> None:
    """Record which run is suspended for the correction, and show what it waits for."""
    with get_installation().database.write_session() as session:
        suspended_corrections.record_correction_run(session, run.correction.id, own_run)
    show_correction(
        run.municipality, run.correction.moment.period, run.report, run.refusal.format_page_lines()
    )


@step("record the answer about the correction")
def record_correction_answer(run: CorrectionRun, answer: Any) -> CorrectionRun:
    """Record a decision; an invalid answer is requested again, with the reason."""
    try:
        decision = parse_correction_answer(answer, run.correction.text_hash)
        with get_installation().database.write_session() as session:
            source = DecisionSource(clock.now(), "Prefect UI", get_run_id())
            found = correction_approval.decide_awaited_correction(
                session, run.correction.id, decision, source
            )
            return replace(run, correction=found)
    except RefusedDecision as error:
        refusal = RefusedAnswer.of(error, run.municipality.language)
        refused = build_refused_answer(run.correction.text_hash, run.refused_answers, refusal)
        context, run_context, _ = _prepare(run)
        mail = enqueue_refused_answer(context, run_context, refused, run.correction)
        report = run.report + RunReport(documents=list_document_lines([mail] if mail else []))
        return replace(run, refused_answers=run.refused_answers + 1, refusal=refusal, report=report)


def request_correction_approval(run: CorrectionRun) -> CorrectionRun:
    """Mail the text to be approved, and send it; again if the earlier mail links to a run without a form."""
    if not run.awaits_approval:
        return run
    own_run = str(flow_run.get_id()) if may_be_suspended() else ""
    form = find_overtaken_form(_build_form_key(run)) if own_run else None
    asked = enqueue_request(run, own_run, read_void_answer(form) if form else None)
    is_new = asked is not run
    run = _send(asked)
    if form:
        run = replace(run, refusal=RefusedAnswer.of_overtaken(run.municipality.language))
        delete_overtaken_forms(_build_form_key(run))
    linked = run.correction.suspended_run_id or run.correction.run_id
    if is_new or not own_run or not run.is_handed_over or may_get_form(linked, own_run):
        return run
    return _send(enqueue_new_correction_link(run, own_run))


def _send(run: CorrectionRun) -> CorrectionRun:
    report = run.report + send_all(run.today, run.deliveries)
    return replace(run, report=report, is_handed_over=is_handed_over(run))


def _can_suspend(run: CorrectionRun) -> bool:
    """Return whether this run can be suspended, and no other run is suspended for the same correction."""
    own_run, waiting = str(flow_run.get_id()), run.correction.suspended_run_id
    return may_be_suspended() and (waiting == own_run or not is_suspended(waiting))


def wait_for_correction_decision(run: CorrectionRun) -> CorrectionRun:
    """Wait for a decision in the UI, if this run can be suspended and the mail was handed over.

    Raises RuntimeError if the run was resumed without an answer.
    """
    while run.awaits_approval and run.is_handed_over and _can_suspend(run):
        language = run.municipality.language
        description = describe_correction(run.correction, load_reach(run), language, run.refusal.reason)
        answer: Any = suspend_flow_run(
            build_correction_form(language, description),
            timeout=SUSPEND_SECONDS,
            key=f"{_build_form_key(run)}-{run.refused_answers}",
            message=run.refusal.describe_waiting(),
            on_waiting=partial(record_waiting_correction_run, run, str(flow_run.get_id())),
        )
        if answer is None:
            raise RuntimeError("the run was resumed without an answer")
        run = record_correction_answer(run, answer)
        if run.awaits_approval:  # its mail says that the answer was not accepted
            run = _send(run)
        else:
            delete_form_input()
    return run


def _build_form_key(run: CorrectionRun) -> str:
    """Return how the keys of the forms about this text begin."""
    return f"correction-{run.correction.text_hash[:16]}"


def publish_approved_correction(run: CorrectionRun) -> CorrectionRun:
    """Publish a correction that is approved: its pages first, and then what links to them.

    The standing pages of its actions follow at once: they must not go on saying what was withdrawn.
    """
    if not run.correction.is_to_publish:
        return run
    enqueue_corrected_pages(run)
    report = run.report + send_all(run.today, run.deliveries)
    run = enqueue_correction(replace(run, report=report))
    return replace(run, report=run.report + publish_pages_at_once(run.municipality.slug, run.today))


@step("enqueue the corrected pages")
def enqueue_corrected_pages(run: CorrectionRun) -> None:
    """Enqueue the website's pages; a second call does nothing."""
    context, run_context, targets = _prepare(run)
    publish_correction.publish_corrected_pages(context, run_context, run.correction.id, targets, RENDERERS)


@step("publish the correction")
def enqueue_correction(run: CorrectionRun) -> CorrectionRun:
    """Enqueue the deliveries of all media; a second call does so for those that could not be rendered."""
    context, run_context, targets = _prepare(run)
    found = publish_correction.publish_correction(context, run_context, run.correction.id, targets, RENDERERS)
    with context.database.read_session() as session:
        correction = session.get_one(StoryCorrection, run.correction.id)
    line = MomentLine(run.municipality.slug, "correction", correction.story_code, correction.moment.period)
    report = RunReport(
        (line,) if found.is_any or not found.failed else (),
        list_document_lines(found.mails),
        Counter(),
        +Counter(no_coordinator=found.unreachable_count, plan_checks=found.checked_action_count),
    )
    report += report_unrendered_media(
        run_context, found.failed, is_published=correction.state is CorrectionState.PUBLISHED, of=correction
    )
    failed = describe_unrendered_media(found.failed)
    return replace(run, correction=correction, failed=failed, report=run.report + report)


@step("tell what must change in the correction")
def mail_correction_remark(run: CorrectionRun) -> CorrectionRun:
    """Mail the remark about a correction that was sent back to who has it changed, once."""
    context, run_context, _ = _prepare(run)
    period = run.correction.moment.period
    folder = get_installation().edition_folders.folder_for(run.municipality.slug, period)
    told = sent_back.enqueue_sent_back_correction(context, run_context, folder.name, run.correction)
    next_step = describe_sent_back(told, "report.correction-sent-back-next")
    return replace(run, report=run.report + build_sent_back_report(told), next_step=next_step)


def finish_correction(run: CorrectionRun) -> State[Any]:
    """Send the enqueued deliveries, and return the final state of the run."""
    if run.correction.state is CorrectionState.SENT_BACK:
        run = mail_correction_remark(run)
    report = run.report + send_all(run.today, run.deliveries)
    report = schedule_if_waiting(report, run.deliveries)
    is_repeat = run.is_published_before and report.is_empty  # an earlier attempt wrote the documents
    report = report if is_repeat else add_own_documents(report)
    history = load_correction_history(run.municipality, run.correction)
    outcome = _OUTCOMES.get(run.correction.state, Outcome.DONE)
    notes = (*history.lines, *run.failed, *filter(None, (run.next_step,)))
    show_correction(run.municipality, run.correction.moment.period, report, notes)
    opens = get_message("report.form-opens") if run.awaits_approval and not run.is_handed_over else ""
    repeated = history.describe_repeat() if is_repeat else ""
    remark = join_clauses((run.next_step, opens, repeated))
    if is_repeat and run.correction.run_id != get_run_id():
        outcome = Outcome.RECORDED_BEFORE
    return build_final_state(report, nothing=outcome, done=outcome, remark=remark)


def build_correction_proposal(kind: str, story: str) -> CorrectionProposal:
    """Return what is proposed, as a form says it; the note stands in the story's file."""
    return CorrectionProposal(CorrectionKind(kind), story)


def _prepare(run: CorrectionRun) -> tuple[Any, RunContext, PublishTargets]:
    installation = get_installation()
    own = installation.get_municipality_folder(run.municipality.slug)
    channels = installation.load_publish_channels(run.municipality)
    targets = PublishTargets(installation.settings.outbox, own, channels)
    context = installation.build_render_context(run.municipality)
    return context, _build_run_context(run.municipality, run.correction.moment_id, run.today), targets


def _build_run_context(municipality: Municipality, moment_id: int, today: date) -> RunContext:
    channel = get_installation().choose_mail_channel()
    return RunContext(municipality, moment_id, channel, get_run_id(), clock.now(), today)
