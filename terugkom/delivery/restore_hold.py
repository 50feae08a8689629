"""The hold after a restore: what may have been sent since the backup waits for a person.

A backup does not know what was sent after it was made. So a restore holds every delivery that waits in it,
and what the first daily run afterwards enqueues: whatever fell due since the backup. A person sends or drops
what is held, or says that it was sent. When that daily run has ended, new deliveries are sent as ever.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database.table_base import Base, UtcDateTime
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document

HELD_REASON = "restored from a backup: it may have been sent since"
_SEPARATE_RUNS = timedelta(hours=1)
_MAY_HAVE_BEEN_SENT = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.IN_DOUBT)
_HELD = (Delivery.state == DeliveryState.HELD, Delivery.reason == HELD_REASON)


class Restore(Base):
    """A restore of this installation. Until `caught_up_at` what is enqueued is held."""

    __tablename__ = "restores"

    id: Mapped[int] = mapped_column(primary_key=True)
    backed_up_at: Mapped[datetime] = mapped_column(UtcDateTime)  # when the backup was made
    restored_at: Mapped[datetime] = mapped_column(UtcDateTime)
    caught_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # by the next daily run


class HeldDelivery(NamedTuple):
    """A delivery that waits for a person since a restore."""

    id: int
    channel: str
    role: str
    recipient: str
    subject: str
    created_at: datetime


def start_hold(session: Session, backed_up_at: datetime, restored_at: datetime) -> int:
    """Record a restore and hold all that waits to be sent; return how many deliveries."""
    session.add(Restore(backed_up_at=backed_up_at, restored_at=restored_at))
    waiting = update(Delivery).where(Delivery.state.in_(_MAY_HAVE_BEEN_SENT))
    values = {"state": DeliveryState.HELD, "reason": HELD_REASON, "next_try_at": None}
    held = waiting.values(**values, lease=None, lease_until=None).returning(Delivery.id)
    return len(session.scalars(held.execution_options(synchronize_session=False)).all())


def is_hold_open(session: Session, now: datetime) -> bool:
    """Return whether no daily run has caught up since a restore."""
    caught_up_at = Restore.caught_up_at
    still_open = select(Restore.id).where(or_(caught_up_at.is_(None), caught_up_at > now))
    return session.scalars(still_open.limit(1)).first() is not None


def find_hold_end(session: Session, now: datetime) -> datetime | None:
    """Return until when what newsletters make is still held, after a daily run caught up; None if none did,
    or that is past."""
    ends_at = session.scalar(select(func.max(Restore.caught_up_at)).where(Restore.caught_up_at > now))
    waits_for_run = session.scalar(select(Restore.id).where(Restore.caught_up_at.is_(None)).limit(1))
    return None if waits_for_run else ends_at


def end_hold(session: Session, now: datetime) -> None:
    """Record that a daily run of all municipalities ended; what is held stays held.

    The runs that it started beside itself, of newsletters, have an hour to enqueue what they make.
    """
    ends_at = now + _SEPARATE_RUNS
    session.execute(update(Restore).where(Restore.caught_up_at.is_(None)).values(caught_up_at=ends_at))


def list_held(session: Session) -> Sequence[HeldDelivery]:
    """Return the deliveries that a restore holds, the oldest first."""
    query = (
        select(
            Delivery.id,
            Delivery.channel,
            Delivery.role,
            Delivery.recipient,
            Document.subject,
            Delivery.created_at,
        )
        .join(Document, Document.id == Delivery.document_id)
        .where(*_HELD)
        .order_by(Delivery.id)
    )
    return [HeldDelivery(*row) for row in session.execute(query)]


def count_held(session: Session) -> int:
    """Return how many deliveries a restore holds."""
    return session.scalar(select(func.count()).select_from(Delivery).where(*_HELD)) or 0


def release_held(session: Session, ids: Sequence[int] = ()) -> int:
    """Send what a restore holds, or these of it: they are pending again. Return how many."""
    return _settle_held(session, ids, "send", state=DeliveryState.PENDING)


def drop_held(session: Session, now: datetime, ids: Sequence[int] = ()) -> int:
    """Never send what a restore holds, or these of it. Return how many."""
    return _settle_held(session, ids, "drop", state=DeliveryState.DROPPED, dropped_at=now)


def mark_held_sent(session: Session, now: datetime, ids: Sequence[int]) -> int:
    """Record that what a restore holds, or these of it, was sent after the backup. Return how many."""
    return _settle_held(session, ids, "sent", state=DeliveryState.SENT, sent_at=now)


def _settle_held(session: Session, ids: Sequence[int], said: str, **values: Any) -> int:
    which = (*_HELD, Delivery.id.in_(ids)) if ids else _HELD
    reason = f"a person said after a restore: {said}"
    settled = update(Delivery).where(*which).values(**values, reason=reason).returning(Delivery.id)
    return len(session.scalars(settled.execution_options(synchronize_session=False)).all())
