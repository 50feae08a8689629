"""Agenda points for questions that are referred to a meeting, on the agenda of the group of the action.

A point goes when its question is answered; the minutes of the meeting answer it at the latest.
"""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.orm import Session

from terugkom.plan.model import Action
from terugkom.schedule.agenda_model import AgendaPoint

QUESTION_REASON = "question"  # the reason of such a point


def add_question_point(session: Session, question_id: int, action: Action, today: date) -> None:
    """Put the action of a question on the agenda of its group; without a group it is the core group's."""
    session.add(
        AgendaPoint(
            municipality_id=action.municipality_id,
            group_id=action.group_id,
            action_id=action.id,
            reason=QUESTION_REASON,
            text_sha256=_build_hash(question_id),
            raised_on=today,
        )
    )
    session.flush()


def remove_question_points(session: Session, question_ids: Sequence[int]) -> None:
    """Take these questions from the agendas; those that are on none change nothing."""
    if not question_ids:
        return
    hashes = [_build_hash(each) for each in question_ids]
    mine = delete(AgendaPoint).where(
        AgendaPoint.reason == QUESTION_REASON, AgendaPoint.text_sha256.in_(hashes)
    )
    session.execute(mine.execution_options(synchronize_session=False))


def _build_hash(question_id: int) -> str:
    return sha256(f"question {question_id}".encode()).hexdigest()
