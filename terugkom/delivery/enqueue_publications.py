"""Enqueue publications: documents written to disk, then recorded with their deliveries, as mails are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from terugkom.bulk_insert import insert_many, reserve_ids
from terugkom.database import Base
from terugkom.delivery.enqueue import Origin, document_row
from terugkom.delivery.model import Delivery, State
from terugkom.delivery.publication import Publication
from terugkom.documents.file_store import sha256, write_all_whole
from terugkom.documents.model import Document

_DOCUMENTS = Base.metadata.tables[Document.__tablename__]
_DELIVERIES = Base.metadata.tables[Delivery.__tablename__]


@dataclass(frozen=True)
class Prepared:
    """A publication as the document that is stored under `name`."""

    publication: Publication
    name: str
    content: bytes
    digest: str
    channel: str  # the channel through which it is published
    held: bool = False  # a person must release it


def prepared(publication: Publication, folder: str, channel: str, *, held: bool = False) -> Prepared:
    """Build the document of a publication, to be stored in `folder`, such as ``lievegem/2027-03-18``."""
    content = publication.as_bytes()
    digest = sha256(content)
    name = f"{folder}/{publication.kind}-{publication.slug[:80]}-{digest[:8]}.json"
    return Prepared(publication, name, content, digest, channel, held)


def write_publications(folder: Path, what: Sequence[Prepared]) -> None:
    """Write the documents below `folder`; nothing refers to them yet."""
    write_all_whole(folder, [(each.name, each.content) for each in what])


def record_publications(session: Session, origin: Origin, what: Sequence[Prepared]) -> list[int]:
    """Record written documents, each with its one delivery through its channel; return their ids.

    Raises sqlalchemy.exc.IntegrityError for what was recorded before, by its key.
    """
    if not what:
        return []
    documents = reserve_ids(session, _DOCUMENTS, len(what))
    deliveries = reserve_ids(session, _DELIVERIES, len(what))
    insert_many(
        session,
        _DOCUMENTS,
        [
            document_row(origin, id, each.publication.kind, each.publication.title, each.name, each.digest)
            for id, each in zip(documents, what, strict=True)
        ],
    )
    rows = [
        _delivery_row(origin, delivery, document, each)
        for delivery, document, each in zip(deliveries, documents, what, strict=True)
    ]
    insert_many(session, _DELIVERIES, rows)
    return list(deliveries)


def _delivery_row(origin: Origin, delivery: int, document: int, prepared: Prepared) -> dict[str, object]:
    what = prepared.publication
    return {
        "id": delivery,
        "municipality_id": origin.municipality.id,
        "document_id": document,
        "moment_id": origin.moment_id,
        "person_id": None,
        "key": what.key,
        "channel": prepared.channel,
        "role": what.kind,
        "recipient": what.path,  # the public, at this address
        "headers": "",
        "message_id": what.idempotency_key,
        "state": State.HELD if prepared.held else State.PENDING,
        "run_id": origin.run_id,
        "created_at": origin.now,
    }
