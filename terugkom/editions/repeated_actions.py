"""An action stands once in an edition: one with a story of its own is not on the list of the others.

The lists are those that we write ("Ook vertraagd of gestopt"): one point an action. What tells an action
instead is a story of the same kind, for the same readers: any other says something else of it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from terugkom.editions.classify_action import ACTION_KINDS
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import StoryDraft
from terugkom.editions.story_text import split_parts

_POINT = re.compile(r"[-*+] ")


@dataclass(frozen=True)
class OwnStories:
    """Which actions have a story of their own, by its kind; `public` of them for readers outside too."""

    every: frozenset[tuple[StoryKind, str]] = frozenset()
    public: frozenset[tuple[StoryKind, str]] = frozenset()

    def tell(self, kind: StoryKind, code: str, *, public: bool) -> bool:
        """Return whether all readers of a list of this kind find the action in a story of its own."""
        return (kind, code) in (self.public if public else self.every)


def find_own_stories(stories: Iterable[StoryDraft]) -> OwnStories:
    """Return which actions have a story of their own among these."""
    own = [each for each in stories if len(each.actions) == 1 and not _list_points(each)]
    return OwnStories(
        frozenset((each.kind, each.actions[0]) for each in own),
        frozenset((each.kind, each.actions[0]) for each in own if each.public),
    )


def drop_repeated_actions(story: StoryDraft, own: OwnStories) -> StoryDraft | None:
    """Return a story without the points about actions that have a story of their own; None if none is left.

    A list to which a person added words of their own stays, without its points, for those words.
    """
    points = _list_points(story)
    if not points or story.kind not in ACTION_KINDS:
        return story
    kept = [
        (code, point)
        for code, point in zip(story.actions, points, strict=True)
        if not own.tell(story.kind, code, public=story.public)
    ]
    if len(kept) == len(points):
        return story
    announcement, _, *others = split_parts(story.text)
    if not kept and not others:
        return None
    told = [announcement, "\n".join(point for _, point in kept)] if kept else []
    return replace(story, text="\n\n".join([*told, *others]), actions=tuple(code for code, _ in kept))


def _list_points(story: StoryDraft) -> tuple[str, ...]:
    """Return the points of a story that lists its actions, one for each; empty for any other story."""
    parts = split_parts(story.text)
    if len(parts) < 2 or not parts[0].rstrip().endswith(":"):
        return ()
    points = tuple(_split_points(parts[1]))
    return points if len(points) == len(story.actions) else ()


def _split_points(part: str) -> Iterator[str]:
    """Yield the points of a list with the lines that belong to each; nothing if it is no list."""
    lines = part.split("\n")
    starts = [at for at, line in enumerate(lines) if _POINT.match(line)]
    if starts[:1] == [0]:
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            yield "\n".join(lines[start:end]).rstrip()
