"""The story of an edition about what the groups decided: for staff, who did not sit there."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.end_sentence import end_sentence
from terugkom.documents.messages import translate
from terugkom.editions.classify_action import ReportingPeriod
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import StoryDraft
from terugkom.editions.story_paragraphs import escape_markdown
from terugkom.meetings.minutes.decision_names import describe_published_decision
from terugkom.meetings.minutes.minutes_model import Decision
from terugkom.meetings.model import DecisionKind, Meeting
from terugkom.plan.model import Action, Group, Municipality
from terugkom.schedule.model import Moment

RenderPart = Callable[[str, dict[str, Any]], tuple[str, str]]  # a template and its context to title and text


def build_decision_drafts(
    session: Session, write: RenderPart, municipality: Municipality, span: ReportingPeriod
) -> Iterator[StoryDraft]:
    """Yield the story of what was decided by minutes that were recorded in a period, if anything was."""
    query = (
        select(Moment.day, Group.name, Decision, Action)
        .join(Moment, Moment.id == Decision.moment_id)
        .join(Meeting, Meeting.moment_id == Moment.id)
        .join(Group, Group.id == Meeting.group_id)
        .outerjoin(Action, Action.id == Decision.action_id)
        .where(Moment.municipality_id == municipality.id, Decision.kind != DecisionKind.NOTE)
        .where(Meeting.minuted_on > span.since, Meeting.minuted_on <= span.until)
        .order_by(Moment.day, Decision.number)
    )
    rows = session.execute(query).tuples().all()
    if rows:
        language = municipality.language
        decided = [
            {
                "day": day,
                "group": escape_markdown(group),
                "action": _name_decided(decision, action),
                "text": _write_decision(decision, span.until, language),
            }
            for day, group, decision, action in rows
        ]
        title, text = write("decisions", {"decided": decided})
        codes = tuple(dict.fromkeys(action.code for *_, action in rows if action))
        code = translate("story.code.decisions", language)
        yield StoryDraft(code, StoryKind.DECISION, title, text, actions=codes)


def _name_decided(decision: Decision, action: Action | None) -> str:
    """Return the title of the action that a decision is about, in Markdown; the text of a new one has it."""
    if action is None or decision.kind is DecisionKind.NEW_ACTION:
        return ""
    return escape_markdown(action.title)


def _write_decision(decision: Decision, until: date, language: str) -> str:
    """Return what was decided and why, as sentences in Markdown."""
    is_deadline = decision.kind is DecisionKind.DEADLINE
    has_passed = is_deadline and decision.value != "" and date.fromisoformat(decision.value) < until
    said = describe_published_decision(decision.kind, decision.text, language, has_passed=has_passed)
    return escape_markdown(" ".join(end_sentence(each) for each in said if each))
