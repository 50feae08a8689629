"""Whether an action is done after all: asked when an edition that told so was corrected or withdrawn.

Until a person answers, nothing that is published for readers outside goes on calling the action done: it is
being checked. The plan itself changes by the answer alone. See docs/decisions/0066.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session

from terugkom.plan.action_scope import is_in_plan
from terugkom.plan.change_action import ActionValues
from terugkom.plan.change_by_answer import change_by_answer
from terugkom.plan.model import Action, ActionStatus
from terugkom.plan.questions import (
    NOT_DONE,
    PENDING_STATES,
    STILL_DONE,
    GivenAnswer,
    NewQuestion,
    Question,
    QuestionKind,
    ask_question,
    close_question,
)

# Answers that nobody chooses: the plan says something else by now, or does not have the action any more.
_REOPENED, _GONE = "reopened", "gone"


@dataclass(frozen=True)
class WithdrawnSuccess:
    """That these actions are done (by code) was published under a title, and is not told any more.

    `reason` is what readers were told.
    """

    title: str
    reason: str
    actions: tuple[str, ...]


def list_checked_actions(session: Session, municipality_id: int, codes: Sequence[str]) -> list[Action]:
    """Return those of these actions that are done in the plan, by code: of the others nothing is asked."""
    query = select(Action).where(
        is_in_plan(municipality_id),
        Action.code.in_(codes),
        Action.status == ActionStatus.DONE,
    )
    return list(session.scalars(query.order_by(Action.code)))


def ask_completion(
    session: Session, municipality_id: int, withdrawn: WithdrawnSuccess, today: date, now: datetime
) -> int:
    """Ask of each of these actions whether it is done; return of how many. What was asked before of an
    action is superseded."""
    actions = list_checked_actions(session, municipality_id, withdrawn.actions)
    for action in actions:
        new = NewQuestion(
            municipality_id,
            QuestionKind.COMPLETION,
            action.code,
            withdrawn.reason,
            {"title": withdrawn.title},
            action.id,
        )
        ask_question(session, new, today, now)
    return len(actions)


def settle_completion(
    session: Session, municipality_id: int, codes: Sequence[str], by: str, today: date, now: datetime
) -> None:
    """Answer what is asked of these actions: a text that was approved since says that they are done."""
    if not codes:
        return
    pending = select(Question).where(
        Question.municipality_id == municipality_id, Question.subject.in_(codes), *_is_pending()
    )
    for question in session.scalars(pending.order_by(Question.id)).all():
        close_question(session, question, GivenAnswer(STILL_DONE, by, today, now, through="edition"))


def build_checked_since() -> ScalarSelect[date]:
    """Return since when it is asked whether an action is done, as a subquery of the actions; else NULL."""
    return (
        select(func.min(Question.asked_on))
        .where(Question.action_id == Action.id, *_is_pending())
        .correlate(Action)
        .scalar_subquery()
    )


def is_being_checked() -> ColumnElement[bool]:
    """Return whether an action is called done and that is being checked, as an SQL condition."""
    asked = select(Question.action_id).where(Question.action_id.is_not(None), *_is_pending())
    return (Action.status == ActionStatus.DONE) & Action.id.in_(asked)


def find_completion_answer(question: Question) -> str:
    """Return the answer that the plan has given meanwhile; empty while the action is still called done."""
    action = question.action
    if action is None or action.missing_since is not None:
        return _GONE
    return "" if action.status is ActionStatus.DONE else _REOPENED


def decide_completion(session: Session, question: Question, given: GivenAnswer) -> None:
    """Reopen an action that is not done after all."""
    if given.choice != NOT_DONE or question.action is None:
        return
    values = ActionValues(status=ActionStatus.RUNNING)
    change_by_answer(session, question, question.action, values, given, given.reason)


def _is_pending() -> tuple[ColumnElement[bool], ...]:
    return Question.kind == QuestionKind.COMPLETION, Question.state.in_(PENDING_STATES)
