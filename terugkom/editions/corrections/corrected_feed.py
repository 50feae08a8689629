"""The website's feed after a correction: the newest edition's stories, and corrections of earlier ones.

The feed belongs to the newest edition. A story of an earlier one that is corrected comes back into it as an
update, under the identifier that it had.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from terugkom.documents.document_store import DocumentStore
from terugkom.editions.media.atom_feed import FeedEntry
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.rendered import File
from terugkom.editions.media.website import build_feed_entries, render_feed_file
from terugkom.editions.model import Edition
from terugkom.editions.published_stories import (
    PublishedEdition,
    list_published_corrections,
    list_website_editions,
    load_published_edition,
)
from terugkom.editions.story_notes import build_published_proof
from terugkom.editions.withdrawn_successes import add_counted_successes


@dataclass(frozen=True)
class WebsiteEditions:
    """The published editions of a municipality that are on its website, by period."""

    editions: tuple[PublishedEdition, ...]

    def is_newest(self, moment_id: int) -> bool:
        """Whether this edition has the website's front page and feed."""
        return bool(self.editions) and self.editions[-1].moment_id == moment_id


def load_website_editions(
    session: Session, documents: DocumentStore, municipality_id: int, corrected: PublishedEdition
) -> WebsiteEditions:
    """Return the editions on the website, one of them as it is `corrected`. Raises DocumentChanged."""
    found = list_website_editions(session, municipality_id)
    newest = [each.moment_id for each in found[-1:]]
    return WebsiteEditions(
        tuple(
            corrected
            if each.moment_id == corrected.moment_id
            else add_counted_successes(session, load_published_edition(session, documents, each))
            for each in found
            if each.moment_id in (corrected.moment_id, *newest) or _has_corrections(session, each)
        )
    )


def render_corrected_feed(
    website: WebsiteEditions, media_context: MediaContext, today: date, now: datetime
) -> File:
    """Render the feed; a correction that is not published yet is of `now`. Raises TemplateError."""
    newest = website.editions[-1]
    own = add_publication_days(media_context, newest, now)
    corrected = [
        entry
        for edition in website.editions[:-1]
        for entry in _list_corrected_entries(edition, media_context, newest.published_at, today, now)
    ]
    return render_feed_file(build_published_proof(newest, today).public_only, own, corrected)


def add_publication_days(
    media_context: MediaContext, edition: PublishedEdition, now: datetime
) -> MediaContext:
    """Return the context with the days of an edition's publication and corrections, so that what was not
    corrected is rendered as it was."""
    corrected_at = {each.story_code: each.published_at or now for each in edition.corrections}
    return replace(
        media_context,
        today=edition.published_on,
        rendered_at=edition.published_at,
        corrected_at=corrected_at,
    )


def _list_corrected_entries(
    edition: PublishedEdition, media_context: MediaContext, since: datetime, today: date, now: datetime
) -> Iterator[FeedEntry]:
    placed = add_publication_days(media_context, edition, now)
    for entry in build_feed_entries(build_published_proof(edition, today), placed):
        corrected_at = placed.corrected_at.get(entry.story.code)
        if corrected_at and corrected_at > since:
            yield entry


def _has_corrections(session: Session, edition: Edition) -> bool:
    return bool(list_published_corrections(session, edition.moment_id))
