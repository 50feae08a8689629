"""Approval requests: the mail with the proof, or with the problems to correct first; its reminders, and the
escalation to the coordinator's chief."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from terugkom.claims.kept_sentences import store_kept_lines
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.find_deliveries import find_enqueued_keys, is_any_sent
from terugkom.documents.formatting import format_quarter
from terugkom.documents.letter import Attachment
from terugkom.documents.messages import translate
from terugkom.documents.render_context import RenderContext
from terugkom.editions import due_steps
from terugkom.editions.changed_text import VoidAnswer
from terugkom.editions.coverage import load_coverage
from terugkom.editions.describe_evidence import describe_evidence
from terugkom.editions.due_steps import choose_due_step
from terugkom.editions.earlier_requests import (
    build_delivery_key,
    find_changed_stories,
    find_void_approval,
    list_renewed_titles,
    record_step,
    skip_earlier_requests,
)
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.edition_period import format_edition
from terugkom.editions.model import Edition, EditionState, EditionStep
from terugkom.editions.open_edition import compile_and_review
from terugkom.editions.request_keys import NOT_READY_DOCUMENT, REQUEST_DOCUMENT, format_sequence
from terugkom.editions.request_round import RequestRound, load_current_round, load_round
from terugkom.editions.review import EditionReview, review_edition
from terugkom.editions.step_recipient import find_step_recipient, find_unreachable_chief
from terugkom.editions.story_folder import StoryFolder, read_story_folder
from terugkom.editions.suspended_editions import find_last_run
from terugkom.editions.waiting_dates import WaitingDate
from terugkom.editions.word_draft.draft_stamp import EditionReference
from terugkom.meetings.recipients import MeetingRecipient
from terugkom.plan.model import Municipality
from terugkom.schedule.quarters import Quarter

_STATE_AFTER_STEP = {
    EditionStep.NOT_READY: EditionState.NOT_READY,
    EditionStep.APPROVAL_REQUESTED: EditionState.APPROVAL_REQUESTED,
}
# The run itself compiles a draft; a published one is due for the media that were not rendered.
_STATES_OF_A_RUN = (EditionState.DRAFT, EditionState.PUBLISHED)
REQUEST_STEPS = (
    EditionStep.APPROVAL_REQUESTED,
    EditionStep.REMINDED,
    EditionStep.REMINDED_AGAIN,
    EditionStep.ESCALATED,
)


@dataclass(frozen=True)
class ApprovalRequestResult:
    """The result of an approval step: the step, its mail, or how many recipients could not be reached."""

    step: EditionStep
    mail: OutboundDocument | None = None
    unreachable_count: int = 0


@dataclass(frozen=True)
class ApprovalRequest:
    """The content of an approval mail: the review, the folder of its stories, the URL of the run in the UI,
    and the answer that was given about an earlier text; whether it is sent for its URL alone."""

    review: EditionReview
    folder: Path
    run_url: str = ""
    void_answer: VoidAnswer | None = None
    replaces_link: bool = False


def find_due_step(
    session: Session,
    municipality: Municipality,
    edition: Edition,
    review: EditionReview,
    today: date,
    *,
    may_wait: bool = False,
) -> EditionStep | None:
    """Return the step that is due for the current text, or None; see `choose_due_step` for `may_wait`."""
    current = load_round(session, edition, review, today)
    return choose_due_step(edition, current, today, municipality.working_days, may_wait=may_wait)


def find_quarter_with_due_step(
    context: RenderContext, municipality: Municipality, today: date, folders: EditionFolders, *, dry_run: bool
) -> Quarter | None:
    """Return the quarter whose edition must be opened or has a step due, or None.

    The stories of one that is not ready, or not fresh, are compiled again first, but not on a dry run: a
    change in the plan may have corrected it. Raises TemplateError.
    """
    with context.database.read_session() as session:
        quarter = due_steps.find_due_quarter(session, municipality, today)
        edition = due_steps.find_edition(session, municipality, quarter) if quarter else None
        if quarter is None or edition is None or edition.state in _STATES_OF_A_RUN:
            return quarter
        folder, moment_id = folders.folder_for(municipality.slug, str(quarter)), edition.moment_id
        review = review_edition(session, municipality, edition, folder, (), today)
    is_to_compile = edition.state is EditionState.NOT_READY or review.can_be_renewed
    if is_to_compile and not dry_run:
        review = compile_and_review(context, municipality, moment_id, folder, today)
    with context.database.read_session() as session:
        edition = session.get_one(Edition, moment_id)
        due = find_due_step(session, municipality, edition, review, today, may_wait=True)
        return quarter if due else None


def is_request_handed_over(session: Session, edition: Edition) -> bool:
    """Return whether a mail with the text of which approval is requested was sent to somebody."""
    current = load_current_round(session, edition)
    if edition.state is not EditionState.APPROVAL_REQUESTED or not current.is_ready:
        return False
    keys = [build_delivery_key(edition.moment, step, current) for step in REQUEST_STEPS]
    return is_any_sent(session, keys)


def find_request_without_form(session: Session, municipality: Municipality) -> tuple[str, str] | None:
    """Return (quarter, run of the last mail) of the edition whose mail was handed over, and for which no run
    was suspended; None if there is none."""
    edition = due_steps.find_open_edition(session, municipality)
    if edition is None or edition.suspended_run_id or not is_request_handed_over(session, edition):
        return None
    return edition.moment.period, find_last_run(session, edition.moment_id)


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
    text_hash = about.review.proof.text_hash
    with render_context.database.write_session() as session:
        edition = session.get_one(Edition, run_context.moment_id, with_for_update={"of": Edition})
        current = load_round(session, edition, about.review, run_context.today)
        if not edition.state.is_open:
            return ApprovalRequestResult(step)
        # a reminder may bring a text that was renewed
        is_new = step in _STATE_AFTER_STEP or (current.is_renewed and edition.text_hash != text_hash)
        if is_new:
            edition.state, edition.text_hash = _STATE_AFTER_STEP.get(step, edition.state), text_hash
        if is_new or step in (EditionStep.REMINDED, EditionStep.REMINDED_AGAIN):
            skip_earlier_requests(session, edition, current)  # who is mailed now reads this one alone
        if not record_step(session, edition, step, current, run_context):
            return ApprovalRequestResult(step)  # another run did, or it was changed back to what was mailed
        if step is EditionStep.APPROVAL_REQUESTED:
            kept = about.review.proof.kept_sentences
            store_kept_lines(session, run_context.municipality, kept, run_context.now)
        if is_new:
            edition.suspended_run_id = ""  # that run waits for the approval of another text
        if asked.mail:
            enqueue_documents(session, run_context, [asked.mail])
    return asked


def enqueue_new_link(
    render_context: RenderContext, run_context: RunContext, about: ApprovalRequest
) -> OutboundDocument | None:
    """Enqueue the mail with the text once more, as the form is open in another run now; once for each run.

    None if it was enqueued before, or nobody can be reached. Raises TemplateError.
    """
    asked = _render_approval_request(render_context, run_context, EditionStep.APPROVAL_REQUESTED, about)
    if asked.mail is None:
        return None
    return asked.mail if enqueue_once(render_context, run_context, asked.mail) else None


def enqueue_once(render_context: RenderContext, run_context: RunContext, mail: OutboundDocument) -> bool:
    """Write a mail about an edition and enqueue it; return whether none with its keys was enqueued before."""
    write_documents(render_context.documents, [mail])
    with render_context.database.write_session() as session:
        session.get_one(Edition, run_context.moment_id, with_for_update={"of": Edition})
        if find_enqueued_keys(session, [each.key for each in mail.recipients]):
            return False
        enqueue_documents(session, run_context, [mail])
    return True


def _render_approval_request(
    render_context: RenderContext,
    run_context: RunContext,
    step: EditionStep,
    about: ApprovalRequest,
) -> ApprovalRequestResult:
    """Render the mail of a step; nothing is stored. Raises TemplateError."""
    with render_context.database.read_session() as session:
        edition = session.get_one(Edition, run_context.moment_id)
        return render_request(session, render_context, edition, step, about, run_context)


def render_request(
    session: Session,
    render_context: RenderContext,
    edition: Edition,
    step: EditionStep,
    about: ApprovalRequest,
    run_context: RunContext,
) -> ApprovalRequestResult:
    """Render the mail of a step of an edition, which need not be stored. Raises TemplateError."""
    municipality, today, proof = run_context.municipality, run_context.today, about.review.proof
    current = load_round(session, edition, about.review, today)
    kind = REQUEST_DOCUMENT if current.is_ready else NOT_READY_DOCUMENT
    reader = find_step_recipient(session, municipality, step, today)
    if reader is None:
        return ApprovalRequestResult(step, unreachable_count=1)
    found = read_story_folder(about.folder, municipality.language)
    waiting = about.review.waiting_dates
    draft = _render_word_draft(render_context, run_context, proof.period, found, waiting)
    context = {
        "reader": reader.address.name,
        "municipality": municipality.name,
        "quarter": format_edition(proof.period, municipality.language),
        "step": str(step),
        "unreachable_chief": find_unreachable_chief(session, municipality, step, today),
        "proof": proof,
        "code": proof.text_code,
        **_describe_review(about.review, municipality.language),
        "claims": describe_evidence(session, proof),
        "renewed": list_renewed_titles(session, edition, about.review),
        "void_answer": about.void_answer or find_void_approval(session, edition, proof.text_hash),
        "changed": find_changed_stories(session, render_context, edition, step, found, proof),
        "has_draft": draft is not None,
        "by_mail": draft is not None and render_context.reads_mail(),
        "folder": about.folder.name,  # no path: who edits there finds it by its name
        "where": about.run_url,
        "new_link": about.replaces_link,
        "asked_on": current.started_on or today,
        **_describe_omissions(session, municipality, proof.period, today),
    }
    letter = render_context.templates.render_letter(kind, context)
    letter = replace(letter, attachments=(draft,)) if draft else letter
    again = f":{run_context.run_id}" if about.replaces_link else ""
    recipient = _build_step_recipient(reader, edition, step, current, again)
    mail = build_mail(letter, kind, run_context.folder, f"{proof.period}-{step}", [recipient])
    return ApprovalRequestResult(step, replace(mail, individual=True))


def _build_step_recipient(
    reader: MeetingRecipient, edition: Edition, step: EditionStep, current: RequestRound, again: str
) -> Recipient:
    """Return the recipient of a step's mail, with the keys that make it one mail a round and text.

    `again` sets a mail with a new link apart from that of the same round.
    """
    key = f"{build_delivery_key(edition.moment, step, current)}{again}"
    lasting_key = f"edition-{step}:{current.subject_hash[:16]}{format_sequence(current.sequence)}{again}"
    return Recipient(key, reader.role, reader.person_id, reader.address, lasting_key)


def _describe_omissions(
    session: Session, municipality: Municipality, period: str, today: date
) -> dict[str, list[str]]:
    """Return the media through which nothing was published for long, and the quarters without an edition."""
    language, coverage = municipality.language, load_coverage(session, municipality, today)
    neglected = coverage.unused_media if coverage.has_publications else ()
    missed = due_steps.list_unpublished_quarters(session, municipality, Quarter.parse(period))
    return {
        "neglected": [translate(f"medium.{medium}", language) for medium in neglected],
        "missed": [format_quarter(quarter.last, language) for quarter in missed],
    }


def _describe_review(review: EditionReview, language: str) -> dict[str, Any]:
    """Return what the mail says of what was found in the text."""
    return {
        "problems": review.problems,
        "other_problems": [review.split_problem(each) for each in review.other_problems],
        "titles": review.titles,
        "sentences": review.sentence_findings,
        "outdated": review.outdated,
        "untold": review.omitted_setbacks,
        "kept_inside": review.internal_setbacks,
        "has_news": review.has_news,
        "waiting_dates": review.waiting_dates,
        "story_reasons": review.story_reasons,
        "lost_photos": review.lost_photos,
        "without_setbacks": [
            translate(f"medium.{medium}", language) for medium in review.media_without_setbacks
        ],
    }


def _render_word_draft(
    render_context: RenderContext,
    run_context: RunContext,
    period: str,
    found: StoryFolder,
    waiting: Sequence[WaitingDate],
) -> Attachment | None:
    """Return the stories of a folder as a Word document, None if there are none. Raises TemplateError."""
    # here, as Word takes long to import
    from terugkom.editions.word_draft.render_draft import DraftContent, render_draft

    municipality = run_context.municipality
    if not found.stories:
        return None
    reference = EditionReference(municipality.slug, period)
    stories = [story for _, story in found.stories]
    content = DraftContent(stories, found.pictures, waiting=waiting)
    return render_draft(render_context.templates, reference, municipality.name, content, run_context.now)
