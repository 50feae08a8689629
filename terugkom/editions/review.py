"""Review an edition: build the proof from the files in its folder, and list the problems."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from terugkom.documents.file_store import sha256
from terugkom.documents.messages import translate
from terugkom.editions import consistency_checks
from terugkom.editions.consistency_checks import PlanFacts
from terugkom.editions.image_file import detect_media_type
from terugkom.editions.indicator_figures import load_measured_figures
from terugkom.editions.model import Edition
from terugkom.editions.proof import Proof
from terugkom.editions.story import Picture, Story, StoryKind
from terugkom.editions.story_file import StoryDraft, find_story_code
from terugkom.editions.story_folder import StoryFolder, read_story_folder
from terugkom.plan.media import Medium
from terugkom.plan.model import Municipality

_SUCCESS_KINDS = (StoryKind.DONE, StoryKind.UNDER_WAY)
_WITHOUT_SUCCESSES = (Medium.CODE_OF_CONDUCT, Medium.IDEA_BOX)  # media that tell of rules, or of ideas alone


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

    @property
    def media_without_setbacks(self) -> tuple[Medium, ...]:
        """The media that would tell successes alone, though there are setbacks: their readers learn why."""
        if not self.omitted_setbacks and not self.proof.of_kind(StoryKind.LESS_WELL):
            return ()
        return tuple(medium for medium in Medium if self._tells_only_successes(medium))

    def _tells_only_successes(self, medium: Medium) -> bool:
        if medium in _WITHOUT_SUCCESSES:
            return False
        told = self.proof.public_only if medium.is_public else self.proof
        has_setbacks = bool(told.of_kind(StoryKind.LESS_WELL)) and medium is not Medium.JOBS
        kinds = (StoryKind.DONE,) if medium is Medium.JOBS else _SUCCESS_KINDS
        return bool(told.of_kind(*kinds)) and not has_setbacks


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


@dataclass(frozen=True)
class StoryReview:
    """One story of a folder: as its file has it, with its figures filled in, and what to correct first.

    Without a usable file there is neither.
    """

    draft: StoryDraft | None
    story: Story | None
    pictures: Mapping[str, bytes]
    problems: tuple[str, ...]


def review_story(
    session: Session, municipality: Municipality, edition: Edition, folder: Path, code: str
) -> StoryReview:
    """Return the review of one story in the folder, by the checks of an edition."""
    figures = load_measured_figures(session, municipality, edition.until)
    plan = consistency_checks.load_plan_facts(session, municipality, figures)
    found = read_story_folder(folder, municipality.language)
    problems = [each for each in found.problems if find_story_code(each.partition(":")[0]) == code]
    for name, draft in found.stories:
        if draft.code == code:
            problems += consistency_checks.check_story(name, draft, plan)
            return StoryReview(draft, _build_story(draft, plan, found), found.pictures, tuple(problems))
    missing = translate("correction.no-file", municipality.language, story=code)
    return StoryReview(None, None, {}, tuple(problems or [missing]))


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
