"""Earlier requests for approval of an edition: stories renewed or changed since, and a void approval."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from terugkom.database.add_if_absent import add_if_absent
from terugkom.delivery.enqueue import RunContext
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.skip_deliveries import skip_not_started
from terugkom.documents.render_context import RenderContext
from terugkom.editions.approval import load_approval
from terugkom.editions.changed_text import ChangedStory, VoidAnswer, list_changed_stories
from terugkom.editions.model import Edition, EditionState, EditionStep, EditionVerdict, ExecutedEditionStep
from terugkom.editions.proof import Proof
from terugkom.editions.request_keys import SUPERSEDED, format_request_key, load_request_mails
from terugkom.editions.request_round import RequestRound
from terugkom.editions.review import EditionReview
from terugkom.editions.story_basis import list_renewed_since
from terugkom.editions.story_folder import StoryFolder
from terugkom.schedule.model import Moment


def record_step(
    session: Session, edition: Edition, step: EditionStep, current: RequestRound, run_context: RunContext
) -> bool:
    """Record that a step was executed in a round; return False if it was recorded before.

    One of which the mail was skipped for a later text, which was changed back since, is recorded anew.
    """
    _forget_skipped_step(session, edition, step, current)
    taken = ExecutedEditionStep(
        moment_id=run_context.moment_id,
        step=step,
        text_hash=current.subject_hash,
        sequence=current.sequence,
        day=run_context.today,
        done_at=run_context.now,
        run_id=run_context.run_id,
    )
    return add_if_absent(session, taken)


def _forget_skipped_step(
    session: Session, edition: Edition, step: EditionStep, current: RequestRound
) -> None:
    """Delete a step of which the mail was skipped, and give its key free for the next mail."""
    key = build_delivery_key(edition.moment, step, current)
    skipped = select(Delivery).where(
        Delivery.key == key, Delivery.state == DeliveryState.SKIPPED, Delivery.reason == SUPERSEDED
    )
    mail = session.scalar(skipped)
    if mail is None:
        return
    mail.key = f"{key}:skipped-{mail.id}"
    session.execute(
        delete(ExecutedEditionStep).where(
            ExecutedEditionStep.moment_id == edition.moment_id,
            ExecutedEditionStep.step == step,
            ExecutedEditionStep.text_hash == current.subject_hash,
            ExecutedEditionStep.sequence == current.sequence,
        )
    )


def skip_earlier_requests(session: Session, edition: Edition, current: RequestRound) -> None:
    """Skip the mails about another text than the current one, or other problems, that were not sent yet.

    One to the chief stays if the round counts as escalated: no other one would follow.
    """
    mails, to_chief = load_request_mails(session, edition.moment), not current.is_escalated
    waiting = mails.list_waiting_others(current.subject_hash, to_chief=to_chief)
    skip_not_started(session, Delivery.key.in_(waiting), SUPERSEDED)


def list_renewed_titles(session: Session, edition: Edition, review: EditionReview) -> list[str]:
    """Return the titles of the stories that were written anew since approval of another text was asked."""
    earlier = select(func.min(ExecutedEditionStep.day)).where(
        ExecutedEditionStep.moment_id == edition.moment_id,
        ExecutedEditionStep.step == EditionStep.APPROVAL_REQUESTED,
        ExecutedEditionStep.text_hash != review.proof.text_hash,
    )
    asked_on = session.scalar(earlier)
    codes = list_renewed_since(review.story_basis, asked_on) if asked_on else ()
    return [each.title for each in review.proof.stories if each.code in codes]


def find_void_approval(session: Session, edition: Edition, text_hash: str) -> VoidAnswer | None:
    """Return the approval of another text that was not published yet; None if there is none."""
    if edition.state is not EditionState.APPROVED or edition.text_hash == text_hash:
        return None
    return VoidAnswer(EditionVerdict.APPROVE, load_approval(session, edition).decided_at)


def find_changed_stories(
    session: Session,
    render_context: RenderContext,
    edition: Edition,
    step: EditionStep,
    found: StoryFolder,
    proof: Proof,
) -> tuple[ChangedStory, ...]:
    """Return what changed in the stories since approval of another text was asked, if it is asked anew."""
    if step is not EditionStep.APPROVAL_REQUESTED:
        return ()
    asked = select(ExecutedEditionStep).where(
        ExecutedEditionStep.moment_id == edition.moment_id,
        ExecutedEditionStep.step == EditionStep.APPROVAL_REQUESTED,
        ExecutedEditionStep.text_hash != proof.text_hash,
    )
    last = session.scalars(asked.order_by(ExecutedEditionStep.id.desc()).limit(1)).first()
    if last is None:
        return ()
    key = format_request_key(edition.moment, last.step, last.text_hash, last.sequence)
    stories = [story for _, story in found.stories]
    return list_changed_stories(session, render_context.documents, key, stories, proof.language)


def build_delivery_key(moment: Moment, step: EditionStep, current: RequestRound) -> str:
    """Return the key of the delivery of a step in the current round of requests."""
    return format_request_key(moment, step, current.subject_hash, current.sequence)
