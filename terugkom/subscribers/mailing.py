"""Enqueue one letter for all subscribers: store its document once, and its deliveries in batches."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.database.answer_check import is_outage
from terugkom.database.bulk_insert import insert_many, reserve_ids
from terugkom.database.connection_pool import Database
from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.database.each_by_itself import do_each_by_itself
from terugkom.database.table_base import Base
from terugkom.delivery.enqueue import (
    EnqueueContext,
    OutboundDocument,
    Recipient,
    RunContext,
    build_delivery_row,
    build_document_row,
    build_lasting_key,
    build_mail,
    load_enqueue_context,
    write_documents,
)
from terugkom.delivery.model import SUBSCRIBER_ROLE, Delivery, DeliveryState
from terugkom.delivery.unsubscribe_token import UnsubscribeOptions
from terugkom.documents.letter import Address, Letter
from terugkom.documents.model import Document
from terugkom.documents.one_line import to_one_line
from terugkom.documents.render_context import RenderContext
from terugkom.schedule.model import Moment
from terugkom.subscribers.answer_tokens import TokenTerms, create_tokens
from terugkom.subscribers.subscription_status import MailingRecipient, SubscriptionStatus

RECORDED, ALREADY_RECORDED = "recorded", "already"

BATCH_SIZE = 1000
_REFUSED = "deliveries that the database refused"
_DOCUMENTS = Base.metadata.tables[Document.__tablename__]
_DELIVERIES = Base.metadata.tables[Delivery.__tablename__]


def _ignore_batch(_session: Session, _recipients: Sequence[MailingRecipient]) -> None:
    pass


@dataclass(frozen=True)
class Mailing:
    """A letter to all subscribers.

    `key` is what the keys of its deliveries begin with. `unsubscribe` is the unsubscribe link; with it the
    default of `token_terms`, for which each recipient gets a token, is to unsubscribe. `on_batch_recorded` is
    called in the transaction of a batch with the active recipients.
    """

    letter: Letter
    kind: str
    key: str
    unsubscribe: UnsubscribeOptions | None = None
    token_terms: TokenTerms | None = None
    on_batch_recorded: Callable[[Session, Sequence[MailingRecipient]], None] = _ignore_batch


@dataclass(frozen=True)
class _StoredMailing:
    """What all deliveries of a mailing share."""

    run_context: RunContext
    mail: OutboundDocument
    document_id: int
    token_terms: TokenTerms | None
    on_batch_recorded: Callable[[Session, Sequence[MailingRecipient]], None]


def enqueue_mailing(
    context: RenderContext,
    run_context: RunContext,
    mailing: Mailing,
    recipients: Iterable[MailingRecipient],
) -> Counter[str]:
    """Enqueue a letter, one transaction a batch; return the number of recipients by result or skip reason.

    Inactive subscribers get a skipped delivery with the reason, so that each is accounted for. Calling it
    again continues where a run stopped: who has a delivery ``<key>:<subscriber id>`` already is left out.

    If the database refuses one of a batch, each of it is enqueued by itself; what was refused is raised after
    the last batch, see `do_each_by_itself`.
    """
    mail = build_mail(mailing.letter, mailing.kind, run_context.folder, str(run_context.moment_id), ())
    mail = replace(mail, individual=True, unsubscribe=mailing.unsubscribe)
    document_id = _find_or_create_document(context, run_context, mail)
    token_terms = mailing.token_terms or (TokenTerms() if mailing.unsubscribe else None)
    stored = _StoredMailing(run_context, mail, document_id, token_terms, mailing.on_batch_recorded)

    def enqueue(batch: Sequence[MailingRecipient]) -> Counter[str]:
        by_key = {f"{mailing.key}:{each.id}": each for each in batch}
        try:
            return _enqueue_batch(context.database, stored, by_key)
        except DBAPIError as error:
            if len(batch) == 1 or is_outage(error):
                raise
        return sum(do_each_by_itself([[each] for each in batch], enqueue, _REFUSED), Counter[str]())

    found = do_each_by_itself(batched(recipients, BATCH_SIZE), enqueue, _REFUSED)
    return sum(found, Counter[str]())


def _find_or_create_document(context: RenderContext, run_context: RunContext, mail: OutboundDocument) -> int:
    """Return the id of the document of a letter, stored and recorded if it was not yet."""
    same = select(Document.id).where(
        Document.moment_id == run_context.moment_id,
        Document.kind == mail.kind,
        Document.sha256 == mail.digest,
    )
    with context.database.read_session() as session:
        found = session.scalar(same)
    if found is not None:
        return found
    write_documents(context.documents, [mail])
    with context.database.write_session() as session:
        # One at a time: of two runs the second finds the document of the first.
        session.execute(select(Moment.id).where(Moment.id == run_context.moment_id).with_for_update())
        found = session.scalar(same)
        if found is None:
            (found,) = reserve_ids(session, _DOCUMENTS, 1)
            insert_many(session, _DOCUMENTS, [build_document_row(run_context, found, mail)])
        return found


def _enqueue_batch(
    database: Database, mailing: _StoredMailing, batch: Mapping[str, MailingRecipient], *, tries: int = 3
) -> Counter[str]:
    try:
        with database.write_session() as session:
            return _enqueue_new(session, mailing, batch)
    except IntegrityError as error:
        if tries == 1 or not is_duplicate_key(error):
            raise
        # Another run enqueued some of them meanwhile: those are left out.
        return _enqueue_batch(database, mailing, batch, tries=tries - 1)


def _enqueue_new(
    session: Session, mailing: _StoredMailing, batch: Mapping[str, MailingRecipient]
) -> Counter[str]:
    existing_keys = set(session.scalars(select(Delivery.key).where(Delivery.key.in_(list(batch)))))
    new = [(key, recipient) for key, recipient in batch.items() if key not in existing_keys]
    ids = reserve_ids(session, _DELIVERIES, len(new)) if new else ()
    active = {
        key: recipient.id for key, recipient in new if recipient.status is SubscriptionStatus.SUBSCRIBED
    }
    context = load_enqueue_context(session, mailing.run_context)
    recipients = {key: _build_recipient(mailing, key, recipient) for key, recipient in new}
    if mailing.token_terms:
        # By the lasting key, as Message-IDs: who gets the mail again after a restore has both links work.
        lasting = {key: build_lasting_key(context, recipients[key]) for key in active}
        tokens = create_tokens(
            session, mailing.token_terms, {lasting[key]: number for key, number in active.items()}
        )
        recipients |= {
            key: replace(recipients[key], answer_token=tokens[name]) for key, name in lasting.items()
        }
    rows = [
        _build_delivery_row(context, mailing, number, recipients[key], recipient.status)
        for number, (key, recipient) in zip(ids, new, strict=True)
    ]
    insert_many(session, _DELIVERIES, rows)
    mailing.on_batch_recorded(
        session, [recipient for _, recipient in new if recipient.status is SubscriptionStatus.SUBSCRIBED]
    )
    found = Counter({ALREADY_RECORDED: len(existing_keys)} if existing_keys else {})
    for _, recipient in new:
        found[RECORDED if recipient.status is SubscriptionStatus.SUBSCRIBED else recipient.status.value] += 1
    return found


def _build_recipient(mailing: _StoredMailing, key: str, reader: MailingRecipient) -> Recipient:
    address = Address(to_one_line(reader.name), reader.email)
    # The address alone tells two readers of a municipality apart; their numbers may change in a restore.
    return Recipient(key, SUBSCRIBER_ROLE, reader.person_id, address, str(mailing.mail.kind))


def _build_delivery_row(
    context: EnqueueContext,
    mailing: _StoredMailing,
    delivery_id: int,
    recipient: Recipient,
    status: SubscriptionStatus,
) -> dict[str, object]:
    row = build_delivery_row(context, delivery_id, mailing.document_id, mailing.mail, recipient)
    skipped = {"state": DeliveryState.SKIPPED, "reason": status.value, "headers": ""}
    return row | ({} if status is SubscriptionStatus.SUBSCRIBED else skipped)


def parse_subscriber_id(delivery: Delivery) -> int | None:
    """Return the subscriber id of a delivery of `enqueue_mailing`; None for any other delivery."""
    number = delivery.key.rpartition(":")[2]
    return int(number) if delivery.role == SUBSCRIBER_ROLE and number.isdecimal() else None
