"""What stands behind yes or no in the files of stories: "ja, maar pas na 1 mei". Who reviews reads it."""

from collections.abc import Iterable
from dataclasses import dataclass

from terugkom.editions.story_file import StoryDraft
from terugkom.editions.story_words import get_field_word, split_yes_or_no


@dataclass(frozen=True)
class StoryReason:
    """The words behind yes or no in a field of a story, as they were written.

    `keeps_inside`: a yes to publication with words behind it, which may be a condition, is no yes yet.
    """

    title: str
    field: str  # as it is called in the file
    written: str
    keeps_inside: bool

    @property
    def line(self) -> str:
        """The line of the file."""
        return f"{self.field}: {self.written}"


def list_reasons(stories: Iterable[StoryDraft | None], language: str) -> tuple[StoryReason, ...]:
    """Return the words behind yes or no of these stories, in their order."""
    return tuple(
        StoryReason(
            story.title,
            get_field_word(field, language),
            written,
            keeps_inside=field == "public" and split_yes_or_no(written)[0] is True,
        )
        for story in stories
        if story
        for field, written in story.reasons
    )
