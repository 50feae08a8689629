"""That an owner is stuck after the coordinator read it: it waits for no answer of theirs, and is not over.

It stays before the group until the owner reports something else, or the group decides on the action.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, update
from sqlalchemy.orm import Session

from terugkom.plan.questions import SEEN, Question, QuestionKind, QuestionState


def is_stuck_and_read() -> ColumnElement[bool]:
    """Return the condition for who is stuck and of whom the coordinator read that, and no more came of it."""
    return and_(
        Question.kind == QuestionKind.STUCK,
        Question.state == QuestionState.ANSWERED,
        Question.answer == SEEN,
    )


def supersede_read_questions(session: Session, action_id: int, raised_by_ids: Collection[int]) -> None:
    """Close what was read of these people being stuck with an action: they report something new by now."""
    theirs = (Question.action_id == action_id, Question.raised_by_id.in_(raised_by_ids))
    read = update(Question).where(is_stuck_and_read(), *theirs)
    session.execute(read.values(state=QuestionState.SUPERSEDED))
