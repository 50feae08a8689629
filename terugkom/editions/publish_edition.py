"""Publish an approved edition: render each medium and enqueue its deliveries in one transaction.

The rendered files are always written to the outbox folder too: a medium without a publishing channel is no
error.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.claims.claim_rows import PublishedClaim
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.documents.file_store import write_all_atomically
from terugkom.documents.letter import Address
from terugkom.documents.render_context import RenderContext
from terugkom.editions.approval import load_approval
from terugkom.editions.media import newsletter
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.media.renderers import Renderer
from terugkom.editions.model import Edition, EditionState, EditionStep, ExecutedEditionStep
from terugkom.editions.proof import Proof
from terugkom.editions.publish_channels import PublishChannels
from terugkom.editions.record_claims import build_published_claims
from terugkom.editions.review import EditionReview
from terugkom.editions.select_publications import WEBDAV, select_publications
from terugkom.errors import PublicInputError
from terugkom.plan.code_of_conduct import load_code_of_conduct
from terugkom.plan.media import Medium
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.site_links import SiteLinks, compute_staff_code
from terugkom.schedule.model import Moment, MomentState
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from terugkom.subscribers.mailing import enqueue_mailing
from terugkom.subscribers.subscription_status import iterate_recipients


@dataclass(frozen=True)
class PublishResult:
    """The result of publishing: mails, publications, recipient counts, media without an address; the notes
    name the media
    that were not rendered, with the reason."""

    mails: tuple[OutboundDocument, ...] = ()
    publications: tuple[OutboundDocument, ...] = ()
    recipient_counts: Counter[str] = field(default_factory=Counter)
    media_without_address: tuple[Medium, ...] = ()
    notes: tuple[tuple[Medium, str], ...] = ()


@dataclass(frozen=True)
class PublishTargets:
    """Publication targets: the outbox folder, the municipality's folder and its publishing channels."""

    outbox: Path
    municipality_folder: Path
    channels: PublishChannels


def publish_edition(
    render_context: RenderContext,
    run_context: RunContext,
    review: EditionReview,
    targets: PublishTargets,
    renderers: Mapping[Medium, Renderer],
) -> PublishResult:
    """Render and enqueue all deliveries of an approved edition, once. A second call returns an empty result.

    Raises InputError if this text is not the one that was approved, or is not ready any more.
    """
    if not review.is_ready:
        raise PublicInputError(f"{len(review.problems)} problems to correct before it can be published")
    with render_context.database.read_session() as session:
        edition = session.get_one(Edition, run_context.moment_id)
        if edition.state is not EditionState.APPROVED or edition.text_hash != review.proof.text_hash:
            raise PublicInputError("only the approved text can be published")
        approval = load_approval(session, edition)
        earlier = _list_earlier_periods(session, run_context)
    media_context = _build_media_context(render_context, run_context, review, targets, earlier)
    proof = replace(review.proof, introduction=approval.introduction)
    approved_media = {Medium(each) for each in approval.media}
    rendered = [
        renderer(proof.public_only if medium.is_public else proof, media_context)
        for medium, renderer in renderers.items()
        if medium in approved_media and (proof.public_only.stories or not medium.is_public)
    ]
    mails = _build_mails(run_context, proof, rendered)
    published = select_publications(run_context, proof, rendered, targets.channels)
    outbound = (*mails, *published)
    _write_documents(render_context, run_context, proof, targets, rendered, outbound)
    readers = _enqueue_newsletter(render_context, run_context, rendered, media_context)
    claims = build_published_claims(run_context, proof, rendered, targets.channels)
    if not _enqueue_edition(render_context, run_context, proof.text_hash, rendered, outbound, claims):
        return PublishResult()
    unset = tuple(each.medium for each in rendered if each.role and not _list_addresses(run_context, each))
    notes = tuple((each.medium, each.note) for each in rendered if each.note)
    return PublishResult(tuple(mails), tuple(published), readers, unset, notes)


def _build_media_context(
    render_context: RenderContext,
    run_context: RunContext,
    review: EditionReview,
    targets: PublishTargets,
    earlier: tuple[str, ...],
) -> MediaContext:
    municipality = run_context.municipality
    settings = MediaSettings.from_overrides(municipality.media_settings)
    return MediaContext(
        render_context.templates,
        settings,
        review.pictures,
        run_context.now,
        run_context.today,
        municipality.answer_address,
        earlier,
        load_code_of_conduct(targets.municipality_folder),
        has_action_pages=WEBDAV in targets.channels.public,
        links=_build_links(render_context, municipality.slug, settings),
    )


