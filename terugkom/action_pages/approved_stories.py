"""What approved editions told on the website about one action: the only free text on its standing page."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import DocumentChanged
from terugkom.editions.media.website import format_page_path
from terugkom.editions.published_stories import (
    PublishedEdition,
    list_website_editions,
    load_published_edition,
)
from terugkom.editions.story import Story
from terugkom.plan.model import Municipality

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
    published = list_website_editions(session, municipality.id)[::-1]
    for edition in published:
        try:
            stories = _list_stories(load_published_edition(session, documents, edition))
        except DocumentChanged as error:
            errors.append(error)
            continue
        for story in stories:
            path = format_page_path(edition.moment.period, story.code)
            told = ApprovedStory(edition.moment.period, story.title, story.lead, path)
            found[story.actions[0]].append(told)
    newest = {code: tuple(stories[:MAX_STORIES]) for code, stories in found.items()}
    return ApprovedStories(newest, bool(published), tuple(errors))


def _list_stories(published: PublishedEdition) -> list[Story]:
    """Return the public stories about a single action as they stand now; not those that were withdrawn."""
    codes = [story.code for story in published.proof.public_only.stories]
    current = (published.find_story(code) for code in codes)
    return [story for story in current if story and story.public and len(story.actions) == 1]
