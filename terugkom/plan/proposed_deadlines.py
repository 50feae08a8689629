"""The later dates that owners proposed and that nobody decided on yet."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from terugkom.documents.templates import to_one_line
from terugkom.plan.decide_question import find_plan_answer
from terugkom.plan.model import LaterDateDecider
from terugkom.plan.questions import PENDING_STATES, Question, QuestionKind, QuestionState
from terugkom.plan.report_progress import DECIDER


@dataclass(frozen=True, slots=True)
class ProposedDeadline:
    """A later date that waits for a decision, as read by templates.

    `by` is the name of who proposed it, "" if that is not known any more; `is_readers`: whether that is who
    reads it.
    """

    deadline: date
    by_id: int | None
    by: str
    on: date
    waits_for_meeting: bool = False  # and not for the coordinator
    is_readers: bool = False


def load_proposed_deadlines(session: Session, municipality_id: int) -> dict[int, ProposedDeadline]:
    """Return by action the later date that waits for a decision. One statement; few wait at once.

    What the plan answered meanwhile waits no more.
    """
    waiting = (
        select(Question)
        .where(
            Question.municipality_id == municipality_id,
            Question.kind == QuestionKind.NEW_DEADLINE,
            Question.state.in_(PENDING_STATES),
        )
        .options(joinedload(Question.action), joinedload(Question.raised_by))
        .order_by(Question.id)
    )
    return {
        each.action_id: _describe(each, each.proposed_deadline)
        for each in session.scalars(waiting)
        if each.action_id and each.proposed_deadline and not find_plan_answer(each)
    }


def _describe(question: Question, deadline: date) -> ProposedDeadline:
    by_meeting = question.proposal.get(DECIDER) == LaterDateDecider.MEETING.value
    return ProposedDeadline(
        deadline,
        question.raised_by_id,
        to_one_line(question.raised_by.name) if question.raised_by else "",
        question.asked_on,
        by_meeting or question.state is QuestionState.REFERRED,
    )
