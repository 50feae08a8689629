"""What follows from an automatic answer: never progress; an absence that it tells of is asked about."""

from sqlalchemy.orm import Session

from terugkom.inbox.automatic_mail import Absence, MailOrigin
from terugkom.inbox.mail_content import MailContent
from terugkom.inbox.mail_sender import MailSender
from terugkom.inbox.owner_answer import MAX_KEPT_TEXT, AnswerEntry, build_incoming_mail
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.plan.incoming_mails import IncomingMail, MailKind
from terugkom.plan.questions import NewQuestion, QuestionKind, ask_question


def handle_absence(
    session: Session, mail: MailContent, sender: MailSender, absence: Absence, entry: AnswerEntry
) -> IncomingMail:
    """Store an automatic answer of a person of the plan, and offer its absence to the coordinator.

    Of a machine an absence that is known already, or names no last day, asks nothing; where only its words
    look like a machine's, a person always reads it. Nobody is answered.
    """
    person = sender.person
    stored = build_incoming_mail(mail, entry, MailKind.ABSENCE)
    stored.person_id = person.id
    stored.text = parse_reply_text(mail.text).own[:MAX_KEPT_TEXT]
    session.add(stored)
    session.flush()
    known = absence.until and person.absent_until and person.absent_until >= absence.until
    is_certain = mail.origin is MailOrigin.MACHINE
    if (absence.until and not known) or absence.departed or not is_certain:
        ask_question(
            session,
            NewQuestion(
                municipality_id=entry.municipality.id,
                kind=QuestionKind.ABSENCE,
                subject=person.code,
                text=stored.text,
                proposal={
                    "until": absence.until.isoformat() if absence.until else None,
                    "departed": absence.departed,
                    "subject": stored.subject if not is_certain else "",
                },
                raised_by_id=person.id,
            ),
            entry.today,
            entry.now,
        )
    return stored
