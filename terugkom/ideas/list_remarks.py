"""List the remarks of readers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.ideas.remark_model import Remark, RemarkState
from terugkom.plan.model import Municipality


def list_remarks(session: Session, municipality: Municipality) -> Sequence[Remark]:
    """Return the remarks of a municipality: unread ones first, the oldest of them at the top."""
    ours = select(Remark).where(Remark.municipality_id == municipality.id)
    found = session.scalars(ours.order_by(Remark.submitted_on, Remark.id)).all()
    return sorted(found, key=lambda each: list(RemarkState).index(each.state))


def remark_as_json(remark: Remark) -> dict[str, Any]:
    """Return a remark as a JSON object."""
    return {
        "code": remark.code,
        "about": remark.about,
        "text": remark.text,
        "handed_in_on": remark.submitted_on.isoformat(),
        "handed_in_by": remark.submitted_by or None,
        "wants_answer": bool(remark.reply_address),
        "answer_by": remark.answer_by.isoformat(),
        "state": remark.state.value,
        "answer": remark.answer,
        "answered_on": remark.answered_on.isoformat() if remark.answered_on else None,
        "earlier_answers": remark.earlier_answers,
        "picture": remark.picture or None,
    }
