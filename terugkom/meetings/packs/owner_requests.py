"""What owners brought before their group from their page: being stuck, and a later date it decides on.

Why an owner is stuck is for the coordinator: the group reads it once they refer it (`referred_questions`).
"""

from datetime import date
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from terugkom.claims.dated_text import add_day_written
from terugkom.documents.formatting import format_short_date
from terugkom.documents.messages import translate
from terugkom.meetings.packs.decision_request import DecisionRequest
from terugkom.plan.action_scope import ALL_ACTIONS, ActionScope, Conditions, keep_built
from terugkom.plan.model import Action, LaterDateDecider, Municipality, Person
from terugkom.plan.questions import Question, QuestionKind, QuestionState
from terugkom.plan.report_progress import DECIDER


def list_owner_requests(
    session: Session, municipality: Municipality, today: date, scope: ActionScope = ALL_ACTIONS
) -> tuple[DecisionRequest, ...]:
    """Return what owners of these actions ask the meeting, the oldest first. One query."""
    language = municipality.language
    values = {**scope.values, "municipality_id": municipality.id}
    return tuple(
        DecisionRequest(
            each.code,
            each.title,
            _format_reason(each, today, language),
            translate(f"pack.ask.{each.kind.value}", language),
        )
        for each in session.execute(_select_requests(scope), values)
        if each.kind is QuestionKind.STUCK or each.proposal.get(DECIDER) == LaterDateDecider.MEETING.value
    )


@keep_built
def _select_requests(conditions: Conditions) -> Select[Any]:
    return (
        select(
            *(Question.kind, Question.proposal, Question.text, Question.asked_on),
            *(Action.code, Action.title, Person.name),
        )
        .join(Action, Action.id == Question.action_id)
        .outerjoin(Person, Person.id == Question.raised_by_id)
        .where(Question.municipality_id == bindparam("municipality_id"))
        .where(Question.state == QuestionState.OPEN)
        .where(Question.kind.in_((QuestionKind.STUCK, QuestionKind.NEW_DEADLINE)), *conditions)
        .order_by(Question.id)
    )


def _format_reason(question: Row[Any], today: date, language: str) -> str:
    name = question.name or ""
    if question.kind is QuestionKind.STUCK:
        return translate("pack.owner-stuck", language, name=name)
    text = add_day_written(question.text.rstrip("."), question.asked_on, today, language)
    day = format_short_date(date.fromisoformat(question.proposal["deadline"]), language)
    return translate("pack.owner-later", language, name=name, day=day, text=text)
