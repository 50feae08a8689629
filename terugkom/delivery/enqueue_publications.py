"""Enqueue publications: documents written to disk, then recorded with their deliveries, as mails are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from terugkom.bulk_insert import insert_many, reserve_ids
from terugkom.database import Base
from terugkom.delivery.enqueue import RunContext, build_document_row
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.publication import Publication
from terugkom.documents.file_store import sha256, write_all_atomically
from terugkom.documents.model import Document

_DOCUMENTS = Base.metadata.tables[Document.__tablename__]
_DELIVERIES = Base.metadata.tables[Delivery.__tablename__]


@dataclass(frozen=True)
class EnqueuedPublication:
    """A publication as the document that is stored under `name`."""

    publication: Publication
    name: str
    content: bytes
    digest: str
    channel: str  # the channel through which it is published
    held: bool = False  # a person must release it


def build_publication(
    publication: Publication, folder: str, channel: str, *, lease_renewal: bool = False
) -> EnqueuedPublication:
    """Build the document of a publication, to be stored in `folder`, such as ``lievegem/2027-03-18``."""
    content = publication.to_bytes()
    digest = sha256(content)
    name = f"{folder}/{publication.kind}-{publication.slug[:80]}-{digest[:8]}.json"
    return EnqueuedPublication(publication, name, content, digest, channel, lease_renewal)


def write_publications(folder: Path, what: Sequence[EnqueuedPublication]) -> None:
    """Write the documents below `folder`; nothing refers to them yet."""
    write_all_atomically(folder, [(each.name, each.content) for each in what])


def enqueue_publications(
    session: Session, run_context: RunContext, publications: Sequence[EnqueuedPublication]
) -> list[int]:
    """Record written documents, each with its one delivery through its channel; return their ids.

    Raises sqlalchemy.exc.IntegrityError for what was recorded before, by its key.
    """
    if not publications:
        return []
    documents = reserve_ids(session, _DOCUMENTS, len(publications))
    deliveries = reserve_ids(session, _DELIVERIES, len(publications))
    insert_many(
        session,
        _DOCUMENTS,
        [
            build_document_row(
                run_context, id, each.publication.kind, each.publication.title, each.name, each.digest
            )
            for id, each in zip(documents, publications, strict=True)
        ],
    )
    rows = [
        _build_delivery_row(run_context, delivery, document, each)
        for delivery, document, each in zip(deliveries, documents, publications, strict=True)
    ]
    insert_many(session, _DELIVERIES, rows)
    return list(deliveries)


def _build_delivery_row(
    run_context: RunContext, delivery: int, document: int, enqueued: EnqueuedPublication
) -> dict[str, object]:
    what = enqueued.publication
    return {
        "id": delivery,
        "municipality_id": run_context.municipality.id,
        "document_id": document,
        "moment_id": run_context.moment_id,
        "person_id": None,
        "key": what.key,
        "channel": enqueued.channel,
        "role": what.kind,
        "recipient": what.path,  # the public, at this address
        "headers": "",
        "message_id": what.idempotency_key,
        "state": DeliveryState.HELD if enqueued.held else DeliveryState.PENDING,
        "run_id": run_context.run_id,
        "created_at": run_context.now,
    }
