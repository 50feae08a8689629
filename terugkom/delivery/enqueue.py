"""Enqueue documents: written to the store, then recorded with their deliveries in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.database.bulk_insert import insert_many, reserve_ids
from terugkom.database.table_base import Base
from terugkom.delivery.mime import Envelope, build_document, build_headers
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.publication import Publication
from terugkom.delivery.restore_hold import HELD_REASON, is_hold_open
from terugkom.delivery.unsubscribe_token import UnsubscribeOptions
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import sha256
from terugkom.documents.letter import Address, Letter
from terugkom.documents.mail_address import needs_smtputf8
from terugkom.documents.model import MAX_SUBJECT, Document
from terugkom.documents.one_line import to_one_line
from terugkom.plan.model import Municipality
from terugkom.report import PlannedMail
from terugkom.schedule.model import Moment
from terugkom.schedule.run_stamp import RunStamp
from terugkom.secret_keys import KeyPurpose, load_secret_key, sign

_DOCUMENTS = Base.metadata.tables[Document.__tablename__]
_ID_LENGTH = 32  # hexadecimal digits of a Message-ID: 128 bits
_DELIVERIES = Base.metadata.tables[Delivery.__tablename__]


@dataclass(frozen=True)
class Recipient:
    """A recipient with a role. `key` is the delivery's idempotency key: a second is refused.

    `lasting_key` is the same without the number of the moment, which may be another one after a restore; the
    key itself if there is no number in it. The Message-ID follows from it. `answer_token` is what their
    answer to this mail is known by, if it asks for one; `reply_tag` goes into the address for answers.
    """

    key: str
    role: str
    person_id: int | None
    address: Address
    lasting_key: str = ""
    answer_token: str = ""
    reply_tag: str = ""


@dataclass(frozen=True)
class OutboundDocument:
    """A document ready to be stored, a mail or a publication, with the recipients of its deliveries.

    `individual`: each recipient gets a mail of its own; else all see the first recipient, and each other.
    `held`: a person must release it. `unsubscribe`: how each recipient unsubscribes. `channel`: empty for the
    run's mail channel. `publication_id`: by what a server knows a publication, which has no mail headers.
    `addressees`: whom the headers name, if not the recipients: of a copy that differs from the original.
    `in_reply_to`: the Message-ID of the mail that it answers.
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
    channel: str = ""
    publication_id: str = ""
    addressees: tuple[Address, ...] = ()
    in_reply_to: str = ""


@dataclass(frozen=True)
class RunContext:
    """The run for which documents are enqueued: municipality, moment, mail channel, run, time and day.

    `today` is the run's day, by which all rules go; `now` is when it really happens, as mails and rows say.
    The two differ in a run for another day, and in the hours between midnight in Brussels and in UTC.
    """

    municipality: Municipality
    moment_id: int
    channel: str
    run_id: str
    now: datetime
    today: date

    @property
    def stamp(self) -> RunStamp:
        """The run, its day and the time."""
        return RunStamp(self.today, self.now, self.run_id)

    @property
    def folder(self) -> str:
        """The folder of the documents of this run in the store."""
        return f"{self.municipality.slug}/{self.today.isoformat()}"


def build_mail(
    letter: Letter, kind: str, folder: str, label: str, recipients: Sequence[Recipient]
) -> OutboundDocument:
    """Build the document of a letter; part of its digest in its name keeps documents apart."""
    content = build_document(letter)
    digest = sha256(content)
    name = f"{folder}/{kind}-{label}-{digest[:8]}.eml"
    return OutboundDocument(kind, name, letter.subject, content, digest, tuple(recipients))


def build_publication(
    publication: Publication, folder: str, channel: str, *, held: bool = False
) -> OutboundDocument:
    """Build the document of a publication, to be stored in `folder`, such as ``lievegem/2027-03-18``."""
    content = publication.to_bytes()
    digest = sha256(content)
    return OutboundDocument(
        publication.kind,
        f"{folder}/{publication.kind}-{publication.slug[:80]}-{digest[:8]}.json",
        publication.title,
        content,
        digest,
        # its recipient is the public, at this address
        (Recipient(publication.key, publication.kind, None, Address("", publication.path)),),
        held=held,
        channel=channel,
        publication_id=publication.idempotency_key,
    )


@dataclass(frozen=True)
class EnqueueContext:
    """What each row of a batch needs: the run, the key of Message-IDs, and whether a restore holds all.

    `moment` is the moment of the run by its own names: its number may be another one after a restore.
    """

    run: RunContext
    moment: str
    message_id_key: bytes
    is_held_by_restore: bool


def load_enqueue_context(session: Session, run_context: RunContext) -> EnqueueContext:
    """Return the context of one batch of deliveries."""
    of = select(Moment.kind, Moment.subject, Moment.period).where(Moment.id == run_context.moment_id)
    moment = "\n".join([run_context.municipality.slug, *(session.execute(of).first() or ())])
    return EnqueueContext(
        run_context,
        moment,
        load_secret_key(session, KeyPurpose.MESSAGE_IDS),
        is_hold_open(session, run_context.now),
    )


def sign_delivery(context: EnqueueContext, recipient: Recipient) -> str:
    """Return the HMAC of a delivery's key, which its Message-ID begins with.

    It is the same for a delivery that is made again after a restore, so that mail programs see the same mail.
    """
    return sign(context.message_id_key, build_lasting_key(context, recipient))[:_ID_LENGTH]


