"""The delivery log: every delivery, sent or not, the newest first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.model import Document
from terugkom.plan.model import Municipality


def list_enqueued_documents(session: Session, run_id: str) -> Sequence[Document]:
    """Return the documents that a run wrote to be delivered, the first one first."""
    delivered = select(Delivery.document_id).where(Delivery.document_id == Document.id)
    query = select(Document).where(Document.run_id == run_id, delivered.exists()).order_by(Document.id)
    return session.scalars(query).all()


def list_deliveries_as_json(
    session: Session,
    documents: DocumentStore,
    municipality: Municipality | None,
    which: ColumnElement[bool] | None = None,
) -> list[dict[str, Any]]:
    """Return the deliveries of one municipality or of all, or those of them that meet a condition; times in
    ISO, `document` as a path."""
    query = (
        select(Delivery, Document.subject, Document.path, Document.sha256)
        .join(Document, Document.id == Delivery.document_id)
        .order_by(Delivery.id.desc())
    )
    if municipality is not None:
        query = query.where(Delivery.municipality_id == municipality.id)
    if which is not None:
        query = query.where(which)
    return [
        {
            "id": delivery.id,
            "channel": delivery.channel,
            "role": delivery.role,
            "recipient": delivery.recipient,
            "subject": subject,
            "state": delivery.state.value,
            "reason": delivery.reason,
            "message_id": delivery.message_id,
            "attempts": delivery.attempts,
            "document": documents.locate(path),
            "sha256": sha256,
            "run_id": delivery.run_id,
            "created_at": delivery.created_at.isoformat(),
            "next_try_at": delivery.next_try_at.isoformat() if delivery.next_try_at else None,
            "sent_at": delivery.sent_at.isoformat() if delivery.sent_at else None,
        }
        for delivery, subject, path, sha256 in session.execute(query)
    ]
