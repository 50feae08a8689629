"""Tell who answered by mail what was noted, and how to undo it; the coordinator hears at once who is stuck.

Only an address on record is written to, and so many times a day: two machines never go on for long.
"""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from terugkom.database.each_by_itself import do_each_by_itself
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
)
from terugkom.delivery.enqueue_receipt import enqueue_receipt
from terugkom.delivery.find_deliveries import count_of_moment
from terugkom.documents.letter import Address
from terugkom.documents.one_line import to_one_line
from terugkom.documents.render_context import RenderContext
from terugkom.plan.departures import is_departed
from terugkom.plan.incoming_mails import IncomingMail, MailKind, list_waiting_receipts
from terugkom.plan.model import Action, Person
from terugkom.plan.page_links import (
    PageLinkPurpose,
    compute_link_expiry,
    compute_page_tokens,
    create_page_links,
)
from terugkom.plan.report_progress import ProgressChoice
from terugkom.reminders.stuck_notice import enqueue_stuck_notice, render_stuck_notice
from terugkom.schedule.moment_of_day import open_moment_of_day

DOCUMENT = "answer-receipt"
UNDO_PATH = "/ongedaan/"  # the number of the mail and the token of its receipt follow
_OTHER_RECEIPTS = (MailKind.FILES, MailKind.IDEA)  # of other kinds of mail: see `inbox`
MAX_PER_DAY = 10  # receipts to one person
MAX_UNCLEAR_PER_DAY = 1  # receipts that only say that the coordinator will look


def enqueue_receipts(context: RenderContext, run: RunContext) -> None:
    """Enqueue the receipts of the mails of a municipality that wait for one, each once.

    The run has no moment (0): each receipt has one of its own. What is wrong with one stops no other, and is
    raised afterwards: see `do_each_by_itself`.
    """
    with context.database.read_session() as session:
        found = list_waiting_receipts(session, run.municipality.id)
        waiting = [each.id for each in found if each.kind not in _OTHER_RECEIPTS]
    do_each_by_itself(waiting, partial(_enqueue_receipt, context, run), "receipts that were not enqueued")


def build_receipt_key(municipality_id: int, mail_id: int) -> str:
    """Return the key of the delivery of a receipt, and of the token in it."""
    return f"{municipality_id}:{DOCUMENT}:{mail_id}"


def _enqueue_receipt(context: RenderContext, run: RunContext, number: int) -> None:
    with context.database.read_session() as session:
        mail = session.get_one(IncomingMail, number)
        person = session.get(Person, mail.person_id) if mail.person_id else None
        document = _render(context, run, mail, person) if person else None
        notices = [_render_notice(context, run, mail, each, person) for each in _list_stuck(mail, person)]

    def enqueue(session: Session) -> None:
        for notice in filter(None, notices):
            enqueue_stuck_notice(session, run, notice)
        if document and person:
            _enqueue(session, run, mail, person, document)

    enqueue_receipt(context, run, number, document, enqueue)


def _enqueue(
    session: Session, run: RunContext, mail: IncomingMail, person: Person, document: OutboundDocument
) -> None:
    is_unclear = mail.kind is MailKind.ASKED
    subject = f"{person.id}{' unclear' if is_unclear else ''}"
    moment = open_moment_of_day(session, run.municipality.id, DOCUMENT, subject, run.stamp)
    told = count_of_moment(session, moment.id)
    if told >= (MAX_UNCLEAR_PER_DAY if is_unclear else MAX_PER_DAY):
        return
    enqueue_documents(session, replace(run, moment_id=moment.id), [document])
    key = document.recipients[0].key
    expires_on = compute_link_expiry(run.municipality, run.today)
    create_page_links(session, PageLinkPurpose.ANSWER, {key: person.id}, expires_on)


def _render(
    context: RenderContext, run: RunContext, mail: IncomingMail, person: Person
) -> OutboundDocument | None:
    if not person.email or is_departed(person, run.today):
        return None
    municipality = run.municipality
    key = build_receipt_key(municipality.id, mail.id)
    with context.database.write_session() as session:  # the secret key is made when it is first needed
        token = compute_page_tokens(session, PageLinkPurpose.ANSWER, [key])[key]
    noted = [_describe(each) for each in mail.outcome if "undo" in each]
    letter = context.templates.render_letter(
        DOCUMENT,
        {
            "municipality": municipality.name,
            "coordinator": municipality.signatory,
            "reader": person.name,
            "noted": noted,
            "asked": [each for each in mail.outcome if "asked" in each],
            "undone": [each for each in mail.outcome if "undone" in each],
            "heard": [each for each in mail.outcome if "heard" in each],
            "undo": f"{context.site_url}{UNDO_PATH}{mail.id}/{token}" if context.site_url and noted else "",
            "code": token,
            "answer_to": municipality.answer_address,
        },
    )
    recipient = Recipient(key, "owner", person.id, Address(to_one_line(person.name), person.email))
    built = build_mail(letter, DOCUMENT, run.folder, str(mail.id), [recipient])
    return replace(built, in_reply_to=mail.answered_id)


def _list_stuck(mail: IncomingMail, person: Person | None) -> list[dict[str, Any]]:
    if person is None:
        return []
    return [each for each in mail.outcome if each.get("choice") == ProgressChoice.STUCK and "undo" in each]


def _render_notice(
    context: RenderContext,
    run: RunContext,
    mail: IncomingMail,
    outcome: dict[str, Any],
    person: Person | None,
) -> Any:
    with context.database.read_session() as session:
        action = session.get(Action, outcome["undo"]["action_id"])
    if action is None or person is None:
        return None
    return render_stuck_notice(context, run.municipality, action, person, mail.text, run.today)


def _describe(outcome: dict[str, Any]) -> dict[str, Any]:
    """Return what was noted of one action, as the template shows it."""
    days = {name: outcome.get(name) for name in ("deadline", "agreed")}  # older ones do not know the latter
    return {**outcome, **{name: date.fromisoformat(day) if day else None for name, day in days.items()}}
