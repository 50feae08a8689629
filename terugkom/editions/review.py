"""Review an edition: build the proof from the files in its folder, and list the problems."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from terugkom.documents.file_store import sha256
from terugkom.editions import consistency_checks
from terugkom.editions.consistency_checks import Plan
from terugkom.editions.indicator_figures import measured
from terugkom.editions.model import Edition
from terugkom.editions.proof import Proof
from terugkom.editions.story import Picture, Story, StoryKind
from terugkom.editions.story_file import Draft
from terugkom.editions.story_folder import Found, look_into, type_of
from terugkom.plan.model import Municipality

_SUCCESSES = (StoryKind.DONE, StoryKind.UNDER_WAY)


@dataclass(frozen=True)
class Proofed:
    """A proof with its pictures, the problems that must be corrected first, and the omitted setbacks."""

    proof: Proof
    pictures: Mapping[str, bytes]
    problems: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether approval can be requested: there are no problems."""
        return not self.problems

    @property
    def kept_inside(self) -> tuple[str, ...]:
        """Titles of internal setbacks, if the public stories contain successes and no setback."""
        outside = self.proof.public
        if not outside.of_kind(*_SUCCESSES) or outside.of_kind(StoryKind.LESS_WELL):
            return ()
        return tuple(story.title for story in self.proof.of_kind(StoryKind.LESS_WELL))


def proof_of(
    session: Session, town: Municipality, edition: Edition, folder: Path, gathered: tuple[Draft, ...]
) -> Proofed:
    """Return the review of the files in the folder; `gathered` holds the drafts collected from the plan."""
    figures = measured(session, town, edition.until)
    plan = consistency_checks.plan_of(session, town, figures)
    found = look_into(folder)
    problems = list(found.problems)
    for name, story in found.stories:
        problems += consistency_checks.problems_of(name, story, plan)
    if not found.stories and not problems:
        problems.append("er is geen enkel verhaal: niets te vertellen")
    proof = Proof(
        town=town.name,
        slug=town.slug,
        language=town.language,
        period=edition.moment.period,
        since=edition.since,
        until=edition.until,
        stories=tuple(_story(story, plan, found) for _, story in found.stories),
    )
    return Proofed(proof, found.pictures, tuple(problems), _untold(proof, gathered))


def _story(draft: Draft, plan: Plan, found: Found) -> Story:
    codes = [code for code in consistency_checks.figures_in(draft) if code in plan.figures]
    told = {f"{{{code}}}": plan.figures[code].figure.told for code in codes}
    lead, _, body = _filled(draft.text, told).partition("\n\n")
    picture = None
    if draft.picture and draft.picture in found.pictures:
        picture = Picture(
            draft.picture,
            type_of(draft.picture),
            sha256(found.pictures[draft.picture]),
            draft.alt,
            draft.photographer,
            draft.permission,
        )
    return Story(
        code=draft.code,
        kind=draft.kind,
        title=_filled(draft.title, told),
        lead=lead.strip(),
        body=body.strip(),
        public=draft.public and not any(consistency_checks.internal(draft, plan)),
        actions=draft.actions,
        theme=draft.theme,
        figures=tuple(plan.figures[code].figure for code in codes),
        picture=picture,
    )


def _filled(text: str, told: Mapping[str, str]) -> str:
    return re.sub(r"\{[^{}\s]+\}", lambda found: told.get(found[0], found[0]), text)


def _untold(proof: Proof, gathered: tuple[Draft, ...]) -> tuple[str, ...]:
    """Return the titles of setbacks that were omitted, if the edition contains successes only."""
    if not proof.of_kind(*_SUCCESSES) or proof.of_kind(StoryKind.LESS_WELL):
        return ()
    return tuple(draft.title for draft in gathered if draft.kind is StoryKind.LESS_WELL)
