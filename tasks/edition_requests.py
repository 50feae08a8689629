"""Prefect tasks of the approval of an edition: its mails, the run that waits, and the answer."""

from collections import Counter
from dataclasses import replace
from typing import Any

from prefect.settings import PREFECT_UI_URL
from sqlalchemy.orm import Session

from tasks import edition_page
from tasks.approval_form import parse_answer
from tasks.document_lines import list_document_lines
from tasks.each_municipality import for_each_municipality
from tasks.editions import EditionRun, build_run_context
from tasks.installation import get_installation, get_run_id
from tasks.outcomes import get_language, get_message
from tasks.refused_answers import RefusedAnswer, build_refused_answer
from tasks.sent_back_texts import build_sent_back_report, describe_sent_back
from tasks.steps import read_step, step
from terugkom import clock
from terugkom.editions import approval, approval_request, sent_back, suspended_editions
from terugkom.editions.approval import DecisionSource, RefusedDecision
from terugkom.editions.approval_request import ApprovalRequest
from terugkom.editions.changed_text import VoidAnswer
from terugkom.editions.model import Edition, EditionState, EditionStep
from terugkom.editions.publish_targets import MediumTarget, list_targets
from terugkom.editions.refused_answer import enqueue_refused_answer
from terugkom.overview.report_texts import format_word
from terugkom.plan.model import Municipality
from terugkom.report import RunReport
from terugkom.settings import build_run_url
from terugkom.subscribers.enrol_plan_people import enrol_plan_people

_STEP_MESSAGES = {
    EditionStep.NOT_READY: "not-ready",
    EditionStep.APPROVAL_REQUESTED: "asked",
    EditionStep.REMINDED: "reminded",
    EditionStep.REMINDED_AGAIN: "reminded-again",
    EditionStep.ESCALATED: "escalated",
}


@step("execute the due step")
def execute_due_step(
    edition: EditionRun, own_run: str, waiting_run: str, void_answer: VoidAnswer | None = None
) -> EditionRun:
    """Execute the due step: approval request, list of problems, or a reminder. Publishing is a separate step.

    The mail links to the run whose form can be opened: `own_run`, or of a reminder the run that waits. It
    says that `void_answer`, about an earlier text, does not count.
    """
    render_context = get_installation().build_render_context(edition.municipality)
    with render_context.database.read_session() as session:
        found = session.get_one(Edition, edition.moment_id)
        todo = approval_request.find_due_step(
            session, edition.municipality, found, edition.review, edition.today
        )
    if todo is None or todo is EditionStep.PUBLISHED:
        return edition
    is_new = todo is EditionStep.APPROVAL_REQUESTED or edition.text_hash != edition.review.proof.text_hash
    linked = own_run if is_new else waiting_run or own_run
    where = build_run_url(PREFECT_UI_URL.value(), linked)
    asked = approval_request.enqueue_approval_request(
        render_context,
        build_run_context(edition),
        todo,
        ApprovalRequest(edition.review, edition.folder, where, void_answer),
    )
    words = ""
    report = RunReport(attention=+Counter(no_coordinator=asked.unreachable_count))
    if asked.mail:
        report += RunReport(documents=list_document_lines([asked.mail]))
        role = format_word("role", asked.mail.recipients[0].role, get_language())
        words = get_message(f"report.edition.{_STEP_MESSAGES[todo]}", role=role)
    with render_context.database.read_session() as session:
        now = session.get_one(Edition, edition.moment_id)
    return replace(
        edition,
        report=edition.report + report,
        asked=words,
        state=now.state,
        text_hash=now.text_hash,
        waiting_run=now.suspended_run_id,
    )


@step("send the link to the form that is open now")
def enqueue_new_link(edition: EditionRun, own_run: str) -> EditionRun:
    """Mail the text again with a link to this run, once: the run that the earlier mail links to has no form
    any more."""
    render_context = get_installation().build_render_context(edition.municipality)
    where = build_run_url(PREFECT_UI_URL.value(), own_run)
    about = ApprovalRequest(edition.review, edition.folder, where, replaces_link=True)
    mail = approval_request.enqueue_new_link(render_context, build_run_context(edition), about)
    if mail is None:
        return edition
    return replace(edition, report=edition.report + RunReport(documents=list_document_lines([mail])))


@step("find the run that the mail links to")
def find_linked_run(edition: EditionRun) -> str:
    """Return the run that the last mail with this text links to."""
    if edition.waiting_run:
        return edition.waiting_run
    with get_installation().database.read_session() as session:
        return suspended_editions.find_last_run(session, edition.moment_id)


