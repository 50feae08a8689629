"""Review an edition: build the proof from the files in its folder, and list the problems."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from terugkom.documents.file_store import sha256
from terugkom.documents.image_file import detect_media_type
from terugkom.documents.messages import translate
from terugkom.editions import consistency_checks
from terugkom.editions.consistency_checks import PlanFacts
from terugkom.editions.indicator_figures import load_measured_figures
from terugkom.editions.model import Edition
from terugkom.editions.proof import Proof
from terugkom.editions.story import Picture, Story, StoryKind
from terugkom.editions.story_file import StoryDraft
from terugkom.editions.story_folder import StoryFolder, read_story_folder
from terugkom.plan.model import Municipality

_SUCCESS_KINDS = (StoryKind.DONE, StoryKind.UNDER_WAY)


@dataclass(frozen=True)
class EditionReview:
    """A proof with its pictures, the problems that must be corrected first, and the omitted setbacks."""

    proof: Proof
    pictures: Mapping[str, bytes]
    problems: tuple[str, ...] = ()
    omitted_setbacks: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether approval can be requested: there are no problems."""
        return not self.problems

    @property
    def internal_setbacks(self) -> tuple[str, ...]:
        """Titles of internal setbacks, if the public stories contain successes and no setback."""
        outside = self.proof.public_only
        if not outside.of_kind(*_SUCCESS_KINDS) or outside.of_kind(StoryKind.LESS_WELL):
            return ()
        return tuple(story.title for story in self.proof.of_kind(StoryKind.LESS_WELL))


def review_edition(
    session: Session,
    municipality: Municipality,
    edition: Edition,
    folder: Path,
    drafts: tuple[StoryDraft, ...],
) -> EditionReview:
    """Return the review of the files in the folder; `drafts` holds the drafts collected from the plan."""
    figures = load_measured_figures(session, municipality, edition.until)
    plan = consistency_checks.load_plan_facts(session, municipality, figures)
    found = read_story_folder(folder, municipality.language)
    problems = list(found.problems)
    for name, story in found.stories:
        problems += consistency_checks.check_story(name, story, plan)
    if not found.stories and not problems:
        problems.append(translate("story.none", municipality.language))
    proof = Proof(
        town=municipality.name,
        slug=municipality.slug,
        language=municipality.language,
        period=edition.moment.period,
        since=edition.since,
        until=edition.until,
        stories=tuple(_build_story(story, plan, found) for _, story in found.stories),
    )
    return EditionReview(proof, found.pictures, tuple(problems), _find_omitted_setbacks(proof, drafts))


def _build_story(draft: StoryDraft, plan: PlanFacts, found: StoryFolder) -> Story:
    codes = [code for code in consistency_checks.list_figure_codes(draft) if code in plan.figures]
    figure_texts = {f"{{{code}}}": plan.figures[code].figure.told for code in codes}
    lead, _, body = _fill_in_figures(draft.text, figure_texts).partition("\n\n")
    picture = None
    if draft.picture and draft.picture in found.pictures:
        picture = Picture(
            draft.picture,
            detect_media_type(found.pictures[draft.picture]),
            sha256(found.pictures[draft.picture]),
            draft.alt,
            draft.photographer,
            draft.permission,
        )
    return Story(
        code=draft.code,
        kind=draft.kind,
        title=_fill_in_figures(draft.title, figure_texts),
        lead=lead.strip(),
        body=body.strip(),
        public=draft.public and not any(consistency_checks.find_internal_content(draft, plan)),
        actions=draft.actions,
        theme=draft.theme,
        figures=tuple(plan.figures[code].figure for code in codes),
        picture=picture,
    )


def _fill_in_figures(text: str, figure_texts: Mapping[str, str]) -> str:
    return re.sub(r"\{[^{}\s]+\}", lambda found: figure_texts.get(found[0], found[0]), text)


def _find_omitted_setbacks(proof: Proof, drafts: tuple[StoryDraft, ...]) -> tuple[str, ...]:
    """Return the titles of setbacks that were omitted, if the edition contains successes only."""
    if not proof.of_kind(*_SUCCESS_KINDS) or proof.of_kind(StoryKind.LESS_WELL):
        return ()
    return tuple(draft.title for draft in drafts if draft.kind is StoryKind.LESS_WELL)
