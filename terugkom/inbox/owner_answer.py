"""What follows from an owner's answer by mail: a report where a clear word says so, else a question.

Which action is meant is what they wrote under, what they name, or the only one that the mail was about. What
is left open is asked of the coordinator, with a proposal where the words point to one, and nothing changes
until that is answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.inbox.answers.action_codes import find_codes, split_by_codes
from terugkom.inbox.answers.action_titles import find_own_title
from terugkom.inbox.answers.progress_answer import (
    ProgressAnswer,
    clean_subject,
    is_bare_choice,
    is_undo,
    parse_progress_answer,
)
from terugkom.inbox.mail_content import MailContent
from terugkom.inbox.mail_sender import AnsweredMail, MailSender
from terugkom.inbox.mailed_figures import NO_UNITS, IndicatorUnits, load_indicator_units
from terugkom.inbox.reply_text import ReplySegment, ReplyText, parse_reply_text
from terugkom.plan.incoming_mails import IncomingMail, MailKind, ReceiptState, count_mails_of_day
from terugkom.plan.model import Action, Municipality, Person
from terugkom.plan.owned_actions import find_owned_actions
from terugkom.plan.queries import lock_municipality
from terugkom.plan.questions import FIGURES, NewQuestion, Question, QuestionKind, ask_question
from terugkom.plan.report_progress import (
    MAIL_SOURCE,
    ProgressChoice,
    ReportedFigure,
    ReportedProgress,
    ReportEntry,
    fit_choice,
)
from terugkom.plan.undo_report import ChangedSince, report_with_undo, undo_report
from terugkom.reminders.answer_receipts import DOCUMENT as RECEIPT_DOCUMENT
from terugkom.reminders.question_answers import DOCUMENT as ANSWER_DOCUMENT
from terugkom.reminders.question_answers import parse_question_number
from terugkom.schedule.model import Reminder

MAX_KEPT_TEXT = 2_000  # characters of an answer that a report or question holds
MAX_QUESTIONS_PER_DAY = 5  # from one sender; the mails are kept all the same


@dataclass(frozen=True)
class AnswerEntry:
    """The municipality, day and time of a mail that is taken."""

    municipality: Municipality
    today: date
    now: datetime


@dataclass(frozen=True)
class ActionAnswer:
    """What was said of one action; of none if it is not known which one is meant. `figures` are those that
    were written behind the codes of its indicators."""

    action: Action | None
    answer: ProgressAnswer
    figures: Mapping[str, float] = field(default_factory=dict)


def handle_owner_answer(
    session: Session,
    mail: MailContent,
    sender: MailSender,
    answered: AnsweredMail | None,
    entry: AnswerEntry,
) -> IncomingMail | None:
    """Store an answer and what follows from it in the caller's transaction.

    Return None for a mail that says nothing of an action and answers none of ours: it is for a person.
    """
    lock_municipality(session, entry.municipality)  # a report of the same day by a page is added to
    reply = parse_reply_text(mail.text)
    subject = find_own_subject(mail, answered)
    if answered and answered.kind == RECEIPT_DOCUMENT and is_undo(reply.own, subject):
        return _undo(session, mail, sender, answered, entry)
    owned = find_owned_actions(session, sender.person, entry.today)
    mailed = find_mailed_actions(session, answered)
    if answered is None and not find_codes(f"{mail.subject}\n{reply.own}", [each.code for each in owned]):
        if not reply.own.strip() or not owned:
            return None
        mailed = []
    units = load_indicator_units(session, entry.municipality, owned)
    answers = find_action_answers(reply, subject, mailed, owned, entry.today, units)
    if not answers:  # nothing was left, so what was cut may be the answer
        whole = ProgressAnswer(None, False, mail.text.strip() or mail.subject)
        only = mailed[0] if _is_the_one(mailed, owned) else None
        answers = [ActionAnswer(only, whole)]
    stored = _store(session, mail, sender, entry, MailKind.ASKED, reply.own)
    is_clear = sender.is_proven and mail.may_be_answered
    about = {"subject": subject[:500], "attachments": mail.attachment_names}
    outcome: list[dict[str, Any]] = []
    for each in answers:
        choice = each.answer.choice if is_clear and each.answer.is_clear else None
        if choice is not None and each.action is not None and each.action.status.is_open:
            outcome.append(_report(session, each.action, choice, each, sender.person, entry))
            stored.kind = MailKind.REPORTED
        else:
            outcome.append(ask_about_answer(session, stored, each, sender, entry, about))
    stored.outcome = outcome
    stored.receipt = ReceiptState.WAITING if is_clear else ReceiptState.NONE
    return stored


def find_action_answers(
    reply: ReplyText,
    subject: str,
    mailed: Sequence[Action],
    owned: Sequence[Action],
    today: date,
    units: IndicatorUnits = NO_UNITS,
) -> list[ActionAnswer]:
    """Return what an answer says, for each action that it speaks of.

    `mailed` are the actions of the mail that is answered, also those that were closed since: of which of
    them a bare *klaar* is, nobody knows then. `owned` are all of which the writer may report, and `units`
    those of their indicators: a figure is no word of the answer.
    """
    by_code = {each.code.lower(): each for each in owned}
    codes = [each.code for each in owned]
    by_subject = find_codes(subject, codes)
    found: dict[int | None, tuple[Action | None, list[str]]] = {}
    for segment in reply.segments or (ReplySegment(""),):
        for code, text in split_by_codes(segment, codes):
            action = by_code.get(code.lower()) if code else None
            if action is None and len(by_subject) == 1:
                action = by_code[by_subject[0].lower()]
            if action is None and _is_the_one(mailed, owned):
                action = mailed[0]
            found.setdefault(action.id if action else None, (action, []))[1].append(text)
    if len(found) > 1 and None in found and not found[None][1][0].strip():
        del found[None]
    answers = []
    for action, texts in found.values():
        own_subject = subject if len(found) == 1 else ""
        whole = "\n".join(texts).strip()
        words, figures = units.take_figures(action, whole)
        said = words or whole
        title = find_own_title(action, owned)
        known, deadline = ([action.code], action.deadline) if action else (codes, None)
        answer = parse_progress_answer(said, own_subject, known, today, deadline, title)
        if action and any(code != action.code for code in find_codes(said, codes)):
            answer = replace(answer, is_clear=False)  # "geplaatst, ook E-02": it may be said of both
        if reply.holds_ours and not answer.is_clear:
            answer = replace(answer, choice=None, deadline=None)
        if said or answer.is_clear or own_subject:
            answers.append(ActionAnswer(action, answer, figures))
    return answers


def _is_the_one(mailed: Sequence[Action], owned: Sequence[Action]) -> bool:
    """Return whether a mail was about one action, which the writer may report, or on which only the
    coordinator can decide, for it was closed meanwhile."""
    return len(mailed) == 1 and (mailed[0] in owned or not mailed[0].status.is_open)


def find_own_subject(mail: MailContent, answered: AnsweredMail | None) -> str:
    """Return the subject that the writer gave; empty if it is only that of the mail that they answer."""
    subject = clean_subject(mail.subject)
    if answered and clean_subject(answered.subject).lower() in subject.lower():
        return ""
    return subject


def find_mailed_actions(session: Session, answered: AnsweredMail | None) -> Sequence[Action]:
    """Return the actions that the mail of ours was about that is answered, open or not."""
    if answered is None:
        return []
    if answered.kind == RECEIPT_DOCUMENT:
        earlier = _find_confirmed_mail(session, answered)
        confirmed = {each.get("code") for each in earlier.outcome} if earlier else set()
        query = select(Action).where(Action.municipality_id == answered.municipality_id)
        return session.scalars(query.where(Action.code.in_(confirmed - {None, ""}))).all()
    if answered.kind == ANSWER_DOCUMENT:
        question = session.get(Question, parse_question_number(answered.key))
        return session.scalars(
            select(Action).where(Action.id == (question.action_id if question else None))
        ).all()
    query = select(Action).join(Reminder, Reminder.action_id == Action.id)
    return session.scalars(query.where(Reminder.delivery_id == answered.delivery_id)).unique().all()


def _find_confirmed_mail(session: Session, receipt: AnsweredMail) -> IncomingMail | None:
    return session.get(IncomingMail, int(receipt.key.rpartition(":")[2]))


def _report(
    session: Session,
    action: Action,
    choice: ProgressChoice,
    said_of: ActionAnswer,
    person: Person,
    entry: AnswerEntry,
) -> dict[str, Any]:
    answer = said_of.answer
    figures = {code: ReportedFigure(value, entry.today) for code, value in said_of.figures.items()}
    deadline = answer.deadline if choice is ProgressChoice.LATER else None
    choice, said = fit_choice(choice, action.deadline, entry.today), answer.text[:MAX_KEPT_TEXT]
    if choice is ProgressChoice.STILL_RUNNING and is_bare_choice(said, ProgressChoice.ON_TRACK):
        said = ""  # nobody is to read "op schema" of an action that is late
    reported = ReportedProgress(choice, said, deadline, figures)
    by = ReportEntry(person, MAIL_SOURCE, entry.today, entry.now)
    undo = report_with_undo(session, entry.municipality, action, reported, by)
    return {
        "code": action.code,
        "title": action.title,
        "choice": choice.value,
        "deadline": deadline.isoformat() if deadline else None,
        "agreed": action.deadline.isoformat() if action.deadline else None,
        "figures": sorted(figures),
        "undo": undo,
    }


def ask_about_answer(
    session: Session,
    stored: IncomingMail,
    said: ActionAnswer,
    sender: MailSender,
    entry: AnswerEntry,
    about: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """Ask the coordinator what a mail means; return what is told of it.

    `about` is what else is shown of the mail: the subject that its writer gave, the names of attachments.
    """
    action, answer = said.action, said.answer
    outcome = {"code": action.code if action else "", "title": action.title if action else "", "asked": True}
    asked = count_mails_of_day(session, entry.municipality.id, MailKind.ASKED, entry.today, stored.sender)
    if asked > MAX_QUESTIONS_PER_DAY:  # this mail is one of them
        return outcome
    proposal: dict[str, Any] = {"mail": stored.id, **about}
    if answer.choice is not None:
        deadline = action.deadline if action else None
        proposal["choice"] = fit_choice(answer.choice, deadline, entry.today).value
    if sender.is_proven or action is not None:
        proposal["person"] = sender.person.id
    agreed = action.deadline if action is not None and action.deadline else entry.today
    if answer.deadline and answer.deadline > max(agreed, entry.today):
        proposal["deadline"] = answer.deadline.isoformat()
    if action is not None and action.deadline:
        proposal["from"] = action.deadline.isoformat()
    if said.figures:
        proposal[FIGURES] = dict(said.figures)
    if not sender.is_proven:
        proposal["unproven"] = stored.sender
    new = NewQuestion(
        municipality_id=entry.municipality.id,
        kind=QuestionKind.MAIL,
        subject=f"mail {stored.id}" + (f" {action.code}" if action else ""),
        text=(answer.text or stored.text or stored.subject)[:MAX_KEPT_TEXT],
        proposal=proposal,
        action_id=action.id if action else None,
        raised_by_id=sender.person.id if sender.is_proven else None,
    )
    ask_question(session, new, entry.today, entry.now)
    return outcome


def _undo(
    session: Session, mail: MailContent, sender: MailSender, answered: AnsweredMail, entry: AnswerEntry
) -> IncomingMail:
    """Take back what the receipt confirmed; what was changed since stays, and a person is asked."""
    stored = _store(session, mail, sender, entry, MailKind.UNDONE, "")
    earlier = _find_confirmed_mail(session, answered)
    nothing = ProgressAnswer(None, False, mail.subject)
    if earlier is None or not sender.is_proven or earlier.person_id != sender.person.id:
        stored.kind = MailKind.ASKED
        stored.outcome = [ask_about_answer(session, stored, ActionAnswer(None, nothing), sender, entry)]
        return stored
    stored.receipt = ReceiptState.WAITING
    if earlier.undone_on is None:
        stored.outcome = undo_mail(session, earlier, sender.person, entry)
    else:
        stored.receipt = ReceiptState.NONE
    return stored


def undo_mail(
    session: Session, earlier: IncomingMail, person: Person, entry: AnswerEntry
) -> list[dict[str, Any]]:
    """Take back what followed from a mail; return for each action whether it was, for its receipt."""
    lock_municipality(session, entry.municipality)  # what is compared stays so until it is written
    outcome = []
    for each in earlier.outcome:
        if "undo" not in each:
            continue
        told = {"code": each["code"], "title": each["title"], "choice": each["choice"], "undone": True}
        try:
            with session.begin_nested():
                undo_report(session, entry.municipality, each["undo"], person.code, entry.today, entry.now)
        except ChangedSince:
            told["undone"] = False
        outcome.append(told)
    earlier.undone_on = entry.today
    return outcome


def _store(
    session: Session, mail: MailContent, sender: MailSender, entry: AnswerEntry, kind: MailKind, text: str
) -> IncomingMail:
    stored = build_incoming_mail(mail, entry, kind)
    stored.text = text[:MAX_KEPT_TEXT]
    stored.person_id = sender.person.id
    session.add(stored)
    session.flush()
    return stored


def build_incoming_mail(mail: MailContent, entry: AnswerEntry, kind: MailKind) -> IncomingMail:
    """Return a mail as it is kept, not yet stored."""
    return IncomingMail(
        municipality_id=entry.municipality.id,
        fingerprint=mail.fingerprint,
        kind=kind,
        message_id=mail.message_id,
        sender=mail.sender[:254],
        subject=mail.subject[:500],
        text="",
        received_on=entry.today,
        received_at=entry.now,
        outcome=[],
        receipt=ReceiptState.NONE,
    )
