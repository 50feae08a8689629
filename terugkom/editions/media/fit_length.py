"""Fit stories into a length limit: setbacks take precedence, and no sentence is cut.

A document shows a story's title, its short form or the whole text. To save length, what follows on the short
forms is omitted first, then whole stories; of a setback at least the title is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import zip_longest

from terugkom.documents.markup import TextBlock, TextRun, parse_print_blocks
from terugkom.editions.story import SUCCESS_KINDS, Story, StoryKind
from terugkom.errors import InputError

MAX_TITLES = 5  # of setbacks that are told by their title alone; the others are counted


class LengthTooShort(InputError):
    """The length limit is too short for the titles of the setbacks, or for anything else."""


@dataclass(frozen=True)
class LengthLimit:
    """How long an article may be: at most so many of a unit, as `measure` counts them."""

    most: int
    unit: str
    measure: Callable[[str], int]


class DetailLevel(IntEnum):
    """How much of a story a document shows."""

    TITLE = 1
    SHORT = 2
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
        if self.detail_level is DetailLevel.TITLE:
            return ()
        return parse_print_blocks(
            self.story.text_with_last_note if self.detail_level is DetailLevel.WHOLE else self.story.short
        )

    @property
    def text(self) -> str:
        """All of its words, a line for each paragraph."""
        return "\n".join((self.title, *(block.text for block in self.blocks)))


@dataclass(frozen=True)
class TitleList:
    """The setbacks of which a document shows the title alone, as one list under a title of its own."""

    title: str
    points: tuple[str, ...]

    @property
    def blocks(self) -> tuple[TextBlock, ...]:
        """The titles, as points."""
        return tuple(TextBlock("point", (TextRun(text),)) for text in self.points)


def count_words(text: str) -> int:
    """Return the number of whitespace-separated words, as word processors count."""
    return len(text.split())


def rank_details(
    stories: Sequence[Story], max_level: DetailLevel = DetailLevel.WHOLE
) -> tuple[tuple[int, DetailLevel], ...]:
    """Return (story index, detail level) pairs in order of priority, to be shown until the length is used.

    First the titles of some setbacks (the others are counted at the end of their list), then setbacks and
    others in turn, so that neither fills a short article.
    """
    places = range(len(stories))
    setbacks = [at for at in places if stories[at].kind is StoryKind.LESS_WELL]
    others = [at for at in places if at not in setbacks]
    order = [at for pair in zip_longest(setbacks, others) for at in pair if at is not None]
    titles = tuple((at, DetailLevel.TITLE) for at in setbacks[:MAX_TITLES])
    shorts = tuple((at, DetailLevel.SHORT) for at in order)
    bodies = tuple((at, DetailLevel.WHOLE) for at in order if stories[at].body.strip())
    return titles + shorts + (bodies if max_level is DetailLevel.WHOLE else ())


def fit_stories(
    stories: Sequence[Story], fits: Callable[[Sequence[FittedStory]], bool]
) -> tuple[FittedStory, ...]:
    """Return the stories that fit, in their order; no success while no setback fits with its reason.

    Raises LengthTooShort.
    """
    levels: dict[int, DetailLevel] = {}
    for at, depth in rank_details(stories):
        if depth is DetailLevel.WHOLE and levels.get(at) is not DetailLevel.SHORT:
            continue
        if (
            depth is DetailLevel.SHORT
            and stories[at].kind in SUCCESS_KINDS
            and _hides_reasons(stories, levels)
        ):
            continue
        further = {**levels, at: depth}
        if fits(_build_fitted_stories(stories, further)):
            levels = further
        elif depth is DetailLevel.TITLE:
            raise LengthTooShort("error.length.titles")
    if levels and set(levels.values()) == {DetailLevel.TITLE}:
        raise LengthTooShort("error.length.more-than-titles")
    return _build_fitted_stories(stories, levels)


def _hides_reasons(stories: Sequence[Story], levels: dict[int, DetailLevel]) -> bool:
    """Return whether there are setbacks and only their titles are shown."""
    shown = [levels.get(at) for at, story in enumerate(stories) if story.kind is StoryKind.LESS_WELL]
    return bool(shown) and all(each is DetailLevel.TITLE for each in shown)


def _build_fitted_stories(
    stories: Sequence[Story], levels: dict[int, DetailLevel]
) -> tuple[FittedStory, ...]:
    return tuple(FittedStory(stories[at], levels[at]) for at in sorted(levels))
