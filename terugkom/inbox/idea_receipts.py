"""Tell who mailed an idea its number, and by which day there is an answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from terugkom.database.each_by_itself import do_each_by_itself
from terugkom.delivery.enqueue import OutboundDocument, Recipient, RunContext, build_mail
from terugkom.delivery.enqueue_receipt import enqueue_receipt
from terugkom.documents.letter import Address
from terugkom.documents.mail_address import is_mail_address
from terugkom.documents.one_line import to_one_line
from terugkom.documents.render_context import RenderContext
from terugkom.ideas.answer_mail import ROLE
from terugkom.plan.incoming_mails import IncomingMail, MailKind, list_waiting_receipts

DOCUMENT = "submission-receipt"


def enqueue_idea_receipts(context: RenderContext, run: RunContext) -> None:
    """Enqueue the receipts of the ideas of a municipality that wait for one, each once.

    The run has no moment (0): each receipt has one of its own. What is wrong with one stops no other, and is
    raised afterwards: see `do_each_by_itself`.
    """
    waiting = _list_waiting(context, run)
    do_each_by_itself(waiting, partial(_enqueue, context, run), "receipts of ideas that were not enqueued")


def _enqueue(context: RenderContext, run: RunContext, mail: IncomingMail) -> None:
    is_told = mail.outcome and is_mail_address(mail.sender)  # earlier versions took any sender
    document = _render(context, run, mail) if is_told else None
    enqueue_receipt(context, run, mail.id, document)


def _list_waiting(context: RenderContext, run: RunContext) -> Sequence[IncomingMail]:
    with context.database.read_session() as session:
        found = list_waiting_receipts(session, run.municipality.id)
        return [each for each in found if each.kind is MailKind.IDEA]


def _render(context: RenderContext, run: RunContext, mail: IncomingMail) -> OutboundDocument:
    told = mail.outcome[0]
    letter = context.templates.render_letter(
        DOCUMENT,
        {
            "municipality": run.municipality.name,
            "code": told["code"],
            "answer_by": date.fromisoformat(told["answer_by"]),
            "is_new": told["is_new"],
            "attachments": [to_one_line(each) for each in told["attachments"]],
        },
    )
    key = f"{run.municipality.id}:{DOCUMENT}:{mail.id}"
    recipient = Recipient(key, ROLE, None, Address("", mail.sender))
    built = build_mail(letter, DOCUMENT, run.folder, str(mail.id), [recipient])
    return replace(built, in_reply_to=mail.answered_id)
