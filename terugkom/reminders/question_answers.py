"""Tell the owner who asked something what became of it, and pass mails on: a letter for each answer, once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.claims.dated_text import add_day_written
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.model import Delivery
from terugkom.documents.letter import Letter
from terugkom.documents.messages import translate
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates, to_one_line
from terugkom.meetings.kinds import CORE_GROUP
from terugkom.meetings.occurrences import list_occurrences
from terugkom.meetings.recipients import MeetingRecipient, find_reachable_person
from terugkom.plan.decide_question import close_lapsed_questions
from terugkom.plan.model import Municipality
from terugkom.plan.questions import FORWARD, PENDING_STATES, Question, QuestionKind, QuestionState
from terugkom.schedule.moment_of_day import open_moment_of_day

KIND = DOCUMENT = "question-answer"
FORWARD_DOCUMENT = "mail-forward"
_STATES = (QuestionState.ANSWERED, QuestionState.REFERRED)
_MEETING_HORIZON = timedelta(days=400)
_LIFETIME = timedelta(days=28)  # an older answer is no news


@dataclass(frozen=True)
class AnswerLetter:
    """A letter about one answer. `answer` and `answered_on` are those that it tells."""

    question_id: int
    answer: str
    mail: OutboundDocument


def close_and_list_answers(
    session: Session, municipality: Municipality, today: date, now: datetime
) -> Sequence[Question]:
    """Close what the plan answered meanwhile; return the answers that are to be told, none on a day off."""
    close_lapsed_questions(session, municipality, today, now)
    return list_untold_answers(session, municipality, today)


def list_untold_answers(session: Session, municipality: Municipality, today: date) -> Sequence[Question]:
    """Return the answers that their owners were not told yet; none on a day off."""
    if today not in municipality.working_days:
        return ()
    untold = select(Question).where(Question.municipality_id == municipality.id, _is_untold(today))
    return session.scalars(untold.order_by(Question.id)).all()


def select_with_answers(today: date) -> Select[tuple[int]]:
    """Return the query for the municipalities in which the plan may have answered a question, or of which an
    answer is to be told."""
    return select(Question.municipality_id).where(or_(Question.state.in_(PENDING_STATES), _is_untold(today)))


def _is_untold(today: date) -> ColumnElement[bool]:
    return and_(
        Question.state.in_(_STATES),
        Question.notified_on.is_(None),
        Question.kind != QuestionKind.ABSENCE,  # an automatic answer is not answered
        or_(
            Question.raised_by_id.is_not(None),
            and_(Question.kind == QuestionKind.OTHER_MAIL, Question.answer == FORWARD),
        ),
        Question.answered_on > today - _LIFETIME,
    )


def render_answers(
    context: RenderContext, municipality: Municipality, questions: Sequence[Question], today: date
) -> list[AnswerLetter]:
    """Return the letters about these answers; nobody is written to who cannot be reached. Nothing is stored.

    Raises TemplateError.
    """
    letters = []
    with context.database.read_session() as session:
        meetings = _find_next_meetings(session, municipality, today)
        for question in questions:
            asked = session.get_one(Question, question.id)
            to = asked.forwarded_to_id or asked.raised_by_id
            reader = find_reachable_person(session, municipality, to, "owner", today)
            if reader and asked.kind is QuestionKind.OTHER_MAIL:
                letters.append(_render_forward(context.templates, municipality, asked, reader, today))
            elif reader:
                letters.append(
                    _render(context.templates, municipality, asked, reader, _find_day(meetings, asked), today)
                )
    return letters


def enqueue_answers(
    context: RenderContext, run: RunContext, letters: Sequence[AnswerLetter]
) -> list[OutboundDocument]:
    """Enqueue the letters, each once; return those that were enqueued.

    The run has no moment yet (0): that of the day is opened here.
    """
    write_documents(context.documents, [each.mail for each in letters])
    return [each.mail for each in letters if _enqueue(context, run, each)]


def _enqueue(context: RenderContext, run: RunContext, letter: AnswerLetter) -> bool:
    """Enqueue a letter; False if it was enqueued before, or another run does so at this moment."""
    try:
        with context.database.write_session() as session:
            _record_told(session, letter, run.today)
            if session.scalar(select(Delivery.id).where(Delivery.key == letter.mail.recipients[0].key)):
                return False
            moment = open_moment_of_day(
                session, run.municipality.id, KIND, "", run.today, run.now, run.run_id
            )
            own = replace(run, moment_id=moment.id)
            enqueue_documents(session, own, [letter.mail])
    except IntegrityError:  # the next run looks again
        return False
    return True


def _record_told(session: Session, letter: AnswerLetter, today: date) -> None:
    """Record that an answer was told; one that came meanwhile is told by a letter of its own."""
    told = update(Question).where(Question.id == letter.question_id, Question.answer == letter.answer)
    session.execute(told.values(notified_on=today))


def _find_next_meetings(session: Session, municipality: Municipality, today: date) -> dict[int | None, date]:
    """Return the day of the next meeting by group; under None that of the core group."""
    found: dict[int | None, date] = {}
    for each in list_occurrences(session, municipality, today, today + _MEETING_HORIZON):
        if each.day >= today and each.group_id is not None:
            found.setdefault(each.group_id, each.day)
            if each.kind == CORE_GROUP:
                found.setdefault(None, each.day)
    return found


def _find_day(meetings: dict[int | None, date], question: Question) -> date | None:
    return meetings.get(question.action.group_id) if question.action else None


def _render(
    templates: Templates,
    municipality: Municipality,
    question: Question,
    reader: MeetingRecipient,
    meeting_on: date | None,
    today: date,
) -> AnswerLetter:
    action, coordinator, owner = question.action, municipality.coordinator, question.raised_by
    context = {
        "municipality": municipality.name,
        "coordinator": coordinator.name if coordinator else municipality.name,
        "reader": reader.address.name,
        "absent_owner": to_one_line(owner.name) if owner and owner.id != reader.person_id else "",
        "kind": question.kind.value,
        "answer": question.answer,
        "by_minutes": question.answered_through == "minutes",
        "reason": add_day_written(question.reason, question.answered_on, today, municipality.language),
        "code": action.code if action else question.subject,
        "title": action.title
        if action
        else translate(f"question.about.{question.kind.value}", templates.language),
        "deadline": action.deadline if action else None,
        "proposed": question.proposed_deadline,
        "meeting_on": meeting_on,
    }
    return _build_letter(municipality, question, reader, templates.render_letter(DOCUMENT, context), today)


def _render_forward(
    templates: Templates,
    municipality: Municipality,
    question: Question,
    reader: MeetingRecipient,
    today: date,
) -> AnswerLetter:
    """Return the letter that passes on a mail to a person of the plan."""
    coordinator = municipality.coordinator
    context = {
        "municipality": municipality.name,
        "coordinator": coordinator.name if coordinator else municipality.name,
        "reader": reader.address.name,
        "sender": question.mail_sender_name,
        "address": question.mail_sender,
        "unproven": question.unproven_sender,
        "subject": question.mail_subject,
        "text": question.text,
        "attachments": question.mail_attachments,
        "reason": add_day_written(question.reason, question.answered_on, today, municipality.language),
    }
    return _build_letter(
        municipality, question, reader, templates.render_letter(FORWARD_DOCUMENT, context), today
    )


def _build_letter(
    municipality: Municipality, question: Question, reader: MeetingRecipient, letter: Letter, today: date
) -> AnswerLetter:
    key = f"{municipality.id}:{DOCUMENT}:{question.id}:{question.answer}"
    recipient = Recipient(key, reader.role, reader.person_id, reader.address)
    folder = f"{municipality.slug}/{today.isoformat()}"
    kind = FORWARD_DOCUMENT if question.kind is QuestionKind.OTHER_MAIL else DOCUMENT
    mail = build_mail(letter, kind, folder, str(question.id), [recipient])
    return AnswerLetter(question.id, question.answer, mail)
