"""What approved editions told on the website about one action: the only free text on its standing page."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import DocumentChanged
from terugkom.editions.media.website import format_page_path
from terugkom.editions.model import Edition, EditionState
from terugkom.editions.proof import Proof, parse_proof
from terugkom.plan.media import Medium
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment

MAX_STORIES = 4  # of one action: the newest


@dataclass(frozen=True)
class ApprovedStory:
    """A story about one action that was published on the website; `path` is that of its page there."""

    period: str
    title: str
    lead: str  # Markdown
    path: str


@dataclass(frozen=True)
class ApprovedStories:
    """The stories by the code of their action, newest first; and why texts of an edition are not in it."""

    by_action: Mapping[str, tuple[ApprovedStory, ...]]
    has_editions: bool  # on the website: then it has an overview of news
    errors: tuple[Exception, ...] = field(default=())


def load_approved_stories(
    session: Session, documents: DocumentStore, municipality: Municipality
) -> ApprovedStories:
    """Return the public stories about a single action of each edition that is on the website.

    A story about several actions may name one that is internal by now, so it is not repeated.
    """
    found: defaultdict[str, list[ApprovedStory]] = defaultdict(list)
    errors: list[Exception] = []
    published = list(_list_published(session, municipality))
    for period, text_hash in published:
        try:
            proof = _load_proof(documents, municipality.slug, period, text_hash)
        except DocumentChanged as error:
            errors.append(error)
            continue
        for story in proof.public_only.stories:
            if len(story.actions) == 1:
                path = format_page_path(period, story.code)
                found[story.actions[0]].append(ApprovedStory(period, story.title, story.lead, path))
    newest = {code: tuple(stories[:MAX_STORIES]) for code, stories in found.items()}
    return ApprovedStories(newest, bool(published), tuple(errors))


def _list_published(session: Session, municipality: Municipality) -> Iterator[tuple[str, str]]:
    """Yield the period and the hash of the text of each edition on the website, the newest first."""
    query = (
        select(Moment.period, Edition.text_hash, Edition.published_media)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == municipality.id, Edition.state == EditionState.PUBLISHED)
        .order_by(Moment.period.desc())
    )
    for period, text_hash, media in session.execute(query).tuples():
        if Medium.WEBSITE in media:
            yield period, text_hash


def _load_proof(documents: DocumentStore, slug: str, period: str, text_hash: str) -> Proof:
    """Return the text of an edition that was approved. Raises DocumentChanged if what is stored is not it."""
    name = f"{slug}/editions/{period}/proof-{text_hash[:8]}.json"
    try:
        proof = parse_proof(documents.read_unverified(name))
    except ValueError as error:
        raise DocumentChanged(f"the document {name} cannot be read: {error}") from error
    if proof.text_hash != text_hash:
        raise DocumentChanged(f"the document {name} is not the text that was approved")
    return proof
