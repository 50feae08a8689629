"""Build the proof of an edition from the stories in its folder: figures filled in, pictures looked up."""

import re
from collections.abc import Mapping
from datetime import date

from terugkom.documents.file_store import sha256
from terugkom.documents.image_file import detect_media_type
from terugkom.editions import consistency_checks
from terugkom.editions.model import Edition
from terugkom.editions.plan_facts import PlanFacts
from terugkom.editions.proof import DirectorAnswers, KindCount, Proof
from terugkom.editions.setbacks import find_common_setback, find_setback
from terugkom.editions.story import Picture, Setback, Story
from terugkom.editions.story_file import StoryDraft
from terugkom.editions.story_folder import StoryFolder
from terugkom.editions.story_text import finish_sentences
from terugkom.plan.model import Municipality


def build_proof(
    municipality: Municipality,
    edition: Edition,
    plan: PlanFacts,
    found: StoryFolder,
    answers: DirectorAnswers,
    counts: tuple[KindCount, ...],
) -> Proof:
    """Return the proof of the stories of a folder, without the claims in it; `counts` are by the plan."""
    return Proof(
        town=municipality.name,
        slug=municipality.slug,
        language=municipality.language,
        period=edition.moment.period,
        since=_find_first_day(municipality, edition),
        until=edition.until,
        stories=tuple(_build_story(story, plan, found) for _, story in found.stories),
        director_answers=answers,
        counts=counts,
    )


def _find_first_day(municipality: Municipality, edition: Edition) -> date:
    """Return since when an edition reports: not before its actions were followed up, for nothing is counted
    of the days before. Its last day if they are followed up from then on, or later: the texts say *since the
    start* then."""
    start = municipality.go_live_on
    return min(max(edition.since, start), edition.until) if start else edition.since


def _build_story(draft: StoryDraft, plan: PlanFacts, found: StoryFolder) -> Story:
    codes = [code for code in consistency_checks.list_figure_codes(draft) if code in plan.figures]
    figure_texts = {f"{{{code}}}": plan.figures[code].figure.told for code in codes}
    lead, _, body = finish_sentences(_fill_in_figures(draft.text, figure_texts)).partition("\n\n")
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
        title=_fill_in_figures(draft.title, figure_texts).rstrip(": "),
        lead=lead.strip(),
        body=body.strip(),
        public=draft.public and not any(consistency_checks.find_internal_content(draft, plan)),
        actions=draft.actions,
        theme=draft.theme,
        figures=tuple(plan.figures[code].figure for code in codes),
        picture=picture,
        quote=draft.quote,
        setback=_find_setback(draft, plan),
    )


def _find_setback(draft: StoryDraft, plan: PlanFacts) -> Setback | None:
    known = [
        find_setback(draft.kind, plan.actions[code].status, is_reopened=code in plan.reopened)
        for code in draft.actions
        if code in plan.actions
    ]
    return find_common_setback(known) if known and len(known) == len(draft.actions) else None


def _fill_in_figures(text: str, figure_texts: Mapping[str, str]) -> str:
    return re.sub(r"\{[^{}\s]+\}", lambda found: figure_texts.get(found[0], found[0]), text)
