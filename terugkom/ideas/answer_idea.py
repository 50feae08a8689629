"""Record the answer to an idea."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from terugkom.documents.templates import one_line
from terugkom.errors import InputError
from terugkom.ideas.model import Idea, IdeaState
from terugkom.plan.model import Action, Municipality

VERDICTS = {"taken": IdeaState.TAKEN_UP, "later": IdeaState.LATER, "no": IdeaState.NOT_TAKEN_UP}


@dataclass(frozen=True)
class Answer:
    """The answer to an idea: the decision, the reason, and the code of the action it became."""

    state: IdeaState
    because: str
    action: str = ""


def answer(session: Session, town: Municipality, code: str, given: Answer, today: date) -> Idea:
    """Record the answer to an idea; a later answer overwrites an earlier one.

    Raises InputError for an unknown idea or action, a missing reason, or an idea that was taken up
    without an action.
    """
    idea = _idea(session, town, code)
    because = one_line(given.because)
    if not because:
        raise InputError("a reason is required: it is sent to whoever submitted the idea")
    if (given.state is IdeaState.TAKEN_UP) != bool(given.action):
        raise InputError(
            "specify with --action the action that the idea became"
            if not given.action
            else "an action can only be given for an idea that is taken up"
        )
    action = _action(session, town, given.action) if given.action else None
    idea.state, idea.answer, idea.answered_on, idea.action = given.state, because, today, action
    return idea


def ideas_of(session: Session, town: Municipality) -> Sequence[Idea]:
    """Return the ideas of a municipality: new ones first, then by state and day of submission."""
    ideas = session.scalars(
        select(Idea)
        .where(Idea.municipality_id == town.id)
        .options(joinedload(Idea.action), joinedload(Idea.person))
        .order_by(Idea.handed_in_on, Idea.id)
    ).all()
    return sorted(ideas, key=lambda each: list(IdeaState).index(each.state))


def as_json(idea: Idea) -> dict[str, Any]:
    """Return an idea as a JSON object."""
    return {
        "code": idea.code,
        "text": idea.text,
        "theme": idea.theme,
        "handed_in_on": idea.handed_in_on.isoformat(),
        "handed_in_by": idea.person.name if idea.person else idea.handed_in_by or None,
        "public": idea.public,
        "state": idea.state.value,
        "action": idea.action.code if idea.action else None,
        "answer": idea.answer,
        "answered_on": idea.answered_on.isoformat() if idea.answered_on else None,
    }


def _idea(session: Session, town: Municipality, code: str) -> Idea:
    mine = select(Idea).where(Idea.municipality_id == town.id)
    found = session.scalar(mine.where(Idea.code == code.strip().upper()))
    if found is None:
        there = session.scalars(mine.where(Idea.state.in_(_OPEN)).order_by(Idea.id).limit(20))
        named = ", ".join(each.code for each in there)
        raise InputError(f"there is no idea {code!r}; open ideas are: {named or 'none'}")
    return found


def _action(session: Session, town: Municipality, code: str) -> Action:
    found = session.scalar(select(Action).where(Action.municipality_id == town.id, Action.code == code))
    if found is None:
        raise InputError(f"there is no action {code!r}; add it to the plan first")
    return found


_OPEN = [each for each in IdeaState if each.is_open]
