"""What owners said of an action and nobody decided on yet: a later date, that they are stuck, or a mail of
which the coordinator must say what it means."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from terugkom.documents.one_line import to_one_line
from terugkom.plan.decide_question import find_plan_answer
from terugkom.plan.model import LaterDateDecider, Ownership
from terugkom.plan.questions import (
    OWNER_KINDS,
    PENDING_STATES,
    WAITING_KINDS,
    Question,
    QuestionKind,
    QuestionState,
)
from terugkom.plan.report_progress import DECIDER


@dataclass(frozen=True, slots=True)
class WaitingQuestion:
    """What waits for a decision, as read by templates: a later date, or without one that its owner is stuck,
    or mailed us.

    `by` is the name of who asked, "" if that is not known any more; `is_readers`: whether that is who reads
    it. Why somebody is stuck, and what a mail says, is for the coordinator, and does not stand here.
    """

    deadline: date | None
    by_id: int | None
    by: str
    on: date
    waits_for_meeting: bool = False  # and not for the coordinator
    is_readers: bool = False
    is_mail: bool = False
    is_stop: bool = False  # a "mail" that they sent by their page: that the action stops


def load_waiting_questions(session: Session, municipality_id: int) -> dict[int, tuple[WaitingQuestion, ...]]:
    """Return by action what waits for a decision, the oldest first. One statement; few wait at once.

    What the plan answered meanwhile waits no more.
    """
    pending = (
        select(Question)
        .where(
            Question.municipality_id == municipality_id,
            is_owner_statement(),
            Question.state.in_(PENDING_STATES),
        )
        .options(joinedload(Question.action), joinedload(Question.raised_by))
        .order_by(Question.id)
    )
    found: defaultdict[int, list[WaitingQuestion]] = defaultdict(list)
    for each in session.scalars(pending):
        if each.action_id and not find_plan_answer(each):
            found[each.action_id].append(_describe(each))
    return {action: tuple(waiting) for action, waiting in found.items()}


def load_waiting_mails(session: Session, municipality_id: int) -> dict[int, date]:
    """Return by action the day of a mail of an owner that nobody answered yet, the oldest. Two statements.

    It may say that the action is done: until somebody read it, nobody is told that it is late. One of which
    it is not known which action it is about may be about each of its writer's.
    """
    asked = load_waiting_questions(session, municipality_id)
    mailed = {action: [each.on for each in waiting if each.is_mail] for action, waiting in asked.items()}
    found = {action: days[0] for action, days in mailed.items() if days}
    about_any = (
        select(Ownership.action_id, Question.asked_on)
        .join(Question, Question.raised_by_id == Ownership.person_id)
        .where(Question.municipality_id == municipality_id, Question.kind == QuestionKind.MAIL)
        .where(Question.action_id.is_(None), Question.state.in_(PENDING_STATES))
        .order_by(Question.id)
    )
    for action, day in session.execute(about_any).tuples():
        found.setdefault(action, day)
    return found


def is_owner_statement() -> ColumnElement[bool]:
    """Return the SQL condition that an owner said what a question holds; of a mail, that it is proven who."""
    is_known = or_(Question.kind.in_(OWNER_KINDS), Question.raised_by_id.is_not(None))
    return and_(Question.kind.in_(WAITING_KINDS), is_known)


def put_readers_first(waiting: Iterable[WaitingQuestion], reader_id: int) -> tuple[WaitingQuestion, ...]:
    """Return what waits as this person reads it: what they asked themselves first."""
    noted = [replace(each, is_readers=each.by_id == reader_id) for each in waiting]
    return tuple(sorted(noted, key=lambda each: not each.is_readers))


def _describe(question: Question) -> WaitingQuestion:
    by_meeting = question.proposal.get(DECIDER) == LaterDateDecider.MEETING.value
    return WaitingQuestion(
        question.proposed_deadline if question.kind is QuestionKind.NEW_DEADLINE else None,
        question.raised_by_id,
        to_one_line(question.raised_by.name) if question.raised_by else "",
        question.asked_on,
        by_meeting or question.state is QuestionState.REFERRED,
        is_mail=question.kind is QuestionKind.MAIL,
        is_stop=question.is_stop,
    )
