"""What the mails about a correction share."""

from dataclasses import replace
from typing import Any, NamedTuple

from terugkom.delivery.enqueue import RunContext
from terugkom.editions.corrections.correction_model import StoryCorrection
from terugkom.editions.edition_period import format_edition
from terugkom.editions.story import Picture, Story

_CAPTION_FIELDS = ("alt", "photographer", "permission")  # of a `Picture`


class CaptionChange(NamedTuple):
    """What a photograph has in a field, ``alt``, ``photographer`` or ``permission``, and what it gets."""

    field: str
    before: str
    after: str


def build_correction_context(correction: StoryCorrection, run_context: RunContext) -> dict[str, Any]:
    """Return what the mails about a correction share: what it is, the story before and after, the note."""
    versions = (correction.previous, correction.story)
    previous, story = (Story.from_fields(each) if each else None for each in versions)
    told = previous or story
    return {
        "municipality": run_context.municipality.name,
        "quarter": format_edition(correction.moment.period, run_context.municipality.language),
        "kind": str(correction.kind),
        "note": correction.note,
        "file_reasons": correction.file_reasons.splitlines(),
        "previous": previous,
        "story": story,
        "photograph": _describe_photograph(previous, story),
        "caption_changes": _list_caption_changes(previous, story),
        "is_text_same": bool(previous and story and replace(previous, picture=story.picture) == story),
        "title": told.title if told else correction.story_code,
        "made_on": correction.published_on or run_context.today,
    }


def is_same_to_readers(correction: StoryCorrection) -> bool:
    """Return whether readers see no difference: what changed is who allowed the photograph, or its file."""
    if not correction.previous or not correction.story:
        return False
    previous, story = (Story.from_fields(each) for each in (correction.previous, correction.story))
    return replace(previous, picture=None) == replace(story, picture=None) and (
        _get_seen(previous.picture) == _get_seen(story.picture)
    )


def _describe_photograph(previous: Story | None, story: Story | None) -> str:
    """Return what a correction does with the photograph: ``removed``, ``replaced`` or ``added``, or
    ``caption`` if it stays and what is said of it changes; else ""."""
    if previous is None or story is None:
        return ""
    before, after = (each.picture and each.picture.sha256 for each in (previous, story))
    if before == after:
        return "caption" if _list_caption_changes(previous, story) else ""
    return "added" if not before else "replaced" if after else "removed"


def _list_caption_changes(previous: Story | None, story: Story | None) -> list[CaptionChange]:
    """Return what is said otherwise of a photograph: its description, photographer, permission."""
    before, after = (each.picture if each else None for each in (previous, story))
    if before is None or after is None:
        return []
    pairs = ((field, getattr(before, field), getattr(after, field)) for field in _CAPTION_FIELDS)
    return [CaptionChange(*pair) for pair in pairs if pair[1] != pair[2]]


def _get_seen(picture: Picture | None) -> tuple[str, str, str] | None:
    return (picture.sha256, picture.alt, picture.photographer) if picture else None
