"""Enqueue one letter for all subscribers: store its document once, and its deliveries in batches."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.bulk_insert import insert_many, reserve_ids
from terugkom.database import Base, Database
from terugkom.delivery.enqueue import (
    Mail,
    Origin,
    Recipient,
    delivery_row,
    document_row,
    mail_of,
    write_documents,
)
from terugkom.delivery.model import Delivery, State
from terugkom.delivery.unsubscribe_token import Leaving
from terugkom.documents.letter import Address, Letter
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import one_line
from terugkom.schedule.model import Moment
from terugkom.subscribers.subscription_status import ROLE, Addressee, Standing

RECORDED, ALREADY = "recorded", "already"

_BATCH = 1000
_DOCUMENTS = Base.metadata.tables[Document.__tablename__]
_DELIVERIES = Base.metadata.tables[Delivery.__tablename__]


@dataclass(frozen=True)
class _Recording:
    """What all deliveries of a mailing share."""

    origin: Origin
    mail: Mail
    document: int
    together: Callable[[Session, Sequence[Addressee]], None]


def record_mailing(
    desk: RenderContext,
    origin: Origin,
    letter: Letter,
    kind: str,
    key: str,
    readers: Iterable[Addressee],
    leaving: Leaving | None = None,
    together: Callable[[Session, Sequence[Addressee]], None] = lambda _session, _readers: None,
    after_batch: Callable[[], None] = lambda: None,
) -> Counter[str]:
    """Enqueue a letter, one transaction a batch; return the number of recipients by result or skip reason.

    Inactive subscribers get a skipped delivery with the reason, so that each is accounted for. Calling it
    again continues where a run stopped: who has a delivery ``<key>:<subscriber id>`` already is left out.
    `leaving` is the unsubscribe link. `together` is called in the transaction of a batch with the active
    recipients, `after_batch` after each batch.
    """
    folder = f"{origin.municipality.slug}/{origin.now.date().isoformat()}"
    mail = mail_of(letter, kind, folder, str(origin.moment_id), ())
    mail = replace(mail, apart=True, leaving=leaving)
    recording = _Recording(origin, mail, _document(desk, origin, mail), together)
    found = Counter[str]()
    for batch in batched(readers, _BATCH):
        found += _record(desk.database, recording, {f"{key}:{each.id}": each for each in batch})
        after_batch()
    return found


def _document(desk: RenderContext, origin: Origin, mail: Mail) -> int:
    """Return the id of the document of a letter, stored and recorded if it was not yet."""
    same = select(Document.id).where(
        Document.moment_id == origin.moment_id, Document.kind == mail.kind, Document.sha256 == mail.digest
    )
    with desk.database.reading() as session:
        found = session.scalar(same)
    if found is not None:
        return found
    write_documents(desk.documents, [mail])
    with desk.database.writing() as session:
        # One at a time: of two runs the second finds the document of the first.
        session.execute(select(Moment.id).where(Moment.id == origin.moment_id).with_for_update())
        found = session.scalar(same)
        if found is None:
            (found,) = reserve_ids(session, _DOCUMENTS, 1)
            insert_many(
                session,
                _DOCUMENTS,
                [document_row(origin, found, mail.kind, mail.subject, mail.name, mail.digest)],
            )
        return found


def _record(
    database: Database, letter: _Recording, batch: Mapping[str, Addressee], *, tries: int = 3
) -> Counter[str]:
    try:
        with database.writing() as session:
            return _record_new(session, letter, batch)
    except IntegrityError:  # another run enqueued some of them meanwhile
        if tries == 1:
            raise
        return _record(database, letter, batch, tries=tries - 1)


def _record_new(session: Session, letter: _Recording, batch: Mapping[str, Addressee]) -> Counter[str]:
    there = set(session.scalars(select(Delivery.key).where(Delivery.key.in_(list(batch)))))
    new = [(key, reader) for key, reader in batch.items() if key not in there]
    ids = reserve_ids(session, _DELIVERIES, len(new)) if new else ()
    rows = [_row(letter, number, key, reader) for number, (key, reader) in zip(ids, new, strict=True)]
    insert_many(session, _DELIVERIES, rows)
    letter.together(session, [reader for _, reader in new if reader.standing is Standing.READING])
    found = Counter({ALREADY: len(there)} if there else {})
    for _, reader in new:
        found[RECORDED if reader.standing is Standing.READING else reader.standing.value] += 1
    return found


def _row(letter: _Recording, number: int, key: str, reader: Addressee) -> dict[str, object]:
    reads = reader.standing is Standing.READING
    address = Address(one_line(reader.name), reader.email)
    recipient = Recipient(key, ROLE, reader.person_id, address)
    row = delivery_row(letter.origin, number, letter.document, letter.mail, recipient)
    left_out = {"state": State.SKIPPED, "reason": reader.standing.value, "headers": ""}
    return row | {"reason": ""} | ({} if reads else left_out)


def reader_number(delivery: Delivery) -> int | None:
    """Return the subscriber id of a delivery of `record_mailing`; None for any other delivery."""
    number = delivery.key.rpartition(":")[2]
    return int(number) if delivery.role == ROLE and number.isdecimal() else None
