"""Prefect tasks of an edition: compile, preview, publish; see `tasks.edition_requests` for its approval."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_UI_URL
from sqlalchemy.orm import Session

from tasks import edition_page
from tasks.delivery import schedule_if_waiting, send_all
from tasks.document_lines import list_document_lines
from tasks.each_municipality import MunicipalityResults, read_for_municipalities, run_for_municipalities
from tasks.edition_history import load_edition_history
from tasks.final_states import add_own_documents, build_final_state
from tasks.installation import build_run_stamp, get_installation, get_run_id
from tasks.outcomes import Outcome, get_language, get_message, join_clauses, join_label
from tasks.refused_answers import NO_REFUSED_ANSWER, RefusedAnswer
from tasks.steps import step
from tasks.suspended_runs import is_suspended
from tasks.unrendered_media import describe_unrendered_media, report_unrendered_media
from terugkom import clock
from terugkom.delivery.due_deliveries import DeliveryFilter
from terugkom.delivery.enqueue import RunContext
from terugkom.documents.messages import translate_plural
from terugkom.editions import (
    approval_request,
    director_questions,
    due_steps,
    open_edition,
    publish_edition,
)
from terugkom.editions.edition_context import PublishTargets
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.model import Edition, EditionState
from terugkom.editions.publish_edition import PublishResult
from terugkom.editions.review import EditionReview
from terugkom.overview.report_texts import format_counts, format_word
from terugkom.plan.media import Medium
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.report import MomentLine, RunReport
from terugkom.schedule.quarters import Quarter
from terugkom.settings import build_run_url
from terugkom.subscribers import subscription
from terugkom.subscribers.mailing import ALREADY_RECORDED, RECORDED

OUTCOMES = {
    EditionState.NOT_READY: Outcome.NOT_READY,
    EditionState.APPROVAL_REQUESTED: Outcome.WAITING_FOR_APPROVAL,
    EditionState.SENT_BACK: Outcome.SENT_BACK,
    EditionState.DROPPED: Outcome.DROPPED,
    EditionState.PUBLISHED: Outcome.PUBLISHED,
    EditionState.SUPERSEDED: Outcome.SUPERSEDED,
}


@dataclass(frozen=True)
class EditionRun:
    """The edition that a run works on."""

    municipality: Municipality
    moment_id: int
    period: str
    state: EditionState
    text_hash: str
    waiting_run: str
    review: EditionReview
    folder: Path
    today: date
    report: RunReport
    asked: str = ""  # by this run, of whom: in plain words
    is_handed_over: bool = False  # a mail with the text that is to be approved
    refused_answers: int = 0  # number of answers that were not valid
    refusal: RefusedAnswer = NO_REFUSED_ANSWER  # of the last answer
    is_published_before: bool = False  # by an earlier run
    unrendered_media: tuple[Medium, ...] = ()  # that a template failed for, and that follow
    notes: tuple[str, ...] = ()  # media not rendered with the reason, and number of subscribers skipped

    @property
    def awaits_approval(self) -> bool:
        """Whether approval was requested and not answered."""
        return self.state is EditionState.APPROVAL_REQUESTED

    @property
    def is_approved(self) -> bool:
        """Whether the current text is approved."""
        return self.state is EditionState.APPROVED and self.review.proof.text_hash == self.text_hash

    @property
    def is_sent_back(self) -> bool:
        """Whether somebody sent the text back, and it was not changed since."""
        return self.state is EditionState.SENT_BACK and self.review.proof.text_hash == self.text_hash

    @property
    def omitted_setbacks(self) -> int:
        """The number of omitted setbacks."""
        return len(self.review.omitted_setbacks)


@step("compile the edition")
def compile_edition(slug: str, quarter: str | None, today: date) -> EditionRun:
    """Open the edition of a quarter if needed, write its stories into its folder, and review them."""
    database = get_installation().database
    with database.write_session() as session:
        municipality = get_municipality(session, slug)
        wanted = choose_quarter(session, municipality, quarter, today)
        moment_id = open_edition.open_edition(session, municipality, wanted, build_run_stamp(today)).moment_id
    folder = get_installation().edition_folders.folder_for(slug, str(wanted))
    render_context = get_installation().build_render_context(municipality)
    review = open_edition.compile_and_review(render_context, municipality, moment_id, folder, today)
    with database.read_session() as session:
        edition = session.get_one(Edition, moment_id)
        compiled = _build_edition_run(municipality, edition, review, folder, today, RunReport())
        compiled = replace(compiled, unrendered_media=due_steps.list_unrendered_media(session, edition))
    mail = director_questions.enqueue_director_questions(
        render_context, build_run_context(compiled), review.proof
    )
    if mail is None:
        return compiled
    return replace(compiled, report=RunReport(documents=list_document_lines([mail])))


def publish_approved_edition(edition: EditionRun) -> EditionRun:
    """Publish the pages of an edition, and then the media that link to those that the website took; of a
    published one what could not be rendered then; nothing of one whose text is not approved."""
    if not (edition.is_approved or edition.unrendered_media):
        return edition
    enqueue_pages(edition)
    report = edition.report + send_all(edition.today, DeliveryFilter(moment_id=edition.moment_id))
    return publish_media(replace(edition, report=report))


@step("enqueue the pages of the edition")
def enqueue_pages(edition: EditionRun) -> None:
    """Enqueue the website's pages; a second call does nothing."""
    render_context = get_installation().build_render_context(edition.municipality)
    publish_edition.publish_pages(
        render_context, build_run_context(edition), edition.review, _build_targets(edition), RENDERERS
    )


