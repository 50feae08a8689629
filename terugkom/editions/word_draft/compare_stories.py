"""Show what changed between two texts of a story, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from terugkom.documents.markup import render_plain
from terugkom.documents.messages import translate
from terugkom.editions.story_file import StoryDraft
from terugkom.editions.word_draft.draft_fields import list_rows
from terugkom.editions.word_draft.draft_stamp import normalize_story

_WORDS = re.compile(r"\s+|[^\s]+")
_MIN_SAME_WORDS = 3  # that stay in one piece amid changes
_MAX_WORDS = (
    4_000  # comparing takes the square of them in the worst case; beyond it both texts are shown whole
)


@dataclass(frozen=True)
class ChangedPart:
    """A part of a text: ``same``, ``removed`` or ``added``."""

    kind: str
    text: str


@dataclass(frozen=True)
class StoryChange:
    """A field of a story that differs, by its label, with the parts of both its values in order."""

    label: str
    parts: tuple[ChangedPart, ...]


def compare_stories(
    before: StoryDraft | None, after: StoryDraft | None, language: str
) -> tuple[StoryChange, ...]:
    """Return the fields in which two stories differ; all that have a value if one of the two is missing."""
    old, new = dict(_list_values(before, language)), dict(_list_values(after, language))
    return tuple(
        StoryChange(label, compare_words(old.get(label, ""), new.get(label, "")))
        for label in (old | new)
        if old.get(label, "") != new.get(label, "")
    )


def compare_words(before: str, after: str) -> tuple[ChangedPart, ...]:
    """Return two texts as one, with the words that were removed and added."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > _MAX_WORDS:
        whole = (ChangedPart("removed", before), ChangedPart("added", after))
        return tuple(part for part in whole if part.text)
    return tuple(_list_parts(old, new))


def _list_parts(old: Sequence[str], new: Sequence[str]) -> Iterator[ChangedPart]:
    at_old = at_new = 0
    for a, c, size in _list_same(old, new):
        if at_old < a:
            yield ChangedPart("removed", "".join(old[at_old:a]))
        if at_new < c:
            yield ChangedPart("added", "".join(new[at_new:c]))
        if size:
            yield ChangedPart("same", "".join(old[a : a + size]))
        at_old, at_new = a + size, c + size


def _list_same(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield where both texts are the same, as positions and a length; the last at their ends.

    A word or two that happen to be in both, amid what changed, are left out: such pieces cannot be read.
    """
    for a, c, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        is_inside = max(a, c) > 0 and not (a + size == len(old) and c + size == len(new))
        if not is_inside or len("".join(old[a : a + size]).split()) >= _MIN_SAME_WORDS:
            yield a, c, size


def _list_values(story: StoryDraft | None, language: str) -> Iterator[tuple[str, str]]:
    if story is None:
        return
    normalized = normalize_story(story)
    yield translate("draft.field.title", language), normalized.title
    yield translate("draft.field.text", language), render_plain(normalized.text)
    yield from list(list_rows(normalized, language))[2:]  # without its code, and whether it is included
