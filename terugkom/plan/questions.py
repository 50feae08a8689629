"""What is asked: the one table of questions that a person of the municipality must answer.

A question has its choices and a proposal. Nothing changes until it is answered, by the coordinator's mail, a
page or the command line; then what follows from the choice is done in the same transaction, by the function
that the caller registered for the kind of question. A question that is about the same thing as an open one
takes its place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from terugkom.database import Base, UtcDateTime, enum_type
from terugkom.errors import InputError
from terugkom.plan.model import Action, Person


class QuestionKind(StrEnum):
    """What a question is about."""

    NEW_DEADLINE = "new-deadline"  # an owner proposes a later date for an action
    STUCK = "stuck"  # an owner is stuck with an action


class QuestionState(StrEnum):
    """What became of a question."""

    OPEN = "open"
    ANSWERED = "answered"
    SUPERSEDED = "superseded"  # a newer question about the same took its place, or the plan answered it


QUESTION_CHOICES: Mapping[QuestionKind, tuple[str, ...]] = {
    QuestionKind.NEW_DEADLINE: ("accept", "refuse", "meeting"),
    QuestionKind.STUCK: ("seen", "meeting"),
}


class Question(Base):
    """A question: about what, by whom, its proposal, and the answer once there is one."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    kind: Mapped[QuestionKind] = mapped_column(enum_type(QuestionKind))
    subject: Mapped[str] = mapped_column(String(120))  # what it is about: one open question of a kind each
    state: Mapped[QuestionState] = mapped_column(enum_type(QuestionState), default=QuestionState.OPEN)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), index=True)
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    asked_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text, default="")  # what was said, in the words of who raised it
    proposal: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    answer: Mapped[str] = mapped_column(String(40), default="")  # one of the choices of its kind
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(200), default="")
    answered_on: Mapped[date | None]
    notified_on: Mapped[date | None]  # when the answer was enqueued for who raised it

    action: Mapped[Action | None] = relationship()
    raised_by: Mapped[Person | None] = relationship()

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices of its kind."""
        return QUESTION_CHOICES[self.kind]


@dataclass(frozen=True)
class NewQuestion:
    """A question to be asked. `subject` says what it is about; the people and the action are ids."""

    municipality_id: int
    kind: QuestionKind
    subject: str
    text: str = ""
    proposal: Mapping[str, Any] | None = None
    action_id: int | None = None
    raised_by_id: int | None = None


@dataclass(frozen=True)
class GivenAnswer:
    """An answer: one of the choices, why, by whom and on which day."""

    choice: str
    by: str
    on: date
    at: datetime
    reason: str = ""


AnswerEffect = Callable[[Session, Question, GivenAnswer], None]


def ask_question(session: Session, new: NewQuestion, today: date, now: datetime) -> Question:
    """Store a question; an open one about the same is superseded."""
    supersede_questions(session, new.municipality_id, new.kind, new.subject)
    question = Question(
        municipality_id=new.municipality_id,
        kind=new.kind,
        subject=new.subject,
        text=new.text,
        proposal=dict(new.proposal or {}),
        action_id=new.action_id,
        raised_by_id=new.raised_by_id,
        asked_on=today,
        asked_at=now,
    )
    session.add(question)
    session.flush()
    return question


def supersede_questions(session: Session, municipality_id: int, kind: QuestionKind, subject: str) -> None:
    """Close the open question of this kind about this subject, if there is one."""
    same = update(Question).where(
        Question.municipality_id == municipality_id,
        Question.kind == kind,
        Question.subject == subject,
        Question.state == QuestionState.OPEN,
    )
    session.execute(same.values(state=QuestionState.SUPERSEDED))


def list_open_questions(session: Session, municipality_id: int) -> Sequence[Question]:
    """Return the open questions of a municipality, the oldest first."""
    mine = select(Question).where(
        Question.municipality_id == municipality_id, Question.state == QuestionState.OPEN
    )
    return session.scalars(mine.order_by(Question.id)).all()


def answer_question(
    session: Session, question: Question, given: GivenAnswer, effects: Mapping[QuestionKind, AnswerEffect]
) -> None:
    """Answer an open question, and do what follows from the choice, in the caller's transaction.

    Raises InputError for a question that was answered already, and for a choice that its kind does not have.
    """
    if given.choice not in question.choices:
        raise InputError(f"question {question.id}: choose one of {', '.join(question.choices)}")
    claimed = update(Question).where(Question.id == question.id, Question.state == QuestionState.OPEN)
    values = {
        "state": QuestionState.ANSWERED,
        "answer": given.choice,
        "reason": given.reason,
        "answered_by": given.by[:200],
        "answered_on": given.on,
    }
    if session.execute(claimed.values(values).returning(Question.id)).first() is None:
        raise InputError(f"question {question.id} was answered already")
    session.refresh(question)
    if effect := effects.get(question.kind):
        effect(session, question, given)
