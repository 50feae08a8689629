"""Review an edition: build the proof from the files in its folder with its claims, and list the problems."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from terugkom.claims.kept_sentences import KeptSentences, load_kept_sentences
from terugkom.claims.ledger import LedgerRules, build_ledger
from terugkom.claims.plan_evidence import load_plan_evidence
from terugkom.documents.file_store import sha256
from terugkom.documents.messages import translate
from terugkom.editions import consistency_checks
from terugkom.editions.claim_checks import SentenceFinding, build_claimed_story, list_claim_findings
from terugkom.editions.consistency_checks import PlanFacts
from terugkom.editions.image_file import detect_media_type
from terugkom.editions.indicator_figures import load_measured_figures
from terugkom.editions.model import Edition
from terugkom.editions.outdated_stories import (
    OutdatedStory,
    StoryText,
    list_outdated_stories,
    list_passed_findings,
)
from terugkom.editions.proof import Proof
from terugkom.editions.story import Picture, Story, StoryKind
from terugkom.editions.story_basis import PlanToday, load_planned_meetings, update_basis
from terugkom.editions.story_file import StoryDraft
from terugkom.editions.story_folder import StoryFolder, list_unedited_stories, read_story_folder
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality

_SUCCESS_KINDS = (StoryKind.DONE, StoryKind.UNDER_WAY)


@dataclass(frozen=True)
class EditionReview:
    """A proof with its pictures, the problems that must be corrected first, and the omitted setbacks.

    `sentence_findings` and `outdated` say more of some of the problems. `story_basis` is to be recorded: what
    the plan said when each story was written.
    """

    proof: Proof
    pictures: Mapping[str, bytes]
    problems: tuple[str, ...] = ()
    omitted_setbacks: tuple[str, ...] = ()
    sentence_findings: tuple[SentenceFinding, ...] = ()
    outdated: tuple[OutdatedStory, ...] = ()
    story_basis: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        """Whether approval can be requested: there are no problems."""
        return not self.problems

    @property
    def can_be_renewed(self) -> bool:
        """Whether a story that nobody edited is not fresh any more."""
        return any(not each.is_edited for each in self.outdated)

    @property
    def other_problems(self) -> tuple[str, ...]:
        """The problems that neither a sentence nor the date of a story gives."""
        language = self.proof.language
        told = {each.describe(language) for each in self.sentence_findings}
        told |= {line for each in self.outdated for line in each.describe_changes(language)}
        return tuple(each for each in self.problems if each not in told)

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
    today: date,
) -> EditionReview:
    """Return the review of the files in the folder as of a day; `drafts` are those collected from the
    plan."""
    newest = load_measured_figures(session, municipality, max(today, edition.until))
    figures = {  # a figure as of the edition's last day; a typed one may be newer
        code: replace(each, values=newest[code].values)
        for code, each in load_measured_figures(session, municipality, edition.until).items()
    }
    plan = consistency_checks.load_plan_facts(session, municipality, figures)
    found = read_story_folder(folder, municipality.language)
    problems = list(found.problems)
    wrong = set()
    for name, story in found.stories:
        if contradictions := consistency_checks.check_story(name, story, plan):
            problems += contradictions
            wrong.add(story.code)
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
    review = EditionReview(proof, found.pictures, tuple(problems), _find_omitted_setbacks(proof, drafts))
    evidence = load_plan_evidence(session, municipality.id, today)
    kept = load_kept_sentences(session, municipality.id)
    review = _check_claims(review, municipality, found, PlanToday(plan, evidence, {}), kept, today)
    meetings = load_planned_meetings(session, municipality, edition)
    unedited = list_unedited_stories(folder, edition.story_hashes)
    plan_today = PlanToday(plan, evidence, meetings)
    stories = [story for _, story in found.stories]
    basis = update_basis(edition.story_basis or {}, stories, plan_today, wrong)
    return _check_freshness(review, found, plan_today, basis, unedited, kept, today)


def _check_claims(
    review: EditionReview,
    municipality: Municipality,
    found: StoryFolder,
    plan: PlanToday,
    kept: KeptSentences,
    today: date,
) -> EditionReview:
    """Add the claims to the proof, and those that stop the edition to the problems."""
    months = MediaSettings.from_overrides(municipality.media_settings).claim_months
    names = (municipality.name, *(each.title for each in plan.facts.actions.values()))
    rules = LedgerRules(municipality.language, today, months, names)
    stories = [build_claimed_story(each) for each in review.proof.stories]
    entries = build_ledger(stories, plan.evidence, kept, rules)
    files = {story.code: name for name, story in found.stories}
    refused = list_claim_findings(entries, files, plan.facts, plan.evidence, rules)
    return replace(
        review,
        proof=replace(review.proof, claims=entries),
        problems=(*review.problems, *(each.describe(municipality.language) for each in refused)),
        sentence_findings=refused,
    )


def _check_freshness(
    review: EditionReview,
    found: StoryFolder,
    plan: PlanToday,
    basis: Mapping[str, Any],
    unedited: frozenset[str],
    kept: KeptSentences,
    today: date,
) -> EditionReview:
    """Add what is not fresh any more to the problems."""
    proof, language = review.proof, review.proof.language
    texts = [
        StoryText(name, draft, build_claimed_story(story).text)
        for (name, draft), story in zip(found.stories, proof.stories, strict=True)
    ]
    outdated = list_outdated_stories(texts, basis, plan, unedited, kept, written_on=proof.until, today=today)
    passed = list_passed_findings(outdated, language, today)
    problems = [line for each in outdated for line in each.describe_changes(language)]
    problems += [each.describe(language) for each in passed]
    return replace(
        review,
        problems=(*review.problems, *problems),
        sentence_findings=(*review.sentence_findings, *passed),
        outdated=outdated,
        story_basis=basis,
    )


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
