"""Approval requests: the mail with the proof, its reminders, and the escalation to the coordinator's
chief."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.documents.formatting import format_quarter
from terugkom.documents.messages import translate
from terugkom.documents.render_context import RenderContext
from terugkom.editions import due_steps
from terugkom.editions.coverage import load_coverage
from terugkom.editions.due_steps import TextStatus, choose_due_step, load_executed_steps
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.model import Edition, EditionState, EditionStep, ExecutedEditionStep
from terugkom.editions.review import EditionReview, review_edition
from terugkom.meetings.recipients import MeetingRecipient, find_coordinator_recipient, find_reachable_person
from terugkom.plan.model import Municipality
from terugkom.schedule.quarters import Quarter

DOCUMENT_KINDS = {
    EditionStep.NOT_READY: "edition-not-ready",
    EditionStep.APPROVAL_REQUESTED: "edition-asked",
    EditionStep.REMINDED: "edition-asked",
    EditionStep.REMINDED_AGAIN: "edition-asked",
    EditionStep.ESCALATED: "edition-asked",
}
_STATE_AFTER_STEP = {
    EditionStep.NOT_READY: EditionState.NOT_READY,
    EditionStep.APPROVAL_REQUESTED: EditionState.APPROVAL_REQUESTED,
}


@dataclass(frozen=True)
class ApprovalRequestResult:
    """The result of an approval step: the step, its mail, or how many recipients could not be reached."""

    step: EditionStep
    mail: OutboundDocument | None = None
    unreachable_count: int = 0


@dataclass(frozen=True)
class ApprovalRequest:
    """The content of an approval mail: the review, the folder of its stories, and the URL of the run in the
    UI."""

    review: EditionReview
    folder: Path
    run_url: str = ""


def find_due_step(
    session: Session, municipality: Municipality, edition: Edition, review: EditionReview, today: date
) -> EditionStep | None:
    """Return the step that is due for the current text, or None."""
    text_hash = review.proof.text_hash
    text = TextStatus(text_hash, review.is_ready, load_executed_steps(session, edition, text_hash))
    return choose_due_step(edition, text, today, municipality.working_days)


def find_quarter_with_due_step(
    session: Session, municipality: Municipality, today: date, folders: EditionFolders
) -> Quarter | None:
    """Return the quarter whose edition must be opened or has a step due, or None."""
    quarter = due_steps.find_due_quarter(session, municipality, today)
    edition = due_steps.find_edition(session, municipality, quarter) if quarter else None
    if edition is None or edition.state in (EditionState.DRAFT, EditionState.NOT_READY):
        return quarter
    review = review_edition(
        session, municipality, edition, folders.folder_for(municipality.slug, str(quarter)), ()
    )
    return quarter if find_due_step(session, municipality, edition, review, today) else None


def enqueue_approval_request(
    render_context: RenderContext,
    run_context: RunContext,
    step: EditionStep,
    about: ApprovalRequest,
) -> ApprovalRequestResult:
    """Render the mail of a step and enqueue it with the step in one transaction, once per text.

    Raises TemplateError.
    """
    asked = _render_approval_request(render_context, run_context, step, about)
    if asked.mail:
        write_documents(render_context.documents, [asked.mail])
    with render_context.database.write_session() as session:
        edition = session.get_one(Edition, run_context.moment_id, with_for_update={"of": Edition})
        if not edition.state.is_open:
            return ApprovalRequestResult(step)
        if step in _STATE_AFTER_STEP:
            edition.state, edition.text_hash = _STATE_AFTER_STEP[step], about.review.proof.text_hash
        if not _record_step(session, step, about.review.proof.text_hash, run_context):
            return ApprovalRequestResult(
                step
            )  # another run recorded it first, or approval of this text was requested before
        if asked.mail:
            enqueue_documents(session, run_context, [asked.mail])
    return asked


def _render_approval_request(
    render_context: RenderContext,
    run_context: RunContext,
    step: EditionStep,
    about: ApprovalRequest,
) -> ApprovalRequestResult:
    """Render the mail of a step; nothing is stored. Raises TemplateError."""
    municipality, today, proof = run_context.municipality, run_context.today, about.review.proof
    with render_context.database.read_session() as session:
        reader = _find_recipient(session, municipality, step, today)
        edition = session.get_one(Edition, run_context.moment_id)
        asked_on = load_executed_steps(session, edition, proof.text_hash).get(
            EditionStep.APPROVAL_REQUESTED, today
        )
        coverage = load_coverage(session, municipality, today)
        neglected = coverage.unused_media if coverage.has_publications else ()
    if reader is None:
        return ApprovalRequestResult(step, unreachable_count=1)
    context = {
        "reader": reader.address.name,
        "municipality": municipality.name,
        "quarter": format_quarter(proof.until, municipality.language),
        "step": str(step),
        "proof": proof,
        "problems": about.review.problems,
        "untold": about.review.omitted_setbacks,
        "kept_inside": about.review.internal_setbacks,
        "folder": "/".join(about.folder.parts[-2:]),  # in the municipality's: no path of the server
        "where": about.run_url,
        "asked_on": asked_on,
        "neglected": [translate(f"medium.{medium}", municipality.language) for medium in neglected],
    }
    letter = render_context.templates.render_letter(DOCUMENT_KINDS[step], context)
    key = f"{municipality.id}:edition-{step}:{run_context.moment_id}:{proof.text_hash[:16]}"
    recipient = Recipient(
        key, reader.role, reader.person_id, reader.address, f"edition-{step}:{proof.text_hash[:16]}"
    )
    label = f"{proof.period}-{step}"
    mail = build_mail(letter, DOCUMENT_KINDS[step], run_context.folder, label, [recipient])
    return ApprovalRequestResult(step, replace(mail, individual=True))


def _find_recipient(
    session: Session, municipality: Municipality, step: EditionStep, today: date
) -> MeetingRecipient | None:
    if step is EditionStep.ESCALATED and municipality.chief_id:
        chief = find_reachable_person(session, municipality, municipality.chief_id, "chief", today)
        if chief:
            return chief
    found = find_coordinator_recipient(session, municipality, today).reachable
    return found[0] if found else None


def _record_step(session: Session, step: EditionStep, text_hash: str, run_context: RunContext) -> bool:
    """Record that a step was executed for a text; return False if it was recorded before."""
    taken = ExecutedEditionStep(
        moment_id=run_context.moment_id,
        step=step,
        text_hash=text_hash,
        day=run_context.today,
        done_at=run_context.now,
        run_id=run_context.run_id,
    )
    try:
        with session.begin_nested():
            session.add(taken)
    except IntegrityError:
        return False
    return True
