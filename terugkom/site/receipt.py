"""What follows from the report that was just sent, for each choice, by what is stored."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.plan.model import Action, ActionStatus, LaterDateDecider, Municipality, Ownership, Person
from terugkom.plan.questions import Question, QuestionKind, QuestionState
from terugkom.plan.reachability import find_represented_people, is_coordinator
from terugkom.plan.report_progress import DECIDER, ProgressChoice, format_stop_subject
from terugkom.reminders.stuck_notice import is_coordinator_told


@dataclass(frozen=True)
class Receipt:
    """A report that was taken today: of which action, what was chosen, and what follows."""

    code: str
    title: str
    choice: str
    has_group: bool
    proposed: date | None = None
    waits_for_meeting: bool = False
    is_coordinator_told: bool = False
    is_own: bool = False  # of the coordinator, or of who reads their mail


def find_receipt(session: Session, person: Person, code: str, choice: str, today: date) -> Receipt | None:
    """Return what follows from today's report of an action of this person; None if there is none."""
    if choice not in list(ProgressChoice):
        return None
    owners = find_represented_people(session, person, today)
    mine = (
        select(Action)
        .join(Ownership, Ownership.action_id == Action.id)
        .where(Action.municipality_id == person.municipality_id, Action.code == code)
        .where(Ownership.person_id.in_(owners))
    )
    action = session.scalars(mine).first()
    if action is None:
        return None
    if choice == ProgressChoice.STOPPED:
        if not _has_asked_stop(session, action, person, today):
            return None
    elif all(each.reported_on != today for each in action.reports):
        return None
    if choice == ProgressChoice.DONE and action.status is not ActionStatus.DONE:
        return None  # it was undone since, and the page was loaded again
    question = _find_question(session, action, person) if choice == ProgressChoice.LATER else None
    proposal = question.proposal if question else {}
    return Receipt(
        code=action.code,
        title=action.title,
        choice=choice,
        has_group=action.group_id is not None,
        proposed=date.fromisoformat(proposal["deadline"]) if "deadline" in proposal else None,
        waits_for_meeting=proposal.get(DECIDER) == LaterDateDecider.MEETING.value,
        is_coordinator_told=choice == ProgressChoice.STUCK and is_coordinator_told(session, action, today),
        is_own=is_coordinator(session, session.get_one(Municipality, person.municipality_id), person, today),
    )


def _find_question(session: Session, action: Action, person: Person) -> Question | None:
    asked = select(Question).where(
        Question.action_id == action.id,
        Question.raised_by_id == person.id,
        Question.kind == QuestionKind.NEW_DEADLINE,
        Question.state == QuestionState.OPEN,
    )
    return session.scalars(asked).first()


def _has_asked_stop(session: Session, action: Action, person: Person, today: date) -> bool:
    asked = select(Question.id).where(
        Question.action_id == action.id,
        Question.raised_by_id == person.id,
        Question.kind == QuestionKind.MAIL,
        Question.subject == format_stop_subject(action),
        Question.state == QuestionState.OPEN,
        Question.asked_on == today,
    )
    return session.scalar(asked.limit(1)) is not None
