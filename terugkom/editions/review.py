"""Review an edition: the proof of the files in its folder with its claims, and what must be put right."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from terugkom.claims.ledger import build_ledger
from terugkom.documents.messages import translate
from terugkom.editions.build_proof import build_proof
from terugkom.editions.claim_checks import (
    SentenceFinding,
    build_claimed_story,
    list_answer_findings,
    list_claim_findings,
)
from terugkom.editions.consistency_checks import StoryProblem, check_story
from terugkom.editions.director_answers import InvalidAnswerFile, read_director_answers
from terugkom.editions.kind_counts import count_by_kind
from terugkom.editions.model import Edition
from terugkom.editions.outdated_stories import (
    OutdatedStory,
    StoryText,
    list_outdated_stories,
    list_passed_findings,
)
from terugkom.editions.proof import DirectorAnswers, Proof
from terugkom.editions.review_context import ReviewContext, load_review_context
from terugkom.editions.story import SUCCESS_KINDS, Story, StoryKind
from terugkom.editions.story_basis import update_basis
from terugkom.editions.story_file import StoryDraft, find_story_code
from terugkom.editions.story_folder import StoryFolder, read_story_folder
from terugkom.editions.story_reasons import StoryReason, list_reasons
from terugkom.editions.told_dates import load_reporting_period
from terugkom.editions.waiting_dates import WaitingDate, list_waiting_dates
from terugkom.editions.written_reasons import find_written_reasons
from terugkom.plan.media import Medium
from terugkom.plan.model import Municipality
from terugkom.plan.reasons import Reason

_WITHOUT_SUCCESSES = (Medium.CODE_OF_CONDUCT, Medium.IDEA_BOX)  # media that tell of rules, or of ideas alone


@dataclass(frozen=True)
class EditionReview:
    """A proof with its pictures, the problems that must be corrected first, and the omitted setbacks.

    `sentence_findings` and `outdated` say more of some of the problems. `story_basis` is to be recorded: what
    the plan said when each story was written. `titles` names each story by its file, for
    who reads a mail knows no files. `waiting_dates` are for who approves, and no problems.
    `written_reasons` are, by action, those that a person wrote where the plan has none.
    """

    proof: Proof
    pictures: Mapping[str, bytes]
    problems: tuple[str, ...] = ()
    omitted_setbacks: tuple[str, ...] = ()
    sentence_findings: tuple[SentenceFinding, ...] = ()
    outdated: tuple[OutdatedStory, ...] = ()
    story_basis: Mapping[str, Any] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    waiting_dates: tuple[WaitingDate, ...] = ()
    written_reasons: Mapping[str, Reason] = field(default_factory=dict)
    story_reasons: tuple[StoryReason, ...] = ()  # behind yes or no in the files, for who approves
    lost_photos: tuple[str, ...] = ()  # titles of the stories that miss theirs
    is_unedited: bool = False  # each story is as we wrote it: what is new in the text nobody wrote

    @property
    def is_ready(self) -> bool:
        """Whether approval can be requested: there are no problems."""
        return not self.problems

    @property
    def has_news(self) -> bool:
        """Whether it has more than the calendar: else whoever approves is asked whether to send it."""
        return any(story.kind is not StoryKind.DATES for story in self.proof.stories)

    @property
    def can_be_renewed(self) -> bool:
        """Whether a story that nobody edited is not fresh any more."""
        return any(not each.is_edited for each in self.outdated)

    @property
    def other_problems(self) -> tuple[str, ...]:
        """The problems that neither a sentence nor the date of a story gives."""
        told = {each.text for each in self.sentence_findings}
        told |= {line for each in self.outdated for line in each.describe_changes(self.proof.language)}
        return tuple(each for each in self.problems if each not in told)

    def split_problem(self, problem: str) -> tuple[str, str]:
        """Return the title of the story that a problem is about, and what is wrong; without one all of it."""
        file, _, rest = problem.partition(": ")
        return (self.titles[file], rest) if file in self.titles else ("", problem)

    @property
    def internal_setbacks(self) -> tuple[str, ...]:
        """Titles of internal setbacks, if the public stories contain successes and no setback."""
        outside = self.proof.public_only
        if not outside.of_kind(*SUCCESS_KINDS) or outside.of_kind(StoryKind.LESS_WELL):
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
        kinds = (StoryKind.DONE,) if medium is Medium.JOBS else SUCCESS_KINDS
        return bool(told.of_kind(*kinds)) and not has_setbacks


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
    found = read_story_folder(folder, municipality.language)
    answers, answer_problems = _read_answers(folder, municipality.language)
    span = load_reporting_period(session, municipality, edition.since, edition.until)
    counts = count_by_kind(session, municipality, span)
    stories = [story for _, story in found.stories]
    context = load_review_context(session, municipality, edition, folder, stories, today)
    proof = build_proof(municipality, edition, context.plan.facts, found, answers, counts)
    claimed = [build_claimed_story(each) for each in proof.stories]
    texts = [
        StoryText(name, draft, each.text) for (name, draft), each in zip(found.stories, claimed, strict=True)
    ]
    entries = build_ledger(claimed, context.plan.evidence, context.kept, context.rules)
    contradictions = list(_list_contradictions(texts, context))
    basis = update_basis(
        context.basis,
        found.originals,  # a list is not looked at anew because we take an action off it
        context.plan,
        {code for code, _ in contradictions},
        today,
    )
    outdated = list_outdated_stories(texts, basis, context)
    findings = (
        *(each for _, each in contradictions),
        *list_claim_findings(entries, {each.draft.code: each.file for each in texts}, context),
        *list_answer_findings(answers, context),
        *list_passed_findings(outdated, municipality.language, today),
    )
    return EditionReview(
        replace(proof, claims=entries, kept_sentences=context.kept.list_in(_list_texts(texts))),
        found.pictures,
        _list_problems(found, answer_problems, findings, outdated, municipality.language),
        _find_omitted_setbacks(proof, drafts),
        tuple(each for each in findings if each.statement),
        outdated,
        basis,
        {name: draft.title for name, draft in found.stories},
        list_waiting_dates(session, municipality, proof.stories),
        find_written_reasons(drafts, stories, today),
        list_reasons(stories, municipality.language),
        is_unedited=all(each.code in context.unedited for each in stories),
    )


def _list_problems(
    found: StoryFolder,
    answer_problems: Iterable[str],
    findings: Iterable[SentenceFinding],
    outdated: Iterable[OutdatedStory],
    language: str,
) -> tuple[str, ...]:
    """Return what must be corrected before the edition can be approved; an edition without stories is one."""
    problems = [*found.problems, *answer_problems, *(each.text for each in findings)]
    problems += [line for each in outdated for line in each.describe_changes(language)]
    if not found.stories and not problems:
        problems.append(translate("story.none", language))
    return tuple(problems)


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
    session: Session, municipality: Municipality, edition: Edition, folder: Path, code: str, today: date
) -> StoryReview:
    """Return the review of one story in the folder as of a day, by the checks of an edition."""
    language = municipality.language
    found = read_story_folder(folder, language)
    problems = tuple(each for each in found.problems if find_story_code(each.partition(":")[0]) == code)
    file, draft = next((each for each in found.stories if each[1].code == code), ("", None))
    if draft is None:
        missing = translate("correction.no-file", language, story=code)
        return StoryReview(None, None, {}, problems or (missing,))
    context = load_review_context(session, municipality, edition, folder, [draft], today)
    alone = replace(found, stories=((file, draft),))
    (story,) = build_proof(municipality, edition, context.plan.facts, alone, DirectorAnswers(), ()).stories
    claimed = build_claimed_story(story)
    entries = build_ledger([claimed], context.plan.evidence, context.kept, context.rules)
    texts = [StoryText(file, draft, claimed.text)]
    findings = [
        *(each for _, each in _list_contradictions(texts, context)),
        *list_claim_findings(entries, {code: file}, context),
    ]
    return StoryReview(draft, story, found.pictures, (*problems, *(each.text for each in findings)))


def _read_answers(folder: Path, language: str) -> tuple[DirectorAnswers, list[str]]:
    """Return the answers of the director, and why one cannot be read."""
    try:
        return read_director_answers(folder, language), []
    except InvalidAnswerFile as error:
        return DirectorAnswers(), [str(error)]


def _list_contradictions(
    stories: Sequence[StoryText], context: ReviewContext
) -> Iterator[tuple[str, SentenceFinding]]:
    """Yield (code, finding) where the plan contradicts a story, or it cannot go out for another reason."""
    for story in stories:
        for problem in check_story(story.draft, context.plan.facts):
            if not (problem.rule and context.kept.find(problem.statement, problem.rule)):
                yield story.draft.code, _build_contradiction(story.file, problem)


def _build_contradiction(file: str, problem: StoryProblem) -> SentenceFinding:
    text = f"{file}: {problem.text}"
    return SentenceFinding(text, file, problem.rule, problem.statement, problem.plan)


def _list_texts(stories: Sequence[StoryText]) -> Iterator[str]:
    """Yield the texts in which a person may have kept a sentence: as it was drafted, and as it is read."""
    for each in stories:
        yield f"{each.draft.title}\n{each.draft.text}"
        yield each.text


def _find_omitted_setbacks(proof: Proof, drafts: tuple[StoryDraft, ...]) -> tuple[str, ...]:
    """Return the titles of setbacks that were omitted, if the edition contains successes only."""
    if not proof.of_kind(*SUCCESS_KINDS) or proof.of_kind(StoryKind.LESS_WELL):
        return ()
    return tuple(draft.title for draft in drafts if draft.kind is StoryKind.LESS_WELL)
