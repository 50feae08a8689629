"""What is asked: the one table of questions that a person of the municipality must answer.

A question has its choices and a proposal. Nothing changes until it is answered, by the coordinator's mail, a
page or the command line; then what follows from the choice is done in the same transaction, by the function
that is registered for the kind of question (`terugkom.plan.decide_question`). One that is referred to a
meeting stays pending until the minutes or a person answer it. A question about the same thing as a pending
one takes its place; what an owner asks of an action only takes the place of what the same owner asked.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Select, String, Text, false, or_, select, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from terugkom.database.table_base import Base, UtcDateTime, enum_type
from terugkom.errors import Choices, InputError
from terugkom.plan.model import Action, Person
from terugkom.plan.question_agenda import remove_question_points


class QuestionKind(StrEnum):
    """What a question is about."""

    NEW_DEADLINE = "new-deadline"  # an owner proposes a later date for an action
    STUCK = "stuck"  # an owner is stuck with an action
    MAIL = "mail"  # a mail of which a person must say what it means, or the like: see `Question.is_stop`
    OTHER_MAIL = "other-mail"  # a mail of somebody who is not in the plan, or about nothing in it
    ABSENCE = "absence"  # an out-of-office tells until when a person is absent
    IMPORT_VALUE = "import-value"  # a file and the plan say something else of an action
    IMPORT_CODES = "import-codes"  # a file gives actions other codes
    COMPLETION = "completion"  # that an action is done was published, and withdrawn


class QuestionState(StrEnum):
    """What became of a question."""

    OPEN = "open"
    REFERRED = "referred"  # to the next meeting of the action's group; a person may still answer it before
    ANSWERED = "answered"
    SUPERSEDED = "superseded"  # a newer question or report about the same took its place


PENDING_STATES = (QuestionState.OPEN, QuestionState.REFERRED)
MEETING = "meeting"  # the choice that refers a question
SEEN = "seen"  # the choice that somebody read it; of who is stuck it settles nothing
FORWARD = "forward"  # the choice that passes a mail on to a person of the plan
FROM_FILE, AS_IN_PLAN = "file", "plan"  # the choices between what a file and the plan say
ON_TRACK, STILL_RUNNING = "on-track", "still-running"  # before the deadline of an action, and after it
FIGURES = "figures"  # in the proposal of a mail: those written in it, by the code of their indicator
THROUGH_PAGE = "page"  # in the proposal of what an owner said on their page, and not by mail
STILL_DONE, NOT_DONE = "done", "running"  # the choices of what an action is after all
IMPORT_KINDS = (QuestionKind.IMPORT_VALUE, QuestionKind.IMPORT_CODES)
OWNER_KINDS = (QuestionKind.NEW_DEADLINE, QuestionKind.STUCK)  # each owner of an action asks their own
WAITING_KINDS = (*OWNER_KINDS, QuestionKind.MAIL)  # what an owner said of an action, and waits for a decision

QUESTION_CHOICES: Mapping[QuestionKind, tuple[str, ...]] = {
    QuestionKind.NEW_DEADLINE: ("accept", "refuse", MEETING),
    QuestionKind.STUCK: (SEEN, MEETING),
    QuestionKind.MAIL: ("done", ON_TRACK, STILL_RUNNING, "later", "stuck", "stopped", SEEN),
    QuestionKind.OTHER_MAIL: ("idea", FORWARD, SEEN),
    QuestionKind.ABSENCE: ("accept", SEEN),
    QuestionKind.IMPORT_VALUE: (FROM_FILE, AS_IN_PLAN),
    QuestionKind.IMPORT_CODES: (FROM_FILE, AS_IN_PLAN),
    QuestionKind.COMPLETION: (STILL_DONE, NOT_DONE),
}


class Question(Base):
    """A question: about what, by whom, its proposal, and the answer once there is one."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    kind: Mapped[QuestionKind] = mapped_column(enum_type(QuestionKind))
    # What it is about: one open question of a kind each, of what owners ask one for each owner.
    subject: Mapped[str] = mapped_column(String(120))
    state: Mapped[QuestionState] = mapped_column(enum_type(QuestionState), default=QuestionState.OPEN)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), index=True)
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    asked_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text, default="")  # what was said, in the words of who raised it
    proposal: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    answer: Mapped[str] = mapped_column(String(40), default="")  # a choice, or what the plan said instead
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(200), default="")
    answered_through: Mapped[str] = mapped_column(String(40), default="", server_default="")
    answered_on: Mapped[date | None]
    notified_on: Mapped[date | None]  # when the answer was enqueued for who raised it

    action: Mapped[Action | None] = relationship()
    raised_by: Mapped[Person | None] = relationship()

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices of its kind that are left: what lies with the meeting is not referred again.

        A mail about no known action or by nobody known is only read; without a date nothing gets later. One
        that came after the deadline of its action cannot say that this is on schedule.
        """
        offered = QUESTION_CHOICES[self.kind]
        if self.kind is QuestionKind.MAIL and not (self.action_id and self.proposal.get("person")):
            return (SEEN,)
        if self.kind is QuestionKind.ABSENCE and not self.proposed_last_day:
            return (SEEN,)
        if self.kind is QuestionKind.MAIL:
            without = {ON_TRACK if self._came_late else STILL_RUNNING}
            without |= set() if self.proposed_deadline else {"later"}
            return tuple(each for each in offered if each not in without)
        if self.state is QuestionState.REFERRED:
            return tuple(each for each in offered if each != MEETING)
        return offered

    @property
    def _came_late(self) -> bool:
        """Whether the deadline of its action had passed when this was asked."""
        deadline = self.action.deadline if self.action else None
        return deadline is not None and deadline < self.asked_on

    @property
    def proposed_choice(self) -> str:
        """The choice that is proposed, "" if none is."""
        return str(self.proposal.get("choice", ""))

    @property
    def is_stop(self) -> bool:
        """Whether an owner says on their page that the action stops, so that no mail is meant."""
        return bool(self.proposal.get(THROUGH_PAGE))

    @property
    def mail_subject(self) -> str:
        """The subject that the writer of a mail gave it, "" if it has none of its own."""
        return str(self.proposal.get("subject", ""))

    @property
    def mail_sender(self) -> str:
        """The address that wrote a mail, as it claims."""
        return str(self.proposal.get("sender", ""))

    @property
    def mail_sender_name(self) -> str:
        """Who wrote a mail as a reader sees it: the name that it claims, and the address."""
        name = str(self.proposal.get("name", ""))
        return f"{name} <{self.mail_sender}>" if name else self.mail_sender

    @property
    def unproven_sender(self) -> str:
        """The address of a mail of which nothing proves who wrote it; "" if something does."""
        return str(self.proposal.get("unproven", ""))

    @property
    def mail_attachments(self) -> tuple[str, ...]:
        """The names of the files that came with a mail."""
        return tuple(map(str, self.proposal.get("attachments", ())))

    @property
    def forwarded_to_id(self) -> int | None:
        """The id of the person that a mail was passed on to."""
        found = self.proposal.get("to")
        return int(found) if found is not None else None

    @property
    def proposed_last_day(self) -> date | None:
        """The last day of an absence that is proposed."""
        found = self.proposal.get("until")
        return date.fromisoformat(found) if found else None

    @property
    def story_title(self) -> str:
        """The title of the story that was withdrawn."""
        return str(self.proposal.get("title", ""))

    @property
    def is_departure(self) -> bool:
        """Whether an automatic answer says that a person does not work here any more."""
        return bool(self.proposal.get("departed", not self.proposed_last_day))

    @property
    def proposed_deadline(self) -> date | None:
        """The date that is proposed, if one is."""
        found = self.proposal.get("deadline")
        return date.fromisoformat(found) if found else None

    @property
    def asked_deadline(self) -> date | None:
        """The deadline that the action had when this was asked."""
        found = self.proposal.get("from")
        return date.fromisoformat(found) if found else None


def name_answer(kind: QuestionKind, choice: str) -> str:
    """Return what stands after ``question.`` in the id of the message that says what a choice is called."""
    return f"{kind}.{choice}"


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
    """An answer: one of the choices, why, by whom, through what (such as ``page``), and on which day."""

    choice: str
    by: str
    on: date
    at: datetime
    reason: str = ""
    through: str = ""
    to: str = ""  # the code of the person that a mail is passed on to


class AlreadyAnswered(InputError):
    """The question was answered before; its answer stays."""


AnswerEffect = Callable[[Session, Question, GivenAnswer], None]


def ask_question(session: Session, new: NewQuestion, today: date, now: datetime) -> Question:
    """Store a question; an open one about the same is superseded."""
    supersede_questions(session, new.municipality_id, new.kind, new.subject, (new.raised_by_id,))
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


def supersede_questions(
    session: Session,
    municipality_id: int,
    kind: QuestionKind,
    subject: str,
    raised_by_ids: Collection[int | None],
) -> None:
    """Close the pending question of this kind about this subject, if there is one.

    Of what owners ask only that of these people: another owner's words and date are still to be answered.
    """
    same = update(Question).where(
        Question.municipality_id == municipality_id,
        Question.kind == kind,
        Question.subject == subject,
        Question.state.in_(PENDING_STATES),
    )
    if kind in OWNER_KINDS:
        theirs = (Question.raised_by_id == each for each in raised_by_ids)  # NULL for nobody known
        same = same.where(or_(false(), *theirs))
    closed = session.scalars(same.values(state=QuestionState.SUPERSEDED).returning(Question.id)).all()
    remove_question_points(session, closed)


def list_open_questions(session: Session, municipality_id: int) -> Sequence[Question]:
    """Return the questions of a municipality that nobody looked at yet, the oldest first."""
    return _list_questions(session, municipality_id, (QuestionState.OPEN,))


def list_pending_questions(session: Session, municipality_id: int) -> Sequence[Question]:
    """Return the questions without an answer, the oldest first; with those that wait for a meeting."""
    return _list_questions(session, municipality_id, PENDING_STATES)


def has_open_questions(session: Session, municipality_id: int) -> bool:
    """Return whether something was asked that nobody looked at yet."""
    mine = select_with_open_questions().where(Question.municipality_id == municipality_id)
    return session.scalar(mine.limit(1)) is not None


def select_with_open_questions() -> Select[tuple[int]]:
    """Return the query for the municipalities in which something was asked that nobody looked at yet."""
    return select(Question.municipality_id).where(Question.state == QuestionState.OPEN)


def list_all_questions(session: Session, municipality_id: int) -> Sequence[Question]:
    """Return all questions of a municipality, the oldest first."""
    return _list_questions(session, municipality_id, tuple(QuestionState))


def answer_question(
    session: Session, question: Question, given: GivenAnswer, effects: Mapping[QuestionKind, AnswerEffect]
) -> None:
    """Answer a pending question, and do what follows from the choice, in the caller's transaction.

    Raises AlreadyAnswered for a question that is not pending any more, and InputError for a choice that it
    does not have.
    """
    if question.state not in PENDING_STATES:
        raise AlreadyAnswered("error.question.answered", number=question.id)
    if given.choice not in question.choices:
        raise InputError(
            "error.question.choice", number=question.id, choices=Choices(tuple(question.choices))
        )
    close_question(session, question, given)
    if effect := effects.get(question.kind):
        effect(session, question, given)


def close_question(session: Session, question: Question, given: GivenAnswer) -> None:
    """Record an answer, without what follows from it; two at once give one answer.

    Raises AlreadyAnswered if the question is not as it was read any more.
    """
    claimed = update(Question).where(Question.id == question.id, Question.state == question.state)
    referred = given.choice == MEETING
    values = {
        "state": QuestionState.REFERRED if referred else QuestionState.ANSWERED,
        "answer": given.choice,
        "reason": given.reason,
        "answered_by": given.by[:200],
        "answered_through": given.through[:40],
        "answered_on": given.on,
        "notified_on": None,
    }
    if session.execute(claimed.values(values).returning(Question.id)).first() is None:
        raise AlreadyAnswered("error.question.answered", number=question.id)
    session.refresh(question)
    if not referred:
        remove_question_points(session, [question.id])


def _list_questions(
    session: Session, municipality_id: int, states: Sequence[QuestionState]
) -> Sequence[Question]:
    mine = select(Question).where(Question.municipality_id == municipality_id, Question.state.in_(states))
    beside = (joinedload(Question.action), joinedload(Question.raised_by))
    return session.scalars(mine.options(*beside).order_by(Question.id)).all()
