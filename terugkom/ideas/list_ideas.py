"""List the ideas of a municipality."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from terugkom.ideas.model import Idea, IdeaState
from terugkom.plan.model import Municipality


def list_ideas(session: Session, municipality: Municipality) -> Sequence[Idea]:
    """Return the ideas of a municipality: unread ones first, then by state and day of submission."""
    ideas = session.scalars(
        select(Idea)
        .where(Idea.municipality_id == municipality.id)
        .options(joinedload(Idea.action), joinedload(Idea.person))
        .order_by(Idea.submitted_on, Idea.id)
    ).all()
    return sorted(ideas, key=lambda each: list(IdeaState).index(each.state))


def idea_as_json(idea: Idea) -> dict[str, Any]:
    """Return an idea as a JSON object."""
    return {
        "code": idea.code,
        "text": idea.text,
        "theme": idea.theme,
        "handed_in_on": idea.submitted_on.isoformat(),
        "handed_in_by": idea.person.name if idea.person else idea.submitted_by or None,
        "public": idea.public,
        "state": idea.state.value,
        "action": idea.action.code if idea.action else None,
        "answer": idea.answer,
        "answered_on": idea.answered_on.isoformat() if idea.answered_on else None,
        "earlier_answers": idea.earlier_answers,
        "wants_answer": bool(idea.reply_address),
        "answer_by": idea.answer_by.isoformat() if idea.answer_by else None,
        "picture": idea.picture or None,
    }