@step("publish the edition")
def publish_media(edition: EditionRun) -> EditionRun:
    """Render each medium and enqueue its deliveries; a second call does nothing."""
    render_context = get_installation().build_render_context(edition.municipality)
    with render_context.database.write_session() as session:  # addresses that bounced meanwhile are excluded
        subscription.record_refusals(session, edition.municipality, edition.today, clock.now())
    result = publish_edition.publish_edition(
        render_context, build_run_context(edition), edition.review, _build_targets(edition), RENDERERS
    )
    held = sum(len(mail.recipients) for mail in result.mails if mail.held)
    held += sum(each.held for each in result.publications)
    report = RunReport(
        (_build_moment_line(edition),),
        list_document_lines(result.mails),
        +Counter(held=held),
        publish_edition.count_media_without_address(result),
        media_without_address=tuple(map(str, result.media_without_address)),
    )
    report += report_unrendered_media(
        build_run_context(edition), result.failed, is_published=result.is_published
    )
    state = EditionState.PUBLISHED if result.is_published else edition.state
    return replace(edition, state=state, report=edition.report + report, notes=_format_notes(result))


def _build_targets(edition: EditionRun) -> PublishTargets:
    installation = get_installation()
    own = installation.get_municipality_folder(edition.municipality.slug)
    channels = installation.load_publish_channels(edition.municipality)
    return PublishTargets(installation.settings.outbox, own, channels)


def finish_edition(edition: EditionRun) -> State[Any]:
    """Send the enqueued deliveries, and return the final state of the run."""
    which = DeliveryFilter(moment_id=edition.moment_id)
    report = edition.report + send_all(edition.today, which)
    report = schedule_if_waiting(report, which)
    if not (edition.is_published_before and report.is_empty):  # else an earlier attempt wrote them
        report = add_own_documents(report)
    history = load_edition_history(edition.municipality, edition.moment_id)
    if not (report.is_empty or report.moments):
        report += RunReport(moments=(_build_moment_line(edition),))
    edition_page.show_edition(
        edition.municipality,
        edition.period,
        edition.moment_id,
        edition.review,
        report,
        (*history.lines, *edition.notes, *((edition.asked,) if edition.is_sent_back else ())),
        edition.today,
    )
    outcome = OUTCOMES.get(edition.state, Outcome.DONE)
    repeated = history.describe_repeat() if edition.is_published_before and report.is_empty else ""
    remark = join_clauses((_describe_wait(edition), repeated))
    return build_final_state(report, nothing=outcome, done=outcome, remark=remark)


