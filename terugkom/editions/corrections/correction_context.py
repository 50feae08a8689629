"""What the mails about a correction share."""

from dataclasses import replace
from typing import Any

from terugkom.delivery.enqueue import RunContext
from terugkom.editions.corrections.correction_model import StoryCorrection
from terugkom.editions.edition_period import format_edition
from terugkom.editions.story import Story


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
        "is_text_same": bool(previous and story and replace(previous, picture=story.picture) == story),
        "title": told.title if told else correction.story_code,
        "made_on": correction.published_on or run_context.today,
    }


def _describe_photograph(previous: Story | None, story: Story | None) -> str:
    """Return what a correction does with the photograph: ``removed``, ``replaced`` or ``added``; else ""."""
    if previous is None or story is None:
        return ""
    before, after = (each.picture and each.picture.sha256 for each in (previous, story))
    if before == after:
        return ""
    return "added" if not before else "replaced" if after else "removed"
