"""Record the answer to an idea."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.one_line import to_one_line
from terugkom.errors import Choices, InputError, Message, PublicInputError, Typed
from terugkom.ideas.model import Idea, IdeaState
from terugkom.ideas.submission_answered import SubmissionAnswered
from terugkom.plan.model import Action, Municipality
from terugkom.plan.queries import find_action

VERDICTS = {"taken": IdeaState.TAKEN_UP, "later": IdeaState.LATER, "no": IdeaState.NOT_TAKEN_UP}


@dataclass(frozen=True)
class IdeaAnswer:
    """The answer to an idea: the decision, the reason, and the code of the action it became.

    `is_change` if it is to replace an answer that was given.
    """

    state: IdeaState
    because: str
    action: str = ""
    is_change: bool = False


def record_idea_answer(
    session: Session, municipality: Municipality, code: str, given: IdeaAnswer, today: date
) -> Idea:
    """Record the answer to an idea. What was kept for later may still be taken up or not; an earlier answer
    is kept with it. The same answer twice changes nothing.

    Raises SubmissionAnswered for another answer than was given, unless it `is_change`; InputError for an
    unknown idea or action, a missing reason, or an idea that was taken up without an action.
    """
    idea = _get_idea(session, municipality, code)
    reason = to_one_line(given.because)
    if not reason:
        raise PublicInputError("error.idea.no-reason")
    if (given.state is IdeaState.TAKEN_UP) != bool(given.action):
        raise PublicInputError("error.idea.action-for-nothing" if given.action else "error.idea.no-action")
    action = _get_action(session, municipality, given.action) if given.action else None
    if idea.answered_on is not None:
        if (idea.state, idea.answer, idea.action) == (given.state, reason, action):
            return idea
        is_next = idea.state is IdeaState.LATER and given.state is not IdeaState.LATER
        if not is_next and not given.is_change:
            raise SubmissionAnswered(_describe_answer(idea), idea.answered_on)
        idea.earlier_answers = [*idea.earlier_answers, _keep_answer(idea, idea.answered_on)]
    idea.state, idea.answer, idea.answered_on, idea.action = given.state, reason, today, action
    return idea


def screen_idea(session: Session, municipality: Municipality, code: str, *, is_rejected: bool) -> Idea:
    """Accept an idea that came in by a page, or reject it as no idea at all; only then others see it.

    Raises InputError for an unknown idea, and for one that was accepted or answered already.
    """
    idea = _get_idea(session, municipality, code)
    if idea.state is not IdeaState.UNREAD:
        raise PublicInputError("error.idea.read", code=idea.code)
    idea.state = IdeaState.REJECTED if is_rejected else IdeaState.NEW
    return idea


def _describe_answer(idea: Idea) -> Message:
    return Message(
        f"report.idea.{idea.state}", code=idea.code, action=idea.action.code if idea.action else ""
    )


def _keep_answer(idea: Idea, on: date) -> dict[str, Any]:
    return {
        "state": idea.state.value,
        "action": idea.action.code if idea.action else None,
        "answer": idea.answer,
        "answered_on": on.isoformat(),
    }


def _get_idea(session: Session, municipality: Municipality, code: str) -> Idea:
    query = select(Idea).where(Idea.municipality_id == municipality.id)
    found = session.scalar(query.where(Idea.code == code.strip().upper()))
    if found is None:
        open_ideas = session.scalars(query.where(Idea.state.in_(_OPEN_STATES)).order_by(Idea.id).limit(20))
        raise InputError(
            "error.idea.unknown",
            code=Typed(code.strip()),
            ideas=Choices(tuple(each.code for each in open_ideas)),
        )
    return found


def _get_action(session: Session, municipality: Municipality, code: str) -> Action:
    found = find_action(session, municipality, code)
    if found is None:
        raise InputError("error.idea.unknown-action", code=Typed(code))
    return found


_OPEN_STATES = [each for each in IdeaState if each.awaits_answer]