@step("find out whether the mail was handed over")
def is_request_handed_over(edition: EditionRun) -> bool:
    """Return whether a mail with the text was sent to somebody."""
    with get_installation().database.read_session() as session:
        return approval_request.is_request_handed_over(session, session.get_one(Edition, edition.moment_id))


@step("find whom each channel reaches")
def find_targets(edition: EditionRun) -> tuple[MediumTarget, ...]:
    """Return whom the edition reaches through each medium."""
    channels, database = (
        get_installation().load_publish_channels(edition.municipality),
        get_installation().database,
    )
    with database.write_session() as session:  # as it is done once more before it is published
        enrol_plan_people(session, edition.municipality, edition.today)
    with database.read_session() as session:
        return list_targets(session, edition.municipality, edition.review.proof, channels, edition.today)


@step("wait for an answer")
def record_waiting_run(edition: EditionRun, run: str) -> None:
    """Record which run is suspended, so that no second run is, and show what it waits for."""
    with get_installation().database.write_session() as session:
        suspended_editions.record_suspended_run(session, edition.moment_id, run)
    edition_page.show_edition(
        edition.municipality,
        edition.period,
        edition.moment_id,
        edition.review,
        edition.report,
        edition.refusal.format_page_lines(),
        edition.today,
    )


@step("record the answer")
def record_edition_answer(edition: EditionRun, answer: Any) -> EditionRun:
    """Record a decision; an invalid answer is requested again, with the reason."""
    try:
        decision = parse_answer(answer, edition.text_hash)
        with get_installation().database.write_session() as session:
            source = DecisionSource(clock.now(), "Prefect UI", get_run_id())
            state = approval.record_awaited_decision(
                session, edition.moment_id, decision, edition.review, source
            )
            return replace(edition, state=state)
    except RefusedDecision as error:
        refusal = RefusedAnswer.of(error, edition.review.proof.language)
        refused = build_refused_answer(edition.text_hash, edition.refused_answers, refusal)
        context = get_installation().build_render_context(edition.municipality)
        mail = enqueue_refused_answer(context, build_run_context(edition), refused)
        report = RunReport(documents=list_document_lines([mail] if mail else []))
        return replace(
            edition,
            refused_answers=edition.refused_answers + 1,
            refusal=refusal,
            report=edition.report + report,
        )


def mail_sent_back_remark(edition: EditionRun) -> EditionRun:
    """Mail the remark about an edition, if it was sent back, to who has it changed."""
    return enqueue_sent_back(edition) if edition.is_sent_back else edition


@step("tell what must change")
def enqueue_sent_back(edition: EditionRun) -> EditionRun:
    """Mail the remark about an edition that was sent back to who has it changed, once."""
    render_context = get_installation().build_render_context(edition.municipality)
    told = sent_back.enqueue_sent_back_edition(
        render_context, build_run_context(edition), edition.folder.name
    )
    return replace(
        edition,
        report=edition.report + build_sent_back_report(told),
        asked=describe_sent_back(told, "report.sent-back-next"),
    )


@read_step("find requests without a form")
def list_requests_without_form(slug: str | None) -> list[tuple[str, str, str]]:
    """Return (municipality, quarter, run of its last mail) of editions whose mail was handed over, and whose
    form no run has opened."""

    def find(session: Session, municipality: Municipality) -> list[tuple[str, str, str]]:
        found = approval_request.find_request_without_form(session, municipality)
        return [(municipality.slug, *found)] if found else []

    return [
        each
        for found in for_each_municipality(
            slug, "find requests without a form", find, among=suspended_editions.select_without_form()
        ).items
        for each in found
    ]


@read_step("find runs whose edition is decided")
def list_decided_runs(slug: str | None) -> list[tuple[int, str, EditionState]]:
    """Return (moment, run, state) of editions that no longer wait for the run that was suspended for them."""

    def find(session: Session, municipality: Municipality) -> list[tuple[int, str, EditionState]]:
        return suspended_editions.list_decided_runs(session, municipality)

    return [
        each
        for found in for_each_municipality(
            slug,
            "find runs whose edition is decided",
            find,
            among=suspended_editions.select_with_suspended_runs(),
        ).items
        for each in found
    ]


@step("forget a run that waited")
def forget_suspended_run(moment_id: int, run: str) -> None:
    """Record that no run is suspended for an edition any more."""
    with get_installation().database.write_session() as session:
        suspended_editions.forget_suspended_run(session, moment_id, run)
