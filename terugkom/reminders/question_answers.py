"""Tell the owner who asked something what became of it, and pass mails on: a letter for each answer, once.

What became of a proposed date is told to the other owners of the action too: it is their date as well. Where
one decision settled what several of them proposed, each of those reads that of their own proposal, once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.claims.dated_text import add_day_written, describe_day_written
from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.database.each_by_itself import do_each_by_itself
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.find_deliveries import find_enqueued_keys
from terugkom.documents.letter import Letter
from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.meetings.occurrences import find_next_meetings
from terugkom.meetings.recipients import MeetingRecipient, find_reachable_person
from terugkom.plan.decide_question import (
    ACCEPTED,
    CLOSED,
    OTHER_DATE,
    REFUSED,
    close_lapsed_questions,
    find_plan_answer,
)
from terugkom.plan.model import Municipality, Person
from terugkom.plan.questions import FORWARD, PENDING_STATES, Question, QuestionKind, QuestionState
from terugkom.plan.report_progress import ProgressChoice
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.schedule.moment_of_day import open_moment_of_day

KIND = DOCUMENT = "question-answer"
FORWARD_DOCUMENT = "mail-forward"
_STATES = (QuestionState.ANSWERED, QuestionState.REFERRED)
_AGREED = (ACCEPTED, ProgressChoice.LATER)  # answers that made what was proposed the date of the action
_SETTLING = (*_AGREED, OTHER_DATE, CLOSED)
_LIFETIME = timedelta(days=28)  # an older answer is no news


@dataclass(frozen=True)
class AnswerLetter:
    """A letter about one answer, and those about it to the other owners. `answer` is what they tell."""

    question_id: int
    answer: str
    mail: OutboundDocument
    to_other_owners: tuple[OutboundDocument, ...] = ()

    @property
    def mails(self) -> tuple[OutboundDocument, ...]:
        """All of them."""
        return self.mail, *self.to_other_owners


@dataclass(frozen=True)
class _AnswerReader:
    """Who reads a letter. `for_owner` is the other owner of the action for whom they get it, None if they
    get it for who asked."""

    recipient: MeetingRecipient
    for_owner: Person | None = None


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
        meetings = find_next_meetings(session, municipality, today)
        for question in questions:
            asked = session.get_one(Question, question.id)
            meeting_on = _find_day(meetings, asked)
            mails = [
                _render_forward(context.templates, municipality, asked, reader, today)
                if asked.kind is QuestionKind.OTHER_MAIL
                else _render(
                    context.templates,
                    municipality,
                    asked,
                    reader,
                    meeting_on,
                    today,
                    _find_own_proposal(session, asked, reader.for_owner),
                )
                for reader in _list_readers(session, municipality, asked, today)
            ]
            if mails:
                letters.append(AnswerLetter(asked.id, asked.answer, mails[0], tuple(mails[1:])))
    return letters


def _list_readers(
    session: Session, municipality: Municipality, asked: Question, today: date
) -> list[_AnswerReader]:
    """Return who is told an answer, whoever asked it first; a mailbox gets one letter, whoever reads it."""
    asker = asked.forwarded_to_id or asked.raised_by_id
    others = _list_other_owners(session, asked)
    wanted = [(asker, None), *((each.id, each) for each in others if each.id != asker)]
    readers: dict[str, _AnswerReader] = {}
    for person, owner in wanted:
        found = find_reachable_person(session, municipality, person, "owner", today)
        if found:
            readers.setdefault(normalize_address(found.address.email), _AnswerReader(found, owner))
    return list(readers.values())


def _list_other_owners(session: Session, asked: Question) -> list[Person]:
    """Return the other owners who are told an answer: of what settled several proposals, the accepted one."""
    if asked.action is None or not _is_about_deadline(asked):
        return []
    owners = list(asked.action.owners)
    if asked.answer not in _SETTLING:
        return owners
    settled = _list_settled_with(session, asked)
    first = min(settled, key=lambda each: (each.answer not in _AGREED, each.id))
    if first.id != asked.id:
        return []
    proposers = {each.raised_by_id for each in settled}
    return [each for each in owners if each.id not in proposers]


def _list_settled_with(session: Session, asked: Question) -> list[Question]:
    """Return the questions about the date of its action that were settled on the same day, itself too."""
    answered = select(Question).where(
        Question.action_id == asked.action_id,
        Question.kind.in_((QuestionKind.NEW_DEADLINE, QuestionKind.MAIL)),
        Question.state == QuestionState.ANSWERED,
        Question.answer.in_(_SETTLING),
        Question.answered_on == asked.answered_on,
    )
    return [each for each in session.scalars(answered) if _is_about_deadline(each)]


def _find_own_proposal(session: Session, asked: Question, other: Person | None) -> date | None:
    """Return the date that another owner proposed and that still waits, whatever became of this one."""
    if other is None or asked.action is None:
        return None
    waiting = select(Question).where(
        Question.action_id == asked.action_id,
        Question.kind == QuestionKind.NEW_DEADLINE,
        Question.raised_by_id == other.id,
        Question.state.in_(PENDING_STATES),
    )
    found = session.scalars(waiting.order_by(Question.id.desc())).first()
    return found.proposed_deadline if found and not find_plan_answer(found) else None


def _is_about_deadline(asked: Question) -> bool:
    """Return whether the answer says which date an action has."""
    if asked.kind is QuestionKind.MAIL:
        return asked.answer == ProgressChoice.LATER
    return asked.kind is QuestionKind.NEW_DEADLINE


def enqueue_answers(
    context: RenderContext, run: RunContext, letters: Sequence[AnswerLetter]
) -> list[OutboundDocument]:
    """Enqueue the letters, each once; return those that were enqueued.

    All about one answer in one transaction: none of their readers is left out. What is wrong with one stops
    no other, and is raised afterwards: see `do_each_by_itself`.

    The run has no moment yet (0): that of the day is opened here.
    """
    write_documents(context.documents, [mail for each in letters for mail in each.mails])
    enqueued = do_each_by_itself(letters, partial(_enqueue, context, run), "answers that were not told")
    return [mail for mails in enqueued for mail in mails]


def _enqueue(context: RenderContext, run: RunContext, letter: AnswerLetter) -> list[OutboundDocument]:
    """Enqueue a letter and those to the other owners; return what was not enqueued before, nothing if another
    run does so at this moment."""
    keys = [mail.recipients[0].key for mail in letter.mails]
    try:
        with context.database.write_session() as session:
            _record_told(session, letter, run.today)
            known = find_enqueued_keys(session, keys)
            new = [mail for mail in letter.mails if mail.recipients[0].key not in known]
            if not new:
                return []
            moment = open_moment_of_day(session, run.municipality.id, KIND, "", run.stamp)
            own = replace(run, moment_id=moment.id)
            enqueue_documents(session, own, new)
    except IntegrityError as error:
        if is_duplicate_key(error):  # the next run looks again
            return []
        raise
    return new


def parse_question_number(key: str) -> int:
    """Return the number of the question of whose answer a delivery with this key tells."""
    return int(key.split(":")[2])


def _record_told(session: Session, letter: AnswerLetter, today: date) -> None:
    """Record that an answer was told; one that came meanwhile is told by a letter of its own."""
    told = update(Question).where(Question.id == letter.question_id, Question.answer == letter.answer)
    session.execute(told.values(notified_on=today))


def _find_day(meetings: dict[int | None, date], question: Question) -> date | None:
    return meetings.get(question.action.group_id) if question.action else None


def _render(
    templates: Templates,
    municipality: Municipality,
    question: Question,
    reader: _AnswerReader,
    meeting_on: date | None,
    today: date,
    own_proposal: date | None,
) -> OutboundDocument:
    action, owner = question.action, question.raised_by
    recipient, other = reader.recipient, reader.for_owner
    context = {
        "municipality": municipality.name,
        "coordinator": municipality.signatory,
        "reader": recipient.address.name,
        "absent_owner": to_one_line(owner.name) if owner and owner.id != recipient.person_id else "",
        "is_other_owner": other is not None,
        "stands_in_for": to_one_line(other.name) if other and other.id != recipient.person_id else "",
        "kind": "stop" if question.is_stop else question.kind.value,
        "answer": question.answer,
        "by_minutes": question.answered_through == "minutes",
        "by_plan": question.answered_through == "plan",
        "own_proposal": own_proposal,
        **_describe_reason(question, today, municipality.language),
        "code": action.code if action else question.subject,
        "title": action.title if action else translate(f"question.about.{question.kind}", templates.language),
        "deadline": _find_told_deadline(question),
        "proposed": question.proposed_deadline,
        "meeting_on": meeting_on,
        "answer_to": municipality.answer_address,
    }
    return _build_letter(municipality, question, reader, templates.render_letter(DOCUMENT, context), today)


def _describe_reason(question: Question, today: date, language: str) -> dict[str, str]:
    """Return why it was answered so, and apart when that was written, where its words count from that day."""
    given = (question.reason, question.answered_on, today, language)
    written = describe_day_written(*given)
    return {"reason": add_day_written(*given), "reason_written": written, "reason_text": question.reason}


def _find_told_deadline(question: Question) -> date | None:
    """Return the date of the action; None beside a refusal if it got another one since: that was not kept."""
    action = question.action
    if action is None or (question.answer == REFUSED and action.deadline != question.asked_deadline):
        return None
    return action.deadline


def _render_forward(
    templates: Templates,
    municipality: Municipality,
    question: Question,
    reader: _AnswerReader,
    today: date,
) -> OutboundDocument:
    """Return the letter that passes on a mail to a person of the plan."""
    context = {
        "municipality": municipality.name,
        "coordinator": municipality.signatory,
        "reader": reader.recipient.address.name,
        "sender": question.mail_sender_name,
        "address": question.mail_sender,
        "unproven": question.unproven_sender,
        "subject": question.mail_subject,
        "text": question.text,
        "attachments": question.mail_attachments,
        **_describe_reason(question, today, municipality.language),
    }
    return _build_letter(
        municipality, question, reader, templates.render_letter(FORWARD_DOCUMENT, context), today
    )


def _build_letter(
    municipality: Municipality, question: Question, reader: _AnswerReader, letter: Letter, today: date
) -> OutboundDocument:
    key, label = f"{municipality.id}:{DOCUMENT}:{question.id}:{question.answer}", str(question.id)
    if reader.for_owner:
        key, label = f"{key}:{reader.for_owner.id}", f"{label}-{reader.for_owner.id}"
    to = reader.recipient
    recipient = Recipient(key, to.role, to.person_id, to.address)
    folder = f"{municipality.slug}/{today.isoformat()}"
    kind = FORWARD_DOCUMENT if question.kind is QuestionKind.OTHER_MAIL else DOCUMENT
    return build_mail(letter, kind, folder, label, [recipient])
