"""What an edition is reviewed by: what the plan says today, the rules, and what was recorded before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.claims.kept_sentences import KeptLine, KeptSentences, load_kept_sentences
from terugkom.claims.ledger_entry import LedgerRules
from terugkom.claims.plan_evidence import load_plan_evidence
from terugkom.editions.classify_action import ReportingPeriod, find_reopened_on
from terugkom.editions.indicator_figures import load_measured_figures
from terugkom.editions.model import Edition
from terugkom.editions.plan_facts import PlanFacts, load_plan_facts
from terugkom.editions.said_texts import SaidText, load_said_texts
from terugkom.editions.story import StoryKind
from terugkom.editions.story_basis import Basis, PlanToday, load_meeting_names, load_planned_meetings
from terugkom.editions.story_file import StoryDraft
from terugkom.editions.story_folder import list_unedited_stories
from terugkom.errors import InputError
from terugkom.meetings.match_announced import load_calendar
from terugkom.plan.action_facts import load_action_facts
from terugkom.plan.action_scope import scope_codes
from terugkom.plan.deciders import resolve_decider
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Group, Municipality


@dataclass(frozen=True)
class ReviewContext:
    """The plan and the rules of a day, sentences kept with a reason, and what is recorded of the stories.

    `written_on` is the day up to which the stories were collected; `unedited` are the codes of those that are
    as we wrote them; `said` is what owners said about their actions.
    """

    plan: PlanToday
    rules: LedgerRules
    kept: KeptSentences
    written_on: date
    basis: Basis
    unedited: frozenset[str]
    said: Mapping[str, tuple[SaidText, ...]]


def load_review_context(
    session: Session,
    municipality: Municipality,
    edition: Edition,
    folder: Path,
    stories: Sequence[StoryDraft],
    today: date,
) -> ReviewContext:
    """Return what the stories in the folder of an edition are reviewed by."""
    lines = [line for story in stories for line in story.kept]
    facts = replace(
        _load_facts(session, municipality, edition, today),
        unclear_names=_find_unclear_names(session, municipality, lines),
        reopened=_find_reopened(session, municipality, edition, stories),
    )
    months = MediaSettings.from_overrides(municipality.media_settings).claim_months
    groups = session.scalars(select(Group.name).where(Group.municipality_id == municipality.id))
    names = (municipality.name, *groups, *(each.title for each in facts.actions.values()))
    rules = LedgerRules(municipality.language, today, months, names)
    evidence = load_plan_evidence(session, municipality.id, today)
    meetings = load_planned_meetings(session, municipality, edition)
    calendar = load_calendar(session, municipality, today)
    called = load_meeting_names(session, municipality)
    return ReviewContext(
        PlanToday(facts, evidence, meetings, calendar, called, today),
        rules,
        load_kept_sentences(session, municipality.id, rules.first_day).add_lines(lines, today),
        edition.until,
        edition.story_basis or {},
        list_unedited_stories(folder, edition.story_hashes),
        load_said_texts(session, municipality, (code for story in stories for code in story.actions), today),
    )


def _load_facts(session: Session, municipality: Municipality, edition: Edition, today: date) -> PlanFacts:
    """Return the plan with its figures as of the edition's last day; one that a person typed may be newer."""
    newest = load_measured_figures(session, municipality, max(today, edition.until))
    figures = {
        code: replace(each, values=newest[code].values)
        for code, each in load_measured_figures(session, municipality, edition.until).items()
    }
    return load_plan_facts(session, municipality, figures)


def _find_unclear_names(
    session: Session, municipality: Municipality, lines: Iterable[KeptLine]
) -> dict[str, str]:
    """Return by name why it is not clear who keeps a sentence: the name is nearly one of the plan, or of
    several. Who is not in the plan at all may well decide, and is recorded so when approval is requested."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(line.by for line in lines):
        try:
            resolve_decider(session, municipality, name)
        except InputError as error:
            found[name] = error.render(municipality.language)
    return found


def _find_reopened(
    session: Session, municipality: Municipality, edition: Edition, stories: Sequence[StoryDraft]
) -> frozenset[str]:
    """Return which actions of setbacks were done when the period of the edition began, and are open again."""
    codes = {code for story in stories if story.kind is StoryKind.LESS_WELL for code in story.actions}
    if not codes:
        return frozenset()
    span = ReportingPeriod(edition.since, edition.until)
    scope = scope_codes(municipality.id, codes)
    facts = load_action_facts(session, municipality.id, edition.until, scope)
    return frozenset(each.code for each in facts if find_reopened_on(each, span))
