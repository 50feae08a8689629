"""Record the claims of an edition when it is published, with the media that had each, and where it stays."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.claims.claim_rows import PublishedClaim
from terugkom.claims.ledger_entry import LedgerEntry
from terugkom.delivery.enqueue import RunContext
from terugkom.editions.claim_checks import build_claimed_story
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.proof import Proof
from terugkom.editions.publish_channels import PublishChannels
from terugkom.editions.publish_targets import list_channels
from terugkom.editions.select_publications import MASTODON, WORDPRESS
from terugkom.editions.story import Story
from terugkom.plan.media import Medium


def build_published_claims(
    run_context: RunContext, proof: Proof, rendered: Sequence[RenderedMedium], channels: PublishChannels
) -> list[PublishedClaim]:
    """Return the rows of the claims that some medium has, to be stored with the publication."""
    found = []
    for entry in proof.claims:
        carrying = [each for each in rendered if _has_story(each, entry)]
        if carrying:
            row = _build_row(run_context, entry)
            row.media = [str(each.medium) for each in carrying]
            row.stays_on = [place for each in carrying for place in _list_lasting(each, entry, channels)]
            found.append(row)
    return found


def add_published_claims(session: Session, claims: Sequence[PublishedClaim]) -> None:
    """Store the rows of claims; one that media of the edition had before is stored once, with all of them."""
    if not claims:
        return
    query = select(PublishedClaim).where(PublishedClaim.moment_id == claims[0].moment_id)
    known = {(each.story, each.rule, each.text): each for each in session.scalars(query)}
    for claim in claims:
        before = known.get((claim.story, claim.rule, claim.text))
        if before is None:
            session.add(claim)
        else:
            before.media = list(dict.fromkeys([*before.media, *claim.media]))
            before.stays_on = list(dict.fromkeys([*before.stays_on, *claim.stays_on]))


def release_corrected_claims(session: Session, moment_id: int, code: str, story: Story | None) -> None:
    """Record that the claims of a story that its correction no longer says stand nowhere any more.

    `story` is the story as it stands now, None if it was withdrawn.
    """
    said = " ".join(build_claimed_story(story).text.split()) if story else ""
    query = select(PublishedClaim).where(PublishedClaim.moment_id == moment_id, PublishedClaim.story == code)
    for claim in session.scalars(query):
        if " ".join(claim.text.split()) not in said:
            claim.stays_on = []


def _has_story(rendered: RenderedMedium, entry: LedgerEntry) -> bool:
    """Return whether a medium has the story of a claim; one that chooses its stories says which."""
    if not rendered.has_content or (rendered.medium.is_public and not entry.public):
        return False
    if rendered.medium is Medium.WEBSITE:
        return any(file.story == entry.story for file in rendered.files)
    return rendered.story_codes is None or entry.story in rendered.story_codes


def _list_lasting(rendered: RenderedMedium, entry: LedgerEntry, channels: PublishChannels) -> Iterator[str]:
    """Yield where readers find a story for years: what is mailed or printed is read once."""
    carriers = list_channels(rendered.medium, channels)
    if rendered.medium is Medium.WEBSITE:
        yield Medium.WEBSITE.value
        yield from (each for each in carriers if each == WORDPRESS)
    posts = (post for post in rendered.posts if post.network == MASTODON)
    if MASTODON in carriers and any(post.story == entry.story for post in posts):
        yield MASTODON


def _build_row(run_context: RunContext, entry: LedgerEntry) -> PublishedClaim:
    return PublishedClaim(
        municipality_id=run_context.municipality.id,
        moment_id=run_context.moment_id,
        story=entry.story,
        title=entry.title,
        public=entry.public,
        kind=entry.kind,
        rule=entry.rule,
        text=entry.text,
        rests_on=entry.rests_on,
        action=entry.action,
        indicator=entry.indicator,
        value=entry.value,
        figure=entry.figure,
        proved_on=entry.proved_on,
        source=entry.source,
        given_by_id=entry.given_by_id,
        given_through=entry.given_through,
        kept_sentence_id=(entry.kept.id or None) if entry.kept else None,
        holds_until=entry.holds_until,
        published_on=run_context.today,
    )
