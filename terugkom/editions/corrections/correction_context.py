"""What the mails about a correction share."""

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
        "title": told.title if told else correction.story_code,
        "made_on": correction.published_on or run_context.today,
    }
