"""What the answer to a question changes in an action, recorded with the question that it answers."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from terugkom.plan.change_action import ActionValues, change_action
from terugkom.plan.history import FieldChange, record_changes
from terugkom.plan.model import Action, Municipality
from terugkom.plan.questions import GivenAnswer, Question


def change_by_answer(
    session: Session,
    question: Question,
    action: Action,
    values: ActionValues,
    given: GivenAnswer,
    reason: str,
) -> None:
    """Give an action these values, for a reason, and record through which answer."""
    municipality = session.get_one(Municipality, question.municipality_id)
    changes = change_action(
        action, values, day=given.on, lead_times=municipality.effective_lead_times, reason=reason
    )
    record_changes_by_answer(session, question, [(action, each) for each in changes], given)


def record_changes_by_answer(
    session: Session, question: Question, changes: Sequence[tuple[Action, FieldChange]], given: GivenAnswer
) -> None:
    """Record these changes of actions, and through which answer."""
    through = f"question {question.id}, {given.through or 'answer'}"
    record_changes(session, changes, today=given.on, changed_at=given.at, through=through)
