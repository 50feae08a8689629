"""Mails that were sent and did not arrive, and what follows for those who decide whom to write to.

A bounce is kept once for each delivery. Only that the address does not exist has it listed: nobody writes to
it any more, and `terugkom.plan.reachability` counts its owner as out of reach, until the plan has another
address or a person says that this one works. For whatever reason a reminder did not arrive, its owner was not
reminded: its stages become due again.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Select, String, exists, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database.table_base import Base, UtcDateTime, enum_type
from terugkom.delivery.failure_kinds import FailureKind
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.plan.next_reminder import repeat_reminders
from terugkom.plan.queries import serialize_writers
from terugkom.plan.suppressed_addresses import (
    Suppression,
    SuppressionReason,
    SuppressionScope,
    lift_suppressions,
    normalize_address,
    replace_suppressions,
)
from terugkom.schedule.model import Reminder

MAX_BOUNCE_REASON = 500  # characters that are kept of a server's words


class Bounce(Base):
    """That a mail did not arrive, and why: as its report said, or the answer of the mail server itself."""

    __tablename__ = "bounces"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), unique=True)
    kind: Mapped[FailureKind] = mapped_column(enum_type(FailureKind))
    reason: Mapped[str] = mapped_column(String(MAX_BOUNCE_REASON), default="")  # in the server's words
    reported_on: Mapped[date]
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


@dataclass(frozen=True)
class NewBounce:
    """Why a delivery did not arrive, when that was reported, and in which words."""

    kind: FailureKind
    reason: str
    on: date
    at: datetime


def record_undelivered(session: Session, delivery: Delivery, new: NewBounce) -> bool:
    """Keep that a mail did not arrive, and do what follows; return whether that was news.

    Of two reports about one mail, in any order, the one that says that the address is unknown counts.
    """
    # Of two processes that read two reports of one mail the second finds what the first kept.
    serialize_writers(session, delivery.municipality_id)
    found = session.scalar(select(Bounce).where(Bounce.delivery_id == delivery.id))
    is_unknown = new.kind is FailureKind.UNKNOWN_ADDRESS
    if found is not None and (found.kind is FailureKind.UNKNOWN_ADDRESS or not is_unknown):
        return False
    if found is None:
        repeat_reminders(session, Reminder.delivery_id == delivery.id, new.on)
        found = Bounce(municipality_id=delivery.municipality_id, delivery_id=delivery.id)
    found.kind, found.reason = new.kind, new.reason[:MAX_BOUNCE_REASON]
    found.reported_on, found.reported_at = new.on, new.at
    session.add(found)
    if is_unknown and delivery.recipient:
        listed = [Suppression(SuppressionReason.BOUNCED, new.on, found.reason)]
        waiting = select(Delivery.id).where(  # these are skipped where they are claimed
            Delivery.state == DeliveryState.PENDING,
            Delivery.municipality_id == delivery.municipality_id,
            func.lower(Delivery.recipient) == normalize_address(delivery.recipient),
        )
        repeat_reminders(session, Reminder.delivery_id.in_(waiting), new.on)
        wanted = {delivery.recipient: listed}
        replace_suppressions(session, delivery.municipality_id, SuppressionScope.ALL, wanted)
    session.flush()
    return True


def lift_unknown_address(session: Session, municipality_id: int, address: str) -> bool:
    """Let an address be written to again, because a person knows better; return whether it was listed."""
    reasons = (SuppressionReason.BOUNCED,)
    return lift_suppressions(session, municipality_id, SuppressionScope.ALL, address, reasons) > 0


def has_bounced() -> ColumnElement[bool]:
    """Return the SQL condition that a delivery did not arrive."""
    return exists().where(Bounce.delivery_id == Delivery.id)


def has_bounces_since(session: Session, municipality_id: int, day: date) -> bool:
    """Return whether it was reported on a day or later that a mail did not arrive."""
    mine = select_with_bounces_since(day).where(Bounce.municipality_id == municipality_id)
    return session.scalar(mine.limit(1)) is not None


def select_with_bounces_since(day: date) -> Select[tuple[int]]:
    """Return the query for the municipalities of which a mail was reported since a day not to arrive."""
    return select(Bounce.municipality_id).where(Bounce.reported_on >= day)
