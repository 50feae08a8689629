"""Fit stories into a length limit: setbacks take precedence, and no sentence is cut.

A document shows a story's title, its lead or the whole text. To save length, bodies are omitted first, then
whole stories; of a setback at least the title is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from terugkom.documents.markup import TextBlock, parse_print_blocks
from terugkom.editions.story import Story, StoryKind
from terugkom.errors import InputError


class LengthTooShort(InputError):
    """The length limit is too short for the titles of the setbacks."""


class DetailLevel(IntEnum):
    """How much of a story a document shows."""

    TITLE = 1
    LEAD = 2
    WHOLE = 3


@dataclass(frozen=True)
class FittedStory:
    """A story with the level of detail that a document shows."""

    story: Story
    detail_level: DetailLevel

    @property
    def title(self) -> str:
        """Its title, as the story has it."""
        return self.story.title

    @cached_property
    def blocks(self) -> tuple[TextBlock, ...]:
        """What stands below the title, as on paper."""
        lead = parse_print_blocks(self.story.lead) if self.detail_level >= DetailLevel.LEAD else ()
        return lead + (parse_print_blocks(self.story.body) if self.detail_level == DetailLevel.WHOLE else ())

    @property
    def text(self) -> str:
        """All of its words, a line for each paragraph."""
        return "\n".join((self.title, *(block.text for block in self.blocks)))


def count_words(text: str) -> int:
    """Return the number of whitespace-separated words, as word processors count."""
    return len(text.split())


def rank_details(
    stories: Sequence[Story], max_level: DetailLevel = DetailLevel.WHOLE
) -> tuple[tuple[int, DetailLevel], ...]:
    """Return (story index, detail level) pairs in order of priority, to be shown until the length is used."""
    places = range(len(stories))
    setbacks = [at for at in places if stories[at].kind is StoryKind.LESS_WELL]
    order = setbacks + [at for at in places if at not in setbacks]
    titles = tuple((at, DetailLevel.TITLE) for at in setbacks)
    leads = tuple((at, DetailLevel.LEAD) for at in order)
    bodies = tuple((at, DetailLevel.WHOLE) for at in order if stories[at].body.strip())
    return titles + leads + (bodies if max_level is DetailLevel.WHOLE else ())


def fit_stories(
    stories: Sequence[Story], fits: Callable[[Sequence[FittedStory]], bool]
) -> tuple[FittedStory, ...]:
    """Return the stories that fit, in their order. Raises LengthTooShort."""
    levels: dict[int, DetailLevel] = {}
    for at, depth in rank_details(stories):
        if depth is DetailLevel.WHOLE and levels.get(at) is not DetailLevel.LEAD:
            continue
        further = {**levels, at: depth}
        if fits(_build_fitted_stories(stories, further)):
            levels = further
        elif depth is DetailLevel.TITLE:
            raise LengthTooShort("the length limit is too short for the titles of the setbacks")
    return _build_fitted_stories(stories, levels)


def _build_fitted_stories(
    stories: Sequence[Story], levels: dict[int, DetailLevel]
) -> tuple[FittedStory, ...]:
    return tuple(FittedStory(stories[at], levels[at]) for at in sorted(levels))
