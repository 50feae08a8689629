"""What owners brought before their group from their page: being stuck, and a later date it decides on.

Why an owner is stuck is for the coordinator: the group reads it once they refer it (`referred_questions`).
That they are stuck stays here after the coordinator read it: only the owner or the group can end it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from terugkom.claims.dated_text import add_said
from terugkom.documents.formatting import format_short_date
from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.meetings.packs.decision_request import DecisionRequest
from terugkom.plan.action_scope import ALL_ACTIONS, ActionScope, Conditions, cache_built_statements
from terugkom.plan.model import Action, LaterDateDecider, Municipality, Person
from terugkom.plan.questions import PENDING_STATES, SEEN, Question, QuestionKind, QuestionState
from terugkom.plan.report_progress import DECIDER
from terugkom.plan.waiting_questions import is_owner_statement

OwnerQuestion: TypeAlias = Row[Any]  # with the columns of `_select_questions`


def load_owner_questions(
    session: Session, municipality_id: int, scope: ActionScope
) -> Sequence[OwnerQuestion]:
    """Return the later dates of these actions and the mails about them that wait for an answer, and who was
    stuck, answered or not, the oldest first. One query."""
    values = {**scope.values, "municipality_id": municipality_id}
    return session.execute(_select_questions(scope), values).all()


def list_owner_requests(
    session: Session,
    municipality: Municipality,
    today: date,
    scope: ActionScope = ALL_ACTIONS,
    questions: Sequence[OwnerQuestion] | None = None,
) -> tuple[DecisionRequest, ...]:
    """Return what owners of these actions ask the meeting, the oldest first.

    `questions` are theirs, where the caller has them already.
    """
    language = municipality.language
    if questions is None:
        questions = load_owner_questions(session, municipality.id, scope)
    return tuple(
        DecisionRequest(
            each.code,
            each.title,
            _format_reason(each, today, language),
            translate(f"pack.ask.{each.kind.value}", language),
            by_owner=True,
        )
        for each in questions
        if _is_for_meeting(each)
    )


def _is_for_meeting(question: OwnerQuestion) -> bool:
    if question.kind is QuestionKind.STUCK:
        is_read = question.state is QuestionState.ANSWERED and question.answer == SEEN
        return (question.state is QuestionState.OPEN or is_read) and question.status.is_open
    is_open = question.state is QuestionState.OPEN
    return is_open and question.proposal.get(DECIDER) == LaterDateDecider.MEETING.value


@cache_built_statements
def _select_questions(conditions: Conditions) -> Select[Any]:
    is_stuck = (Question.kind == QuestionKind.STUCK) & (Question.state != QuestionState.SUPERSEDED)
    is_other = Question.kind.in_((QuestionKind.NEW_DEADLINE, QuestionKind.MAIL)) & is_owner_statement()
    waits = is_other & Question.state.in_(PENDING_STATES)
    return (
        select(
            *(Question.kind, Question.proposal, Question.text, Question.asked_on),
            *(
                Question.action_id,
                Question.state,
                Question.answer,
                Question.answered_through,
                Action.code,
                Action.title,
                Action.status,
                Person.name,
            ),
        )
        .join(Action, Action.id == Question.action_id)
        .outerjoin(Person, Person.id == Question.raised_by_id)
        .where(Question.municipality_id == bindparam("municipality_id"))
        .where(is_stuck | waits, *conditions)
        .order_by(Question.id)
    )


def _format_reason(question: OwnerQuestion, today: date, language: str) -> str:
    name = to_one_line(question.name or "")
    if question.kind is QuestionKind.STUCK:
        if not name:
            return translate("pack.action-stuck", language)
        return translate("pack.owner-stuck", language, name=name)
    day = format_short_date(date.fromisoformat(question.proposal["deadline"]), language)
    said = translate("pack.owner-later", language, name=name, day=day)
    return add_said(said, question.text.rstrip("."), question.asked_on, today, language)
