"""Mail that answers nothing of ours and names nothing of the plan: a person says what it is.

Nothing follows from it but a question to the coordinator, and nobody is answered. Mass mail is set aside.
"""

from typing import Any

from sqlalchemy.orm import Session

from terugkom.inbox.mail_content import MailContent
from terugkom.inbox.owner_answer import (
    MAX_KEPT_TEXT,
    MAX_QUESTIONS_PER_DAY,
    AnswerEntry,
    build_incoming_mail,
)
from terugkom.plan.incoming_mails import IncomingMail, MailKind, are_too_many
from terugkom.plan.questions import NewQuestion, QuestionKind, ask_question

MAX_FROM_ALL = 50  # questions a day about mails of this kind


def is_over_mail_limit(session: Session, mail: MailContent, entry: AnswerEntry) -> bool:
    """Return whether an address, or all of them, sent as many such mails today as are asked about."""
    about = (entry.municipality.id, MailKind.OTHER, entry.today, mail.sender)
    return are_too_many(session, *about, from_one=MAX_QUESTIONS_PER_DAY, in_all=MAX_FROM_ALL)


def handle_other_mail(
    session: Session, mail: MailContent, own: str, entry: AnswerEntry, *, is_vouched: bool
) -> IncomingMail:
    """Store a mail, and ask the coordinator what it is, in the caller's transaction.

    `own` is what its writer wrote. Whoever that is, they hear nothing of the answer.
    """
    stored = build_incoming_mail(mail, entry, MailKind.OTHER)
    stored.text = (own.strip() or mail.text.strip())[:MAX_KEPT_TEXT]
    session.add(stored)
    session.flush()
    proposal: dict[str, Any] = {
        "mail": stored.id,
        "subject": stored.subject,
        "sender": stored.sender,
        "name": mail.sender_name,
        "attachments": mail.attachment_names,
        "unproven": "" if is_vouched else stored.sender,
    }
    new = NewQuestion(
        entry.municipality.id,
        QuestionKind.OTHER_MAIL,
        f"mail {stored.id}",
        stored.text,
        proposal,
    )
    ask_question(session, new, entry.today, entry.now)
    return stored


def set_aside(session: Session, mail: MailContent, kind: MailKind, entry: AnswerEntry) -> IncomingMail:
    """Keep that a mail came, and no more: it asks nothing of us."""
    stored = build_incoming_mail(mail, entry, kind)
    stored.message_id = stored.sender = stored.subject = ""
    session.add(stored)
    session.flush()
    return stored
