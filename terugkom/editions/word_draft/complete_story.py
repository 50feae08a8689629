"""Complete a story of a returned draft: rows that its table lost, and a photograph that was taken away.

Who removes a row, or a table that looks technical, says nothing of what stood there.
"""

from dataclasses import replace
from typing import Any

from terugkom.documents.messages import translate
from terugkom.editions.story_file import StoryDraft
from terugkom.editions.story_words import FIELDS, YES_OR_NO_FIELDS
from terugkom.editions.word_draft.parse_draft import ReturnedStory

_PICTURE_FIELDS = ("alt", "photographer", "permission")  # of the photograph that they were written for


def complete_story(returned: ReturnedStory, current: StoryDraft, language: str) -> ReturnedStory:
    """Return a story with the fields of the current one in place of rows that its table lost, and says which
    rows that made a difference for."""
    story = returned.story
    if story is None:
        return returned
    lost = [field for field in FIELDS if field != "title" and field not in returned.given]
    said = dict(current.reasons)
    reasons = [(field, said[field]) for field in YES_OR_NO_FIELDS if field in lost and field in said]
    kept = [field for field in lost if getattr(story, field) != getattr(current, field)]
    completed = replace(
        story,
        code=returned.code,
        reasons=(*story.reasons, *reasons),
        **{field: getattr(current, field) for field in lost},
    )
    if not kept:
        return replace(returned, story=completed)
    labels = ", ".join(f"“{translate(f'draft.field.{field}', language)}”" for field in kept)
    said_so = translate("draft.rows-gone", language, labels=labels)
    return replace(returned, story=completed, not_taken=(*returned.not_taken, said_so))


def remove_picture(story: StoryDraft) -> StoryDraft:
    """Return a story without its photograph, and without what was written of it."""
    empty: dict[str, Any] = dict.fromkeys(("picture", *_PICTURE_FIELDS), "")
    return replace(story, **empty)


def forget_picture_fields(story: StoryDraft, current: StoryDraft) -> StoryDraft:
    """Return a story without what was written of the photograph before: who allowed that one did not allow
    this one. What was written anew stays."""
    anew: dict[str, Any] = {field: getattr(story, field) for field in _PICTURE_FIELDS}
    unchanged = [field for field, value in anew.items() if value == getattr(current, field)]
    return replace(story, **anew | dict.fromkeys(unchanged, ""))