def _build_links(render_context: RenderContext, slug: str, settings: MediaSettings) -> SiteLinks:
    """Return the links to our pages; those for staff have a code, whose key is made when first needed."""
    if not render_context.site_url:
        return SiteLinks()
    with render_context.database.write_session() as session:
        staff_code = compute_staff_code(session, slug)
    return SiteLinks(render_context.site_url, slug, staff_code, settings.ideas_open_to_all)


def _list_earlier_periods(session: Session, run_context: RunContext) -> tuple[str, ...]:
    """Return the periods already published on the website, newest first."""
    query = (
        select(Moment.period, Edition.published_media)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == run_context.municipality.id, Edition.state == EditionState.PUBLISHED)
        .order_by(Moment.period.desc())
    )
    return tuple(period for period, media in session.execute(query).tuples() if Medium.WEBSITE in media)


def _write_documents(
    render_context: RenderContext,
    run_context: RunContext,
    proof: Proof,
    targets: PublishTargets,
    rendered: Sequence[RenderedMedium],
    outbound: Sequence[OutboundDocument],
) -> None:
    folder = f"{run_context.municipality.slug}/editions/{proof.period}"
    write_all_atomically(
        targets.outbox,
        [(f"{folder}/{each.medium}/{file.name}", file.content) for each in rendered for file in each.files],
    )
    write_documents(render_context.documents, outbound)
    render_context.documents.write(proof.document_name, proof.as_bytes())


def _enqueue_newsletter(
    render_context: RenderContext,
    run_context: RunContext,
    rendered: Sequence[RenderedMedium],
    media_context: MediaContext,
) -> Counter[str]:
    """Enqueue the newsletter for each subscriber; subscribers enqueued before are skipped."""
    found = next((each for each in rendered if each.medium is Medium.NEWSLETTER), None)
    if found is None or found.letter is None:
        return Counter()
    municipality, today = run_context.municipality, run_context.today
    with render_context.database.write_session() as session:
        enrol_plan_people(session, municipality, today)
    return enqueue_mailing(
        render_context,
        run_context,
        found.letter,
        newsletter.KIND,
        f"edition:{run_context.moment_id}:newsletter",
        iterate_recipients(render_context.database, municipality.id, today, for_newsletter=True),
        newsletter.build_unsubscribe_options(media_context),
    )


def _enqueue_edition(
    render_context: RenderContext,
    run_context: RunContext,
    text_hash: str,
    rendered: Sequence[RenderedMedium],
    outbound: Sequence[OutboundDocument],
    claims: Sequence[PublishedClaim],
) -> bool:
    """Enqueue the deliveries, record the claims and mark the edition published; return False if another run
    did so first."""
    step = ExecutedEditionStep(
        moment_id=run_context.moment_id,
        step=EditionStep.PUBLISHED,
        text_hash=text_hash,
        day=run_context.today,
        done_at=run_context.now,
        run_id=run_context.run_id,
    )
    with render_context.database.write_session() as session:
        try:
            with session.begin_nested():
                session.add(step)
        except IntegrityError:
            return False
        edition = session.get_one(Edition, run_context.moment_id)
        edition.state = EditionState.PUBLISHED
        edition.published_media = [str(each.medium) for each in rendered if each.has_content]
        edition.moment.state, edition.moment.done_at = MomentState.DONE, run_context.now
        session.add_all(claims)
        enqueue_documents(session, run_context, outbound)
    return True


def _build_mails(
    run_context: RunContext, proof: Proof, rendered: Sequence[RenderedMedium]
) -> list[OutboundDocument]:
    """Return the mails to the media contacts: editors, director, front desk, press list."""
    found = []
    for each in rendered:
        addresses = _list_addresses(run_context, each)
        if each.letter is None or not addresses:
            continue
        lasting_key = f"{each.medium}:{proof.text_hash[:16]}"
        key = f"edition:{run_context.moment_id}:{lasting_key}"
        recipients = [
            Recipient(f"{key}:{n}", str(each.role), None, Address("", address), f"{lasting_key}:{n}")
            for n, address in enumerate(addresses)
        ]
        mail = build_mail(each.letter, f"edition-{each.medium}", run_context.folder, proof.period, recipients)
        found.append(replace(mail, individual=True, held=each.held))
    return found


def _list_addresses(run_context: RunContext, rendered: RenderedMedium) -> tuple[str, ...]:
    return (
        MediaSettings.from_overrides(run_context.municipality.media_settings).addresses(rendered.role)
        if rendered.role
        else ()
    )


def count_media_without_address(result: PublishResult) -> Counter[str]:
    """Return the number of rendered media for which no address is set."""
    return +Counter(lies_ready=len(result.media_without_address))
