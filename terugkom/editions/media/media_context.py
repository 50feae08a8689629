"""The context in which a medium is rendered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from terugkom.documents.file_store import DocumentChanged, sha256
from terugkom.documents.templates import Templates
from terugkom.editions.story import Story
from terugkom.plan.code_of_conduct import CodeOfConduct
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.site_links import SiteLinks


@dataclass(frozen=True)
class MediaContext:
    """The municipality's templates and media settings, and the edition's pictures by file name."""

    templates: Templates
    settings: MediaSettings
    pictures: Mapping[str, bytes]
    rendered_at: datetime  # timezone-aware: the same value gives the same bytes
    today: date  # the day of the run, which is printed
    answer_address: str = ""  # mail address for answers
    earlier_periods: tuple[
        str, ...
    ] = ()  # periods of the editions that the website has already, newest first
    code_of_conduct: CodeOfConduct | None = None  # the code of conduct, if the municipality has one
    has_action_pages: bool = False  # whether the website has a standing page about each public action
    links: SiteLinks = field(default_factory=SiteLinks)  # to our pages; none without an address of theirs
    # The URL of each page that is on the website, by its path; None: each page of the edition is at its path.
    page_urls: Mapping[str, str] | None = None
    setback_reason: str = ""  # why the medium tells of no setbacks, if it tells successes alone
    corrected_at: Mapping[str, datetime] = field(default_factory=dict)  # by code of a story: when, if it was
    # Codes of stories that stay in this medium whatever their kind, for it told them before a correction.
    kept_stories: frozenset[str] = frozenset()

    @property
    def ideas_address(self) -> str:
        """The mail address for ideas."""
        return self.settings.ideas_address or self.answer_address

    def read_picture(self, story: Story) -> bytes | None:
        """Return a story's picture, if it has one. Raises DocumentChanged if it is not the approved one."""
        if story.picture is None:
            return None
        content = self.pictures.get(story.picture.name, b"")
        if sha256(content) != story.picture.sha256:
            raise DocumentChanged(f"the picture {story.picture.name} is not the one that was approved")
        return content