def build_lasting_key(context: EnqueueContext, recipient: Recipient) -> str:
    """Return the key of a delivery by names that a restore does not change: moment, kind of mail, address."""
    return "\n".join([context.moment, recipient.lasting_key or recipient.key, recipient.address.email])


def list_planned_mails(municipality: Municipality, document: OutboundDocument) -> tuple[PlannedMail, ...]:
    """Return to whom a document would be sent, and with which subject."""
    return tuple(
        PlannedMail(municipality.slug, document.kind, each.role, each.address.email, document.subject)
        for each in document.recipients
    )


def write_documents(
    store: DocumentStore, documents: Sequence[OutboundDocument], session: Session | None = None
) -> None:
    """Write the documents to the store; nothing refers to them yet. `session`: see `DocumentStore`."""
    store.write_all([(document.name, document.content) for document in documents], session)


def enqueue_documents(
    session: Session, run_context: RunContext, documents: Sequence[OutboundDocument]
) -> list[list[int]]:
    """Record written documents and their deliveries; return the deliveries' ids, a list for each document.

    Raises sqlalchemy.exc.IntegrityError if one of the deliveries was recorded before, by its key.
    """
    if not documents:
        return []
    document_ids = reserve_ids(session, _DOCUMENTS, len(documents))
    reserved = iter(reserve_ids(session, _DELIVERIES, sum(len(each.recipients) for each in documents)))
    ids = [[next(reserved) for _ in document.recipients] for document in documents]
    insert_many(
        session,
        _DOCUMENTS,
        [
            build_document_row(run_context, document_id, document)
            for document_id, document in zip(document_ids, documents, strict=True)
        ],
    )
    context = load_enqueue_context(session, run_context)
    rows = [
        build_delivery_row(context, delivery_id, document_id, document, recipient)
        for document_id, document, delivery_ids in zip(document_ids, documents, ids, strict=True)
        for delivery_id, recipient in zip(delivery_ids, document.recipients, strict=True)
    ]
    insert_many(session, _DELIVERIES, rows)
    return ids


def build_document_row(
    run_context: RunContext, document_id: int, document: OutboundDocument
) -> dict[str, object]:
    """Return a document as a row of its table."""
    return {
        "id": document_id,
        "municipality_id": run_context.municipality.id,
        "moment_id": run_context.moment_id,
        "kind": document.kind,
        "subject": document.subject[:MAX_SUBJECT],
        "path": document.name,
        "sha256": document.digest,
        "run_id": run_context.run_id,
        "created_at": run_context.now,
    }


def build_delivery_row(
    context: EnqueueContext,
    delivery_id: int,
    document_id: int,
    document: OutboundDocument,
    recipient: Recipient,
) -> dict[str, object]:
    """Return the row of a delivery of the document, with the headers that precede it if it is a mail."""
    run_context = context.run
    headers, message_id = "", document.publication_id
    if not message_id:
        headers, message_id = _build_mail_headers(context, document, recipient)
    return {
        "id": delivery_id,
        "municipality_id": run_context.municipality.id,
        "document_id": document_id,
        "moment_id": run_context.moment_id,
        "person_id": recipient.person_id,
        "key": recipient.key,
        "channel": document.channel or run_context.channel,
        "role": recipient.role,
        "recipient": recipient.address.email,
        "headers": headers,
        "message_id": message_id,
        "remote_id": "",
        "state": DeliveryState.HELD if document.held or context.is_held_by_restore else DeliveryState.PENDING,
        "reason": HELD_REASON if context.is_held_by_restore and not document.held else "",
        "run_id": run_context.run_id,
        "created_at": run_context.now,
    }


def tag_address(address: str, tag: str) -> str:
    """Return an address with a tag before its @ (RFC 5233), unchanged without one."""
    local, at, domain = address.rpartition("@")
    return f"{local}+{tag}{at}{domain}" if tag and at else address


def _build_mail_headers(
    context: EnqueueContext, mail: OutboundDocument, recipient: Recipient
) -> tuple[str, str]:
    """Return the headers of one delivery of a mail, and its Message-ID."""
    run_context, municipality = context.run, context.run.municipality
    sender = Address(to_one_line(municipality.name), municipality.sender_address)
    seen = mail.addressees or [each.address for each in mail.recipients]
    if not needs_smtputf8(recipient.address.email):  # who has a plain address needs no such mail server
        seen = [each for each in seen if not needs_smtputf8(each.email)] or [recipient.address]
    first, *others = [recipient.address] if mail.individual else seen
    message_id = f"<{sign_delivery(context, recipient)}@{sender.domain}>"
    envelope = Envelope(
        sender=sender,
        to=first,
        cc=others[0] if others else None,
        reply_to=Address(
            to_one_line(municipality.name), tag_address(municipality.answer_address, recipient.reply_tag)
        )
        if municipality.answer_address
        else None,
        message_id=message_id,
        written_at=run_context.now,
        list_id=f"<{mail.kind}.{municipality.slug}.{sender.domain}>",
        answer_token=recipient.answer_token,
        in_reply_to=mail.in_reply_to,
        list_unsubscribe=mail.unsubscribe.build_header(recipient.answer_token)
        if mail.unsubscribe and recipient.answer_token
        else None,
    )
    return build_headers(envelope), message_id
