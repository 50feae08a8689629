"""The dated notes that readers see on a story that was corrected, added or withdrawn after publication.

A note follows on what its story tells in short, so every medium shows it in its own form, and what was
corrected with it; earlier notes follow where the whole story is told.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from terugkom.documents.formatting import format_short_date
from terugkom.documents.messages import translate
from terugkom.editions.corrections.correction_model import CorrectionKind, StoryCorrection
from terugkom.editions.proof import Proof
from terugkom.editions.published_stories import PublishedEdition
from terugkom.editions.story import Story
from terugkom.editions.withdrawn_successes import count_without_withdrawn, list_uncounted


def build_published_proof(edition: PublishedEdition, today: date) -> Proof:
    """Return an edition as its readers find it: each story with the notes of its corrections, and what was
    withdrawn with the reason. A correction that is not published yet is dated `today`."""
    stories = []
    for code in _list_codes(edition):
        own = [each for each in edition.corrections if each.story_code == code]
        original = edition.proof.find_story(code)
        if own:
            stories.append(_annotate(edition, own, today))
        elif original:
            stories.append(original)
    return replace(edition.proof, stories=tuple(stories), counts=count_without_withdrawn(edition))


def build_current_proof(edition: PublishedEdition) -> Proof:
    """Return an edition as it would be if it had been right at once: without notes and withdrawn stories."""
    found = (edition.find_story(code) for code in _list_codes(edition))
    stories = tuple(story for story in found if story)
    return replace(edition.proof, stories=stories, counts=count_without_withdrawn(edition))


def format_note(correction: StoryCorrection, language: str, today: date) -> str:
    """Return a correction as readers are told of it, on one line of Markdown."""
    day = format_short_date(correction.published_on or today, language)
    note = " ".join(correction.note.split())
    return translate(f"story.note.{correction.kind}", language, day=day, note=note).strip()


def format_uncounted(edition: PublishedEdition, withdrawn: Story) -> str:
    """Return for readers that what was withdrawn is left out of the numbers; "" if nothing of it counted."""
    is_counted = bool(list_uncounted(edition, withdrawn))
    return translate("story.uncounted", edition.proof.language) if is_counted else ""


def _list_codes(edition: PublishedEdition) -> list[str]:
    """Return the codes of the stories in the order of the edition, those that were added last."""
    codes = [story.code for story in edition.proof.stories]
    return list(dict.fromkeys([*codes, *(each.story_code for each in edition.corrections)]))


def _annotate(edition: PublishedEdition, corrections: Sequence[StoryCorrection], today: date) -> Story:
    """Return a story after its corrections, the newest note first."""
    last, language = corrections[-1], edition.proof.language
    notes = [format_note(each, language, today) for each in reversed(corrections)]
    changed_on = last.published_on or today
    if last.kind is CorrectionKind.WITHDRAW:
        withdrawn = _annotate_withdrawn(edition, Story.from_fields(last.previous), notes[0])
        return replace(withdrawn, changed_on=changed_on)
    return replace(Story.from_fields(last.story), notes=tuple(notes), changed_on=changed_on)


def _annotate_withdrawn(edition: PublishedEdition, before: Story, note: str) -> Story:
    language = edition.proof.language
    return replace(
        before,
        title=translate("story.withdrawn-title", language, title=before.title),
        lead=f"{note} {format_uncounted(edition, before)}".strip(),
        body="",
        figures=(),
        picture=None,
        quote="",
        is_withdrawn=True,
    )
