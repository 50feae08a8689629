"""What owners brought before their group from their page: being stuck, and a later date it decides on."""

from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from terugkom.claims.dated_text import add_day_written
from terugkom.documents.formatting import format_short_date
from terugkom.documents.messages import translate
from terugkom.meetings.packs.decision_request import DecisionRequest
from terugkom.plan.model import Action, LaterDateDecider, Municipality, Person
from terugkom.plan.questions import Question, QuestionKind, QuestionState
from terugkom.plan.report_progress import DECIDER


def list_owner_requests(
    session: Session, municipality: Municipality, today: date, *conditions: ColumnElement[bool]
) -> tuple[DecisionRequest, ...]:
    """Return what owners of these actions ask the meeting, the oldest first. One query."""
    language = municipality.language
    asked = (
        select(Question, Action.code, Action.title, Person.name)
        .join(Action, Action.id == Question.action_id)
        .outerjoin(Person, Person.id == Question.raised_by_id)
        .where(Question.municipality_id == municipality.id, Question.state == QuestionState.OPEN)
        .where(Question.kind.in_((QuestionKind.STUCK, QuestionKind.NEW_DEADLINE)), *conditions)
        .order_by(Question.id)
    )
    return tuple(
        DecisionRequest(
            code,
            title,
            _format_reason(question, name or "", today, language),
            _format_decision(question, language),
        )
        for question, code, title, name in session.execute(asked).tuples()
        if question.kind is QuestionKind.STUCK
        or question.proposal.get(DECIDER) == LaterDateDecider.MEETING.value
    )


def _format_reason(question: Question, name: str, today: date, language: str) -> str:
    text = add_day_written(question.text.rstrip("."), question.asked_on, today, language)
    values = {"name": name, "text": text}
    if question.kind is QuestionKind.STUCK:
        return translate("pack.owner-stuck", language, **values)
    day = format_short_date(date.fromisoformat(question.proposal["deadline"]), language)
    return translate("pack.owner-later", language, day=day, **values)


def _format_decision(question: Question, language: str) -> str:
    return translate(f"pack.ask.{question.kind.value}", language)