@step("find editions with a step due")
def list_due_editions(
    slug: str | None, today: date, dry_run: bool = False
) -> MunicipalityResults[list[tuple[str, str]]]:
    """Return (municipality, quarter) of editions to open or with a step due."""
    folders = get_installation().edition_folders

    where = "find editions with a step due"
    possible = read_for_municipalities(
        slug,
        where,
        lambda session, municipalities: due_steps.find_due_quarters(session, municipalities, today),
    )

    def find(municipality: Municipality) -> tuple[str, str]:
        context = get_installation().build_render_context(municipality)
        quarter = approval_request.find_quarter_with_due_step(
            context, municipality, today, folders, dry_run=dry_run
        )
        return municipality.slug, str(quarter or "")

    found = run_for_municipalities([each for each, quarter in possible.items if quarter], where, find)
    return MunicipalityResults([each for each in found.items if each[1]], possible.failed + found.failed)


def _build_moment_line(edition: EditionRun) -> MomentLine:
    return MomentLine(edition.municipality.slug, "newsletter", edition.municipality.slug, edition.period)


def build_edition_report(slug: str, quarter: str) -> RunReport:
    """Return a report with the edition that was due, for which a separate run was started."""
    return RunReport(moments=(MomentLine(slug, "newsletter", slug, quarter),), separate_runs=1)


def _describe_wait(edition: EditionRun) -> str:
    """Return what this run asked of whom, and why the form is not open or where it is, in plain words."""
    opens = ""
    if edition.awaits_approval and not edition.is_handed_over:
        opens = get_message("report.form-opens")
    elif (
        edition.awaits_approval and edition.waiting_run != get_run_id() and is_suspended(edition.waiting_run)
    ):
        address = build_run_url(PREFECT_UI_URL.value(), edition.waiting_run)
        opens = get_message("report.waits-in-run", address=address) if address else ""
    count = 0 if edition.state is not EditionState.NOT_READY else len(edition.review.problems)
    wrong = translate_plural("report.to-put-right", count, get_language()) if count else ""
    is_void = edition.refusal.message and not edition.awaits_approval
    refused = get_message("report.answer-refused", reason=edition.refusal.message) if is_void else ""
    return join_clauses((edition.asked, wrong, opens, refused))


def _format_notes(result: PublishResult) -> tuple[str, ...]:
    left_out = {
        why: count
        for why, count in result.recipient_counts.items()
        if why not in (RECORDED, ALREADY_RECORDED)
    }
    language = get_language()
    skipped = format_counts("skipped", dict(sorted(left_out.items())), language)
    return (
        *(
            join_label(
                f"**{format_word('medium', medium, language)}**", get_message(_choose_note(medium, result))
            )
            for medium, _ in result.notes
        ),
        *describe_unrendered_media(result.failed),
        *([join_label(f"**{get_message('run-page.skipped-subscribers')}**", skipped)] if left_out else []),
    )


def _choose_note(medium: Medium, result: PublishResult) -> str:
    """Return the message about a medium with a remark: it was not made, or it was, and its mail says more."""
    return "run-page.not-made" if medium in result.omitted_media else "run-page.remark-in-mail"


def choose_quarter(session: Session, municipality: Municipality, quarter: str | None, today: date) -> Quarter:
    """Return the quarter that was asked for, else the one with a step due, else the current one."""
    if quarter:
        return Quarter.parse(quarter)
    return due_steps.find_due_quarter(session, municipality, today) or Quarter.containing(today)


def build_run_context(edition: EditionRun) -> RunContext:
    """Return the run context of an edition's mails and publications."""
    return RunContext(
        edition.municipality,
        edition.moment_id,
        get_installation().choose_mail_channel(),
        get_run_id(),
        clock.now(),
        edition.today,
    )


def _build_edition_run(
    municipality: Municipality,
    edition: Edition,
    review: EditionReview,
    folder: Path,
    today: date,
    report: RunReport,
) -> EditionRun:
    return EditionRun(
        municipality,
        edition.moment_id,
        edition.moment.period,
        edition.state,
        edition.text_hash,
        edition.suspended_run_id,
        review,
        folder,
        today,
        report,
        is_published_before=edition.state is EditionState.PUBLISHED,
    )
