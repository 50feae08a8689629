"""Blocked actions that the coordinator has acknowledged: no answer is pending, but the owner is still stuck.

They stay on the group's agenda until the owner reports something else, or the group decides on the action.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, update
from sqlalchemy.orm import Session

from terugkom.plan.questions import SEEN, Question, QuestionKind, QuestionState


def is_stuck_and_read() -> ColumnElement[bool]:
    """Return the condition for reports of being stuck that the coordinator read, and nothing followed."""
    return and_(
        Question.kind == QuestionKind.STUCK,
        Question.state == QuestionState.ANSWERED,
        Question.answer == SEEN,
    )


def supersede_read_questions(session: Session, action_id: int, raised_by_ids: Collection[int]) -> None:
    """Close the acknowledged reports of these people on an action: they have reported something new."""
    theirs = (Question.action_id == action_id, Question.raised_by_id.in_(raised_by_ids))
    read = update(Question).where(is_stuck_and_read(), *theirs)
    session.execute(read.values(state=QuestionState.SUPERSEDED))
