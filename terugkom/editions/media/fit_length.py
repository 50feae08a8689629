"""Fit stories into a length limit: setbacks take precedence, and no sentence is cut.

A document shows a story's title, its lead or the whole text. To save length, bodies are omitted first, then
whole stories; of a setback at least the title is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from terugkom.documents.markup import Block, on_paper
from terugkom.editions.story import Story, StoryKind
from terugkom.errors import InputError


class NoRoom(InputError):
    """The length limit is too short for the titles of the setbacks."""


class Depth(IntEnum):
    """How much of a story a document shows."""

    TITLE = 1
    LEAD = 2
    WHOLE = 3


@dataclass(frozen=True)
class Told:
    """A story with the level of detail that a document shows."""

    story: Story
    depth: Depth

    @property
    def title(self) -> str:
        """Its title, as the story has it."""
        return self.story.title

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """What stands below the title, as on paper."""
        lead = on_paper(self.story.lead) if self.depth >= Depth.LEAD else ()
        return lead + (on_paper(self.story.body) if self.depth == Depth.WHOLE else ())

    @property
    def text(self) -> str:
        """All of its words, a line for each paragraph."""
        return "\n".join((self.title, *(block.text for block in self.blocks)))


def words(text: str) -> int:
    """Return the number of whitespace-separated words, as word processors count."""
    return len(text.split())


def steps(stories: Sequence[Story], deepest: Depth = Depth.WHOLE) -> tuple[tuple[int, Depth], ...]:
    """Return (story index, detail level) pairs in order of priority, to be shown until the length is used."""
    places = range(len(stories))
    hard = [at for at in places if stories[at].kind is StoryKind.LESS_WELL]
    order = hard + [at for at in places if at not in hard]
    titles = tuple((at, Depth.TITLE) for at in hard)
    leads = tuple((at, Depth.LEAD) for at in order)
    bodies = tuple((at, Depth.WHOLE) for at in order if stories[at].body.strip())
    return titles + leads + (bodies if deepest is Depth.WHOLE else ())


def fitted(stories: Sequence[Story], fits: Callable[[Sequence[Told]], bool]) -> tuple[Told, ...]:
    """Return the stories that fit, in their order. Raises NoRoom."""
    told: dict[int, Depth] = {}
    for at, depth in steps(stories):
        if depth is Depth.WHOLE and told.get(at) is not Depth.LEAD:
            continue
        further = {**told, at: depth}
        if fits(_telling(stories, further)):
            told = further
        elif depth is Depth.TITLE:
            raise NoRoom("the length limit is too short for the titles of the setbacks")
    return _telling(stories, told)


def _telling(stories: Sequence[Story], told: dict[int, Depth]) -> tuple[Told, ...]:
    return tuple(Told(stories[at], told[at]) for at in sorted(told))
