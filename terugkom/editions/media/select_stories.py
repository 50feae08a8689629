"""Which stories a channel tells that has room for some: of each kind the first, before a second of any."""

from collections.abc import Sequence

from terugkom.editions.story import Story, StoryKind

# The order of need: what went less well comes right after what is done, so that it is never left for later.
_ORDER = (
    *(StoryKind.DONE, StoryKind.LESS_WELL, StoryKind.UNDER_WAY, StoryKind.NEW, StoryKind.IDEA),
    *(StoryKind.DECISION, StoryKind.OTHER, StoryKind.FIGURES, StoryKind.DATES),
)
LISTS = (StoryKind.FIGURES, StoryKind.DATES)  # no stories of their own


def rank_stories(stories: Sequence[Story]) -> list[Story]:
    """Return all stories, the most needed first: kinds in turn, one action before many; lists are last."""
    turns: dict[StoryKind, int] = {}
    ranked = []
    for story in sorted(stories, key=lambda story: len(story.actions) > 1):  # stable: else as in the edition
        turn = turns[story.kind] = turns.get(story.kind, -1) + 1
        ranked.append((story.kind in LISTS, turn, _ORDER.index(story.kind), story))
    return [story for *_, story in sorted(ranked, key=lambda each: each[:3])]


def select_stories(stories: Sequence[Story], most: int) -> tuple[Story, ...]:
    """Return at most so many of the stories, in their order."""
    chosen = {story.code for story in rank_stories(stories)[:most]}
    return tuple(story for story in stories if story.code in chosen)
