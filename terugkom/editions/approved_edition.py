"""The approved text of an edition with the media that are still to be published, and their context."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import RunContext
from terugkom.documents.render_context import RenderContext
from terugkom.editions.approval import load_approval
from terugkom.editions.claim_checks import build_claimed_story
from terugkom.editions.edition_context import PublishTargets, build_media_context
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.model import Edition, EditionState
from terugkom.editions.proof import Proof
from terugkom.editions.published_stories import (
    load_published_edition,
    read_pictures,
    select_setback_reasons,
)
from terugkom.editions.review import EditionReview
from terugkom.editions.story_notes import build_current_proof
from terugkom.editions.withdrawn_successes import add_counted_successes
from terugkom.errors import PublicInputError
from terugkom.plan.media import Medium


@dataclass(frozen=True)
class ApprovedEdition:
    """What was approved: the text with its introduction and pictures, the media, and by medium why it tells
    of no setbacks. `is_published`: the other media were published before, and these follow."""

    proof: Proof
    pictures: Mapping[str, bytes]
    media: frozenset[Medium]
    setback_reasons: Mapping[str, str]
    media_context: MediaContext
    is_published: bool


def load_approved_edition(
    render_context: RenderContext, run_context: RunContext, review: EditionReview, targets: PublishTargets
) -> ApprovedEdition:
    """Return an edition of which a text is approved; of a published one what could not be rendered then.

    That is rendered from the text that was published, with its corrections but without notes: who reads it
    now read nothing wrong. Raises InputError if the text of `review` is not the one that was approved, or is
    not ready any more, DocumentChanged if a published text or picture is not the approved one.
    """
    with render_context.database.read_session() as session:
        edition = session.get_one(Edition, run_context.moment_id)
        if edition.state is EditionState.PUBLISHED and edition.unrendered_media:
            proof, reasons = _load_published(session, render_context, edition, review.proof)
            pictures = read_pictures(render_context.documents, proof, review.pictures)
            media = frozenset(map(Medium, edition.unrendered_media))
            is_on_website = Medium.WEBSITE in (*media, *edition.published_media)
        else:
            _check_approved(edition, review)
            approval = load_approval(session, edition)
            proof = replace(review.proof, introduction=approval.introduction)
            reasons, pictures = approval.setback_reasons, dict(review.pictures)
            media = frozenset(Medium(each) for each in approval.media)
            is_on_website = Medium.WEBSITE in media
        is_published = edition.state is EditionState.PUBLISHED
    media_context = build_media_context(
        render_context, run_context, pictures, targets, is_on_website=is_on_website
    )
    return ApprovedEdition(proof, pictures, media, reasons, media_context, is_published)


def _check_approved(edition: Edition, review: EditionReview) -> None:
    if not review.is_ready:
        raise PublicInputError("error.edition.problems", count=len(review.problems))
    if edition.state is not EditionState.APPROVED or edition.text_hash != review.proof.text_hash:
        raise PublicInputError("error.edition.other-text")


def _load_published(
    session: Session, render_context: RenderContext, edition: Edition, reviewed: Proof
) -> tuple[Proof, Mapping[str, str]]:
    found = load_published_edition(session, render_context.documents, edition)
    found = add_counted_successes(session, found)
    proof = build_current_proof(found)
    said = {each.code: " ".join(build_claimed_story(each).text.split()) for each in proof.stories}
    # proved on the day on which it goes out, as the claims of the other media were on theirs
    claims = [each for each in reviewed.claims if " ".join(each.text.split()) in said.get(each.story, "")]
    proof = replace(proof, claims=tuple(claims))
    return proof, select_setback_reasons(found, proof)
