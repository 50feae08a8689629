"""Stories that are not fresh any more: the plan changed since they were written, or a day passed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from terugkom.claims.passed_dates import (
    PassedDate,
    find_passed_dates,
    find_passed_words,
    split_dated_sentences,
)
from terugkom.documents.formatting import format_short_date
from terugkom.documents.messages import translate
from terugkom.editions.claim_checks import SentenceFinding, build_sentence_finding
from terugkom.editions.review_context import ReviewContext
from terugkom.editions.said_texts import find_day_said
from terugkom.editions.story_basis import Basis, PlanChange, find_day_written, list_plan_changes
from terugkom.editions.story_file import StoryDraft

PASSED_DATE = "passed-date"  # the rule by which a person may keep such a sentence


@dataclass(frozen=True)
class OutdatedStory:
    """A story with what changed in the plan since, and the days in it that passed.

    We renew one that nobody edited; `is_edited`: its text stays, and a person must look at it.
    """

    file: str
    code: str
    is_edited: bool
    changes: tuple[PlanChange, ...] = ()
    passed: tuple[PassedDate, ...] = ()

    def describe_changes(self, language: str) -> Iterator[str]:
        """Yield each change of the plan in one line, with what to do."""
        todo = translate("story.look-at" if self.is_edited else "story.is-renewed", language)
        for each in self.changes:
            change = translate("story.plan-changed", language, before=each.before, now=each.now)
            yield f"{self.file}: {change} {todo}"


@dataclass(frozen=True)
class StoryText:
    """A story with its file, as it was drafted, and its text as readers get it."""

    file: str
    draft: StoryDraft
    text: str


def list_outdated_stories(
    stories: Sequence[StoryText], basis: Basis, context: ReviewContext
) -> tuple[OutdatedStory, ...]:
    """Return the stories that are not fresh; `basis` is what the plan said when each was written."""
    found = []
    for each in stories:
        changes = list_plan_changes(each.draft, basis, context.plan)
        passed = tuple(_list_passed_dates(each, basis, context))
        if changes or passed:
            is_edited = each.draft.code not in context.unedited
            found.append(OutdatedStory(each.file, each.draft.code, is_edited, changes, passed))
    return tuple(found)


def _list_passed_dates(story: StoryText, basis: Basis, context: ReviewContext) -> Iterator[PassedDate]:
    rules = context.rules
    found = [
        *find_passed_dates(story.text, rules.language, context.written_on, rules.today),
        *_list_passed_words(story, basis, context),
    ]
    for each in found:
        if context.kept.find(each.sentence, PASSED_DATE) is None:
            yield each


def _list_passed_words(story: StoryText, basis: Basis, context: ReviewContext) -> Iterator[PassedDate]:
    """Yield what was near when it was written: by an owner, or else when the story was last changed."""
    language, today = context.rules.language, context.rules.today
    written_on = find_day_written(story.draft.code, basis) or context.written_on
    for sentence in split_dated_sentences(story.text):
        day = find_day_said(sentence, story.draft.actions, context.said) or written_on
        yield from find_passed_words(sentence, language, day, today)


def describe_today(today: date, language: str) -> str:
    """Return what the plan says against a day that passed: which day it is."""
    return translate("story.today", language, day=format_short_date(today, language))


def list_passed_findings(
    outdated: Sequence[OutdatedStory], language: str, today: date
) -> tuple[SentenceFinding, ...]:
    """Return the sentences that look forward to a day that passed."""
    now = describe_today(today, language)
    return tuple(
        build_sentence_finding(
            story.file,
            PASSED_DATE,
            each.sentence,
            now,
            (
                translate("story.passed-date", language, words=each.words),
                translate("story.passed-date.why", language),
                translate("story.passed-date.question", language),
            ),
            language,
        )
        for story in outdated
        for each in story.passed
    )
