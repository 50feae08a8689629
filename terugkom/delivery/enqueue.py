"""Enqueue mails: documents written to disk, then recorded with their deliveries in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy.orm import Session

from terugkom.bulk_insert import insert_many, reserve_ids
from terugkom.database import Base
from terugkom.delivery.mime import Envelope, build_document, build_headers
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.unsubscribe_token import UnsubscribeOptions
from terugkom.documents.file_store import sha256, write_all_atomically
from terugkom.documents.letter import Address, Letter
from terugkom.documents.model import Document
from terugkom.documents.templates import to_one_line
from terugkom.plan.model import Municipality

_DOCUMENTS = Base.metadata.tables[Document.__tablename__]
_DELIVERIES = Base.metadata.tables[Delivery.__tablename__]


@dataclass(frozen=True)
class Recipient:
    """A recipient of a mail, with a role. `key` is the delivery's idempotency key: a second is refused."""

    key: str
    role: str
    person_id: int | None
    address: Address


@dataclass(frozen=True)
class Mail:
    """A document ready to be stored, with its recipients; all see the first recipient, and each other.

    `apart`: each gets a mail of its own. `held`: a person must release it.
    `leaving`: how each recipient unsubscribes.
    """

    kind: str
    name: str
    subject: str
    content: bytes
    digest: str
    recipients: tuple[Recipient, ...]
    individual: bool = False
    held: bool = False
    unsubscribe: UnsubscribeOptions | None = None


@dataclass(frozen=True)
class RunContext:
    """The municipality, moment, channel, run and time for which mails or publications are enqueued."""

    municipality: Municipality
    moment_id: int
    channel: str
    run_id: str
    now: datetime


def build_mail(letter: Letter, kind: str, folder: str, label: str, recipients: Sequence[Recipient]) -> Mail:
    """Build the document of a letter; part of its digest in its name keeps documents apart."""
    content = build_document(letter)
    digest = sha256(content)
    return Mail(
        kind, f"{folder}/{kind}-{label}-{digest[:8]}.eml", letter.subject, content, digest, tuple(recipients)
    )


def write_documents(folder: Path, mails: Sequence[Mail]) -> None:
    """Write the documents below `folder`; nothing refers to them yet."""
    write_all_atomically(folder, [(mail.name, mail.content) for mail in mails])


def enqueue_mails(session: Session, run_context: RunContext, mails: Sequence[Mail]) -> list[list[int]]:
    """Record written documents and their deliveries; return the deliveries' ids, a list for each mail.

    Raises sqlalchemy.exc.IntegrityError if another run enqueued one of them first.
    """
    if not mails:
        return []
    documents = reserve_ids(session, _DOCUMENTS, len(mails))
    deliveries = iter(reserve_ids(session, _DELIVERIES, sum(len(mail.recipients) for mail in mails)))
    ids = [[next(deliveries) for _ in mail.recipients] for mail in mails]
    insert_many(
        session,
        _DOCUMENTS,
        [
            build_document_row(run_context, document, mail.kind, mail.subject, mail.name, mail.digest)
            for document, mail in zip(documents, mails, strict=True)
        ],
    )
    rows = [
        build_delivery_row(run_context, delivery, document, mail, recipient)
        for document, mail, delivery_ids in zip(documents, mails, ids, strict=True)
        for delivery, recipient in zip(delivery_ids, mail.recipients, strict=True)
    ]
    insert_many(session, _DELIVERIES, rows)
    return ids


def build_document_row(
    run_context: RunContext, document: int, kind: str, subject: str, path: str, digest: str
) -> dict[str, object]:
    """Return a document as a row of its table."""
    return {
        "id": document,
        "municipality_id": run_context.municipality.id,
        "moment_id": run_context.moment_id,
        "kind": kind,
        "subject": subject,
        "path": path,
        "sha256": digest,
        "run_id": run_context.run_id,
        "created_at": run_context.now,
    }


def build_delivery_row(
    run_context: RunContext, delivery: int, document: int, mail: Mail, recipient: Recipient
) -> dict[str, object]:
    """Return the row of a delivery of the document, with the headers that precede it."""
    municipality = run_context.municipality
    sender = Address(to_one_line(municipality.name), municipality.sender_address)
    first, *others = [recipient.address] if mail.individual else [each.address for each in mail.recipients]
    secret = uuid4().hex
    message_id = f"<{secret}@{sender.domain}>"
    envelope = Envelope(
        sender=sender,
        to=first,
        cc=others[0] if others else None,
        reply_to=Address(to_one_line(municipality.name), municipality.answer_address)
        if municipality.answer_address
        else None,
        message_id=message_id,
        written_at=run_context.now,
        list_id=f"<{mail.kind}.{municipality.slug}.{sender.domain}>",
        list_unsubscribe=mail.unsubscribe.build_header(delivery, secret) if mail.unsubscribe else None,
    )
    return {
        "id": delivery,
        "municipality_id": municipality.id,
        "document_id": document,
        "moment_id": run_context.moment_id,
        "person_id": recipient.person_id,
        "key": recipient.key,
        "channel": run_context.channel,
        "role": recipient.role,
        "recipient": recipient.address.email,
        "headers": build_headers(envelope),
        "message_id": message_id,
        "state": DeliveryState.HELD if mail.held else DeliveryState.PENDING,
        "run_id": run_context.run_id,
        "created_at": run_context.now,
    }
