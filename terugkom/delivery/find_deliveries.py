"""Which deliveries were enqueued, and sent, before."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery, DeliveryState


def find_enqueued_keys(session: Session, keys: Collection[str]) -> set[str]:
    """Return those of these keys of which a delivery was enqueued before."""
    return set(session.scalars(select(Delivery.key).where(Delivery.key.in_(keys))))


def is_any_sent(session: Session, keys: Collection[str]) -> bool:
    """Return whether a delivery with one of these keys was sent."""
    sent = select(Delivery.id).where(Delivery.key.in_(keys), Delivery.state == DeliveryState.SENT)
    return session.scalar(sent.limit(1)) is not None


def count_of_moment(session: Session, moment_id: int) -> int:
    """Return how many deliveries of a moment were enqueued."""
    return session.scalar(select(func.count()).where(Delivery.moment_id == moment_id)) or 0
