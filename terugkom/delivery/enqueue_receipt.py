"""Enqueue the receipt of a mail that came in, once, however many processes read that mail."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.delivery.enqueue import OutboundDocument, RunContext, enqueue_documents, write_documents
from terugkom.documents.render_context import RenderContext
from terugkom.plan.incoming_mails import ReceiptState, claim_receipt
from terugkom.schedule.moment_of_day import open_moment_of_day


def enqueue_receipt(
    context: RenderContext,
    run: RunContext,
    mail_id: int,
    document: OutboundDocument | None,
    enqueue: Callable[[Session], None] | None = None,
) -> None:
    """Claim the receipt of a mail, and enqueue it in the same transaction; without a document there is none.

    The run has no moment (0). `enqueue` enqueues the document and what goes with it; without it the document
    gets a moment of its own. Nothing is done if another process was first.
    """
    if document:
        write_documents(context.documents, [document])
    state = ReceiptState.ENQUEUED if document else ReceiptState.NONE
    try:
        with context.database.write_session() as session:
            if not claim_receipt(session, mail_id, state):
                return
            if enqueue:
                enqueue(session)
            elif document:
                _enqueue_at_own_moment(session, run, mail_id, document)
    except IntegrityError as error:
        if is_duplicate_key(error):  # another process was first
            return
        raise


def _enqueue_at_own_moment(
    session: Session, run: RunContext, mail_id: int, document: OutboundDocument
) -> None:
    moment = open_moment_of_day(session, run.municipality.id, document.kind, str(mail_id), run.stamp)
    enqueue_documents(session, replace(run, moment_id=moment.id), [document])
