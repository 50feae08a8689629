"""Publish an approved edition: render each medium and enqueue its deliveries in one transaction.

The rendered files are always written to the outbox folder too: a medium without a publishing channel is no
error. A medium of which a template fails is published by a later call, once the template was corrected.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from terugkom.claims.claim_rows import PublishedClaim
from terugkom.database.add_if_absent import add_if_absent
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.find_deliveries import find_enqueued_keys
from terugkom.documents.file_store import write_all_atomically
from terugkom.documents.letter import Address
from terugkom.documents.render_context import RenderContext
from terugkom.editions.approval import load_approval
from terugkom.editions.approved_edition import ApprovedEdition, load_approved_edition
from terugkom.editions.edition_context import PublishTargets, RenderedMedia, render_each_medium
from terugkom.editions.edition_folders import format_edition_folder
from terugkom.editions.media import newsletter
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.media.renderers import RENDERERS, Renderer
from terugkom.editions.model import MEDIUM_MAIL, Edition, EditionState, EditionStep, ExecutedEditionStep
from terugkom.editions.proof import Proof
from terugkom.editions.published_stories import list_published_story_codes, write_pictures
from terugkom.editions.record_claims import add_published_claims, build_published_claims
from terugkom.editions.review import EditionReview
from terugkom.editions.select_publications import select_publications
from terugkom.editions.story import StoryKind
from terugkom.editions.told_dates import find_told_dates, load_rough_deadlines
from terugkom.errors import TemplateError
from terugkom.plan.completion_checks import settle_completion
from terugkom.plan.media import Medium
from terugkom.plan.media_settings import MediaSettings
from terugkom.schedule.model import MomentState
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from terugkom.subscribers.mailing import Mailing, enqueue_mailing
from terugkom.subscribers.subscription_status import iterate_recipients


@dataclass(frozen=True)
class PublishResult:
    """The result of publishing: mails, publications, recipient counts, media without an address; the notes
    name the media that were not rendered, with the reason, and those with a remark. `omitted_media` are the
    former. `failed` are those of which a template failed; `is_published`: others, or all, were published."""

    mails: tuple[OutboundDocument, ...] = ()
    publications: tuple[OutboundDocument, ...] = ()
    recipient_counts: Counter[str] = field(default_factory=Counter)
    media_without_address: tuple[Medium, ...] = ()
    notes: tuple[tuple[Medium, str], ...] = ()
    omitted_media: frozenset[Medium] = frozenset()
    failed: Mapping[Medium, TemplateError] = field(default_factory=dict)
    is_published: bool = True


def publish_pages(
    render_context: RenderContext,
    run_context: RunContext,
    review: EditionReview,
    targets: PublishTargets,
    renderers: Mapping[Medium, Renderer],
) -> tuple[OutboundDocument, ...]:
    """Enqueue the website's pages of an approved edition, once: the other media link to those that are sent.

    A second call returns nothing, and so does one of which a template fails. Raises InputError if this text
    is not the one that was approved.
    """
    approved = load_approved_edition(render_context, run_context, review, targets)
    media = _render(approved, {Medium.WEBSITE: renderers[Medium.WEBSITE]})
    return _enqueue_pages(render_context, run_context, approved, media, targets)


def _enqueue_pages(
    render_context: RenderContext,
    run_context: RunContext,
    approved: ApprovedEdition,
    media: RenderedMedia,
    targets: PublishTargets,
) -> tuple[OutboundDocument, ...]:
    """Enqueue the pages of the website among these media that were not enqueued before; return them."""
    website = [each for each in media.rendered if each.medium is Medium.WEBSITE]
    pages = select_publications(run_context, approved.proof, website, targets.channels)
    if not pages:
        return ()
    write_documents(render_context.documents, pages)
    with render_context.database.write_session() as session:
        session.get_one(Edition, run_context.moment_id, with_for_update={"of": Edition})  # one run at a time
        new = _select_new(session, pages)
        enqueue_documents(session, run_context, new)
    return tuple(new)


def publish_edition(
    render_context: RenderContext,
    run_context: RunContext,
    review: EditionReview,
    targets: PublishTargets,
    renderers: Mapping[Medium, Renderer],
) -> PublishResult:
    """Render and enqueue all deliveries of an approved edition, once. A second call publishes the media that
    could not be rendered, alone; without them it returns an empty result.

    A medium of which a template fails is left to that call. If nothing is left, nothing is
    published. The pages
    are enqueued first, unless `publish_pages` did; only those that were sent by now are linked to. They are
    those of the website that is recorded as published: it is rendered once.
    Raises InputError if this text is not the one that was approved, or is not ready any more.
    """
    approved = load_approved_edition(render_context, run_context, review, targets)
    proof, media_context = approved.proof, approved.media_context
    media = _render(approved, renderers)
    rendered = media.rendered
    if media.failed and not any(each.has_content for each in rendered):
        return PublishResult(failed=media.failed, is_published=approved.is_published)
    pages = _enqueue_pages(render_context, run_context, approved, media, targets)
    mails = _build_mails(run_context, proof, rendered)
    others = [each for each in rendered if each.medium is not Medium.WEBSITE]
    published = select_publications(run_context, proof, others, targets.channels)
    outbound = (*mails, *published)
    _write_documents(render_context, run_context, proof, targets, rendered, outbound)
    if not approved.is_published:
        render_context.documents.write(proof.document_name, proof.as_bytes())
    write_pictures(render_context.documents, proof, approved.pictures)
    readers = _enqueue_newsletter(render_context, run_context, rendered, media_context)
    claims = build_published_claims(run_context, proof, rendered, targets.channels)
    if not _enqueue_edition(render_context, run_context, approved, media, outbound, claims):
        return PublishResult()
    unset = tuple(each.medium for each in rendered if each.role and not list_addresses(run_context, each))
    notes = tuple((each.medium, each.note) for each in rendered if each.note)
    omitted = frozenset(each.medium for each in rendered if not each.has_content)
    return PublishResult(tuple(mails), (*pages, *published), readers, unset, notes, omitted, media.failed)


def _render(approved: ApprovedEdition, renderers: Mapping[Medium, Renderer]) -> RenderedMedia:
    chosen = {medium: each for medium, each in renderers.items() if medium in approved.media}
    return render_each_medium(approved.proof, approved.media_context, chosen, approved.setback_reasons)


def _select_new(session: Session, documents: Sequence[OutboundDocument]) -> list[OutboundDocument]:
    """Return the documents of which no delivery was recorded yet."""
    keys = [recipient.key for each in documents for recipient in each.recipients]
    known = find_enqueued_keys(session, keys)
    return [each for each in documents if not any(recipient.key in known for recipient in each.recipients)]


def _write_documents(
    render_context: RenderContext,
    run_context: RunContext,
    proof: Proof,
    targets: PublishTargets,
    rendered: Sequence[RenderedMedium],
    outbound: Sequence[OutboundDocument],
) -> None:
    folder = format_edition_folder(run_context.municipality.slug, proof.period)
    write_all_atomically(
        targets.outbox,
        [(f"{folder}/{each.medium}/{file.name}", file.content) for each in rendered for file in each.files],
    )
    write_documents(render_context.documents, outbound)


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
        Mailing(
            found.letter,
            newsletter.KIND,
            f"edition:{run_context.moment_id}:newsletter",
            newsletter.build_unsubscribe_options(media_context),
        ),
        iterate_recipients(render_context.database, municipality.id, today, for_newsletter=True),
    )


def _enqueue_edition(
    render_context: RenderContext,
    run_context: RunContext,
    approved: ApprovedEdition,
    media: RenderedMedia,
    outbound: Sequence[OutboundDocument],
    claims: Sequence[PublishedClaim],
) -> bool:
    """Enqueue the deliveries, record the claims and what was published; return False if another run did so
    first."""
    with render_context.database.write_session() as session:
        edition = session.get_one(Edition, run_context.moment_id, with_for_update={"of": Edition})
        if approved.is_published:
            if not {each.medium for each in media.rendered} <= set(edition.unrendered_media):
                return False
        elif not _mark_published(session, run_context, edition, approved.proof):
            return False
        _record_media(edition, approved.proof, media)
        add_published_claims(session, claims)
        enqueue_documents(session, run_context, outbound)
    return True


def _mark_published(session: Session, run_context: RunContext, edition: Edition, proof: Proof) -> bool:
    """Record that the text is published; return False if another run did so first."""
    step = ExecutedEditionStep(
        moment_id=run_context.moment_id,
        step=EditionStep.PUBLISHED,
        text_hash=proof.text_hash,
        day=run_context.today,
        done_at=run_context.now,
        run_id=run_context.run_id,
    )
    if not add_if_absent(session, step):
        return False
    edition.state = EditionState.PUBLISHED
    rough = load_rough_deadlines(session, run_context.municipality.id)
    edition.told_dates = find_told_dates(proof.stories, edition.until, rough)
    edition.moment.state, edition.moment.done_at = MomentState.DONE, run_context.now
    _settle_told_again(session, run_context, edition, proof)
    return True


def _record_media(edition: Edition, proof: Proof, media: RenderedMedia) -> None:
    """Record which media were published, with the stories of each, and which could not be rendered."""
    published = {*edition.published_media, *(str(each.medium) for each in media.rendered if each.has_content)}
    edition.published_media = [str(each) for each in RENDERERS if each in published]
    told = list_published_story_codes(proof, media.rendered)
    edition.published_stories = edition.published_stories | told
    edition.unrendered_media = [str(each) for each in media.failed]


def _settle_told_again(session: Session, run_context: RunContext, edition: Edition, proof: Proof) -> None:
    """Answer what is asked of actions that an earlier edition withdrew: this one, approved, says done."""
    codes = {code for story in proof.of_kind(StoryKind.DONE) for code in story.actions}
    by, day, now = load_approval(session, edition).name, run_context.today, run_context.now
    settle_completion(session, run_context.municipality.id, sorted(codes), by, day, now)


def _build_mails(
    run_context: RunContext, proof: Proof, rendered: Sequence[RenderedMedium]
) -> list[OutboundDocument]:
    """Return the mails to the media contacts: editors, director, front desk, press list."""
    found = []
    for each in rendered:
        addresses = list_addresses(run_context, each)
        if each.letter is None or not addresses:
            continue
        lasting_key = f"{each.medium}:{proof.text_hash[:16]}"
        key = f"edition:{run_context.moment_id}:{lasting_key}"
        recipients = [
            Recipient(f"{key}:{n}", str(each.role), None, Address("", address), f"{lasting_key}:{n}")
            for n, address in enumerate(addresses)
        ]
        mail = build_mail(
            each.letter, f"{MEDIUM_MAIL}{each.medium}", run_context.folder, proof.period, recipients
        )
        found.append(replace(mail, individual=True, held=each.held))
    return found


def list_addresses(run_context: RunContext, rendered: RenderedMedium) -> tuple[str, ...]:
    """Return the addresses that the mail of a medium goes to; none for a medium without a mail."""
    return (
        MediaSettings.from_overrides(run_context.municipality.media_settings).addresses(rendered.role)
        if rendered.role
        else ()
    )


def count_media_without_address(result: PublishResult) -> Counter[str]:
    """Return the number of rendered media for which no address is set."""
    return +Counter(lies_ready=len(result.media_without_address))
