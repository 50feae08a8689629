"""What follows from the answers to questions: the one place for the page, the command and the minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from terugkom.documents.end_sentence import end_sentence
from terugkom.documents.messages import translate_everywhere
from terugkom.errors import InputError
from terugkom.normalize import normalize_text
from terugkom.plan.change_action import ActionValues
from terugkom.plan.change_by_answer import change_by_answer
from terugkom.plan.completion_checks import decide_completion, find_completion_answer
from terugkom.plan.import_answers import decide_import_codes, decide_import_value, find_import_answer
from terugkom.plan.model import Action, ActionStatus, Municipality, Person, Precision
from terugkom.plan.question_agenda import add_question_point
from terugkom.plan.questions import (
    FIGURES,
    IMPORT_KINDS,
    MEETING,
    PENDING_STATES,
    QUESTION_CHOICES,
    SEEN,
    AnswerEffect,
    GivenAnswer,
    Question,
    QuestionKind,
    QuestionState,
    answer_question,
    close_question,
    list_pending_questions,
    name_answer,
)
from terugkom.plan.report_progress import (
    MAIL_SOURCE,
    ProgressChoice,
    ReportedFigure,
    ReportedProgress,
    ReportEntry,
    report_progress,
    store_known_figures,
)
from terugkom.plan.stuck_questions import is_stuck_and_read

# Answers that nobody chooses: what the plan or the minutes said instead.
ACCEPTED, REFUSED = "accept", "refuse"
OTHER_DATE, CLOSED, DECIDED = "other-date", "closed", "decided"
_PLAN, MINUTES = "plan", "minutes"  # through which they came


class QuestionLapsed(InputError):
    """The action was changed since the question was asked, so there is nothing left to decide."""


class ProposedDatePassed(InputError):
    """The proposed date lies in the past by now, so it cannot become the deadline."""


@dataclass(frozen=True)
class MinutedDecision:
    """What minutes decided about an action: its new deadline if they gave one, and why."""

    action: Action
    deadline: date | None = None
    reason: str = ""


def decide_question(
    session: Session,
    municipality: Municipality,
    number: int,
    given: GivenAnswer,
    effects: Mapping[QuestionKind, AnswerEffect],
) -> Question:
    """Answer a question of a municipality and do what follows from it, in the caller's transaction.

    `effects` are those of all kinds: see `terugkom.ideas.question_effects`. The choice may be its identifier
    or its word in any language. Raises InputError for an unknown question or choice, AlreadyAnswered,
    QuestionLapsed, and ProposedDatePassed.
    """
    question = find_question(session, municipality, number)
    if question is None:
        raise InputError("error.question.unknown", number=number)
    if question.state in PENDING_STATES and find_plan_answer(question):
        raise QuestionLapsed("error.question.lapsed", number=number)
    choice = parse_choice(question.kind, given.choice) or given.choice
    answer_question(session, question, replace(given, choice=choice), effects)
    return question


def find_question(session: Session, municipality: Municipality, number: int) -> Question | None:
    """Return a question of this municipality by its number."""
    mine = select(Question).where(Question.id == number, Question.municipality_id == municipality.id)
    return session.scalar(mine)


def parse_choice(kind: QuestionKind, word: str) -> str | None:
    """Return the choice that a word stands for: its identifier, or what it is called in any language."""
    said = normalize_text(word)
    for choice in QUESTION_CHOICES[kind]:
        words = translate_everywhere(f"question.{name_answer(kind, choice)}")
        if said in {choice, *(normalize_text(each) for each in words)}:
            return choice
    return None


def find_plan_answer(question: Question) -> str:
    """Return the answer that the plan has given to a question meanwhile; empty while it is still to be given.

    Its action was done or stopped, or got another deadline by an import, by minutes or by hand.
    """
    if question.kind in IMPORT_KINDS:
        return find_import_answer(question)
    if question.kind is QuestionKind.COMPLETION:
        return find_completion_answer(question)
    action = question.action
    is_mail = question.kind in (QuestionKind.MAIL, QuestionKind.OTHER_MAIL)
    if action is None or is_mail:  # a mail is to be read, whatever the plan says
        return ""
    if not action.status.is_open:
        return CLOSED
    if question.kind is not QuestionKind.NEW_DEADLINE or action.deadline == question.asked_deadline:
        return ""
    return ACCEPTED if action.deadline == question.proposed_deadline else OTHER_DATE


def close_lapsed_questions(
    session: Session, municipality: Municipality, today: date, now: datetime
) -> Sequence[Question]:
    """Close the questions that the plan has answered meanwhile; return them."""
    closed = []
    for question in list_pending_questions(session, municipality.id):
        if answer := find_plan_answer(question):
            close_question(session, question, GivenAnswer(answer, _PLAN, today, now, through=_PLAN))
            closed.append(question)
    return closed


def answer_by_minutes(
    session: Session, decided: Sequence[MinutedDecision], by: str, today: date, now: datetime
) -> None:
    """Answer the pending questions about these actions with what the minutes decided.

    A deadline answers a proposed one, also if it is the old one again; any decision answers who is stuck,
    also if the coordinator had read that before.
    """
    of = {each.action.id: each for each in sorted(decided, key=lambda each: each.deadline is not None)}
    pending = select(Question).where(
        Question.action_id.in_(of),
        or_(Question.state.in_(PENDING_STATES), is_stuck_and_read()),
        # the minutes may not have been about what a file says, or about what was withdrawn
        Question.kind.not_in((*IMPORT_KINDS, QuestionKind.COMPLETION)),
    )
    for question in session.scalars(pending.order_by(Question.id)).all():
        decision = of[question.action_id or 0]
        answer = DECIDED
        if question.kind is QuestionKind.NEW_DEADLINE and not decision.deadline:
            if question.state is not QuestionState.REFERRED:
                continue  # an owner or a status was decided, and the date was not discussed
        elif question.kind is QuestionKind.NEW_DEADLINE:
            answers = {question.asked_deadline: REFUSED, question.proposed_deadline: ACCEPTED}
            answer = answers.get(decision.deadline, OTHER_DATE)
        given = GivenAnswer(answer, by, today, now, decision.reason, MINUTES)
        close_question(session, question, given)


def _decide_deadline(session: Session, question: Question, given: GivenAnswer) -> None:
    if given.choice == MEETING:
        _refer(session, question, given)
    if given.choice != ACCEPTED or question.action is None:
        return
    deadline = question.proposed_deadline
    if deadline is None or deadline <= given.on:
        raise ProposedDatePassed("error.question.passed", number=question.id)
    values = ActionValues(deadline=deadline, deadline_precision=Precision.DAY, deadline_text="")
    if not question.action.status.is_open:  # it was called done or stopped, and its owner says it is not
        values["status"] = ActionStatus.RUNNING
    said = end_sentence(question.text) if given.reason else question.text  # readers get both
    reason = " ".join(filter(None, (said, given.reason)))
    change_by_answer(session, question, question.action, values, given, reason)
    _settle_other_proposals(session, question, given)


def _settle_other_proposals(session: Session, question: Question, given: GivenAnswer) -> None:
    """Answer what other owners of the action proposed: it has its new date. A refusal settles only itself."""
    others = select(Question).where(
        Question.action_id == question.action_id,
        Question.id != question.id,
        Question.kind == QuestionKind.NEW_DEADLINE,
        Question.state.in_(PENDING_STATES),
    )
    for other in session.scalars(others.order_by(Question.id)).all():
        if answer := find_plan_answer(other):
            close_question(session, other, replace(given, choice=answer))


def _decide_stuck(session: Session, question: Question, given: GivenAnswer) -> None:
    if given.choice == MEETING:
        _refer(session, question, given)


def _decide_mail(session: Session, question: Question, given: GivenAnswer) -> None:
    """Report what the coordinator read in a mail, in the name of who wrote it."""
    if given.choice == SEEN or question.action is None:
        return
    person = session.get_one(Person, question.proposal["person"])
    entry = ReportEntry(person, MAIL_SOURCE, given.on, given.at, question.asked_on)
    written = question.proposal.get(FIGURES, {})
    figures = {code: ReportedFigure(value, question.asked_on) for code, value in written.items()}
    store_known_figures(session, question.action, figures, entry)
    choice = ProgressChoice(given.choice)
    if choice is ProgressChoice.LATER:  # whoever answers this decides on later dates
        _decide_deadline(session, question, replace(given, choice=ACCEPTED))
        return
    if choice is ProgressChoice.STOPPED:
        reason = given.reason or (question.text if question.proposal.get("whole", True) else "")
        change_by_answer(
            session, question, question.action, ActionValues(status=ActionStatus.STOPPED), given, reason
        )
        return
    municipality = session.get_one(Municipality, question.municipality_id)
    text = question.text if question.proposal.get("whole", True) else ""
    report_progress(session, municipality, question.action, ReportedProgress(choice, text), entry)


def _decide_absence(session: Session, question: Question, given: GivenAnswer) -> None:
    """Store the absence that was proposed; one that was stored since, and lasts longer, stays."""
    last_day = question.proposed_last_day
    if given.choice != ACCEPTED or last_day is None:
        return
    person = session.get_one(Person, question.raised_by_id)
    if person.absent_until is not None and person.absent_until >= last_day:
        return
    if person.absent_until is None or person.absent_until < question.asked_on:
        person.absent_from = question.asked_on
    person.absent_until = last_day


def _refer(session: Session, question: Question, given: GivenAnswer) -> None:
    if question.action is not None:
        add_question_point(session, question.id, question.action, given.on)


# What follows within the plan; what makes an idea is added by `terugkom.ideas.question_effects`.
PLAN_EFFECTS: Mapping[QuestionKind, AnswerEffect] = {
    QuestionKind.NEW_DEADLINE: _decide_deadline,
    QuestionKind.STUCK: _decide_stuck,
    QuestionKind.MAIL: _decide_mail,
    QuestionKind.ABSENCE: _decide_absence,
    QuestionKind.IMPORT_VALUE: decide_import_value,
    QuestionKind.IMPORT_CODES: decide_import_codes,
    QuestionKind.COMPLETION: decide_completion,
}
