"""Which deliveries were enqueued, and sent, before."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document


def find_enqueued_keys(session: Session, keys: Collection[str]) -> set[str]:
    """Return those of these keys of which a delivery was enqueued before."""
    return set(session.scalars(select(Delivery.key).where(Delivery.key.in_(keys))))


def is_any_sent(session: Session, keys: Collection[str]) -> bool:
    """Return whether a delivery with one of these keys was sent."""
    sent = select(Delivery.id).where(Delivery.key.in_(keys), Delivery.state == DeliveryState.SENT)
    return session.scalar(sent.limit(1)) is not None


def is_any_found(session: Session, which: ColumnElement[bool]) -> bool:
    """Return whether a delivery meets a condition."""
    return session.scalar(select(Delivery.id).where(which).limit(1)) is not None


def count_by_role(session: Session, run_id: str, moment_id: int | None) -> list[tuple[str, int]]:
    """Return of the deliveries of a moment that a run wrote how many there are, by role."""
    query = select(Delivery.role, func.count(Delivery.id)).join(Document, Document.id == Delivery.document_id)
    query = query.where(Document.run_id == run_id, Delivery.moment_id == moment_id)
    return list(session.execute(query.group_by(Delivery.role).order_by(Delivery.role)).tuples())


def list_with_kind(session: Session, which: ColumnElement[bool], limit: int) -> list[tuple[Delivery, str]]:
    """Return the deliveries that meet a condition, each with the kind of its document, those that are not
    sent first; at most `limit` of them."""
    query = (
        select(Delivery, Document.kind)
        .join(Document, Document.id == Delivery.document_id)
        .where(which)
        .order_by(Delivery.state == DeliveryState.SENT, Delivery.id)
        .limit(limit)
    )
    return list(session.execute(query).tuples())


def count_of_moment(session: Session, moment_id: int) -> int:
    """Return how many deliveries of a moment were enqueued."""
    return session.scalar(select(func.count()).where(Delivery.moment_id == moment_id)) or 0
