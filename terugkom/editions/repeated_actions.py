"""An action stands once in an edition: one with a story of its own is not on the list of the others.

The lists are those that we write ("Ook klaar"): one point an action. What tells an action
instead is a story of the same kind, for the same readers: any other says something else of it. So two lists
of one kind for the same readers, as when what was internal became public, are one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from terugkom.documents.messages import translate
from terugkom.editions.classify_action import ACTION_KINDS
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import StoryDraft
from terugkom.editions.story_text import split_parts

_POINT = re.compile(r"[-*+] ")


@dataclass(frozen=True)
class OwnStoryCodes:
    """Which actions have a story of their own, by its kind; `public` of them for readers outside too."""

    every: frozenset[tuple[StoryKind, str]] = frozenset()
    public: frozenset[tuple[StoryKind, str]] = frozenset()

    def cover(self, kind: StoryKind, code: str, *, public: bool) -> bool:
        """Return whether all readers of a list of this kind find the action in a story of its own."""
        return (kind, code) in (self.public if public else self.every)


def find_own_stories(stories: Iterable[StoryDraft]) -> OwnStoryCodes:
    """Return which actions have a story of their own among these."""
    own = [each for each in stories if len(each.actions) == 1 and not _list_points(each)]
    return OwnStoryCodes(
        frozenset((each.kind, each.actions[0]) for each in own),
        frozenset((each.kind, each.actions[0]) for each in own if each.public),
    )


def drop_repeated_actions(story: StoryDraft, own: OwnStoryCodes) -> StoryDraft | None:
    """Return a story without the points about actions that have a story of their own; None if none is left.

    A list to which a person added words of their own stays, without its points, for those words.
    """
    told = {code for code in story.actions if own.cover(story.kind, code, public=story.public)}
    return _drop_points(story, told)


def join_lists(stories: Sequence[tuple[str, StoryDraft]], language: str) -> list[tuple[str, StoryDraft]]:
    """Return the stories of files without the points that a list before has, for the same readers.

    A list with the same first words as one before, and nothing else, is a part of that one. The title of what
    is public does not say that it is for staff.
    """
    joined: list[tuple[str, StoryDraft]] = []
    listed: defaultdict[tuple[StoryKind, bool], set[str]] = defaultdict(set)  # by kind, and whether public
    places: dict[tuple[StoryKind, bool, str], int] = {}
    for name, each in stories:
        if not _is_list(each):
            joined.append((name, each))
            continue
        before = listed[each.kind, True] | (set() if each.public else listed[each.kind, False])
        listed[each.kind, each.public].update(each.actions)
        story = _drop_points(each, before)
        if story is None:
            continue
        if story.public:
            story = replace(story, title=story.title.removesuffix(translate("story.staff-only", language)))
        first, *others = split_parts(story.text)
        place = places.setdefault((story.kind, story.public, first), len(joined))
        if place < len(joined) and len(others) == 1 and _is_list(story):
            joined[place] = (joined[place][0], _add_points(joined[place][1], story))
        else:
            joined.append((name, story))
    return joined


def _is_list(story: StoryDraft) -> bool:
    return story.kind in ACTION_KINDS and bool(_list_points(story))


def _add_points(story: StoryDraft, other: StoryDraft) -> StoryDraft:
    """Return a list with the points of another one behind its own."""
    first, _, *others = split_parts(story.text)
    points = "\n".join([*_list_points(story), *_list_points(other)])
    text = "\n\n".join([first, points, *others])
    return replace(story, text=text, actions=(*story.actions, *other.actions))


def _drop_points(story: StoryDraft, told: Set[str]) -> StoryDraft | None:
    """Return a list without the points about these actions; None if it has nothing else."""
    points = _list_points(story)
    if not points or story.kind not in ACTION_KINDS:
        return story
    kept = [(code, point) for code, point in zip(story.actions, points, strict=True) if code not in told]
    if len(kept) == len(points):
        return story
    announcement, _, *others = split_parts(story.text)
    if not kept and not others:
        return None
    left = [announcement, "\n".join(point for _, point in kept)] if kept else []
    return replace(story, text="\n\n".join([*left, *others]), actions=tuple(code for code, _ in kept))


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
