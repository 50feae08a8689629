"""Deliveries as a table: the outbox."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime, enum_type


class DeliveryState(StrEnum):
    """The state of a delivery; see `terugkom.delivery.outbox` for the transitions."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    SKIPPED = "skipped"
    HELD = "held"  # a person must release it
    DROPPED = "dropped"  # a person decided not to send it


NOT_STARTED = (DeliveryState.PENDING, DeliveryState.HELD)  # waits to be sent, or to be released
MAY_HAVE_LEFT = (DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.IN_DOUBT)
NEVER_SENT = (DeliveryState.SKIPPED, DeliveryState.DROPPED)  # by a rule of ours, or by a person
SETTLED_STATES = (DeliveryState.SENT, DeliveryState.FAILED, *NEVER_SENT)
MAX_REMOTE_ID = 500  # characters
MAX_ATTEMPTS = 8  # after which a delivery in doubt is not sent again without a person
GIVE_UP_AFTER = timedelta(days=5)  # unless a setting says otherwise; as long as mail servers do by default
SUBSCRIBER_ROLE = "reader"  # of a delivery of a mailing, from which its recipients may unsubscribe


class Delivery(Base):
    """The sending of one document to one recipient through one channel."""

    __tablename__ = "deliveries"
    # Each index is updated at each change of state, so there are few.
    __table_args__ = (Index("ix_deliveries_waiting", "state", "channel", "attempts", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    moment_id: Mapped[int | None] = mapped_column(ForeignKey("moments.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    key: Mapped[str] = mapped_column(String(120), unique=True)  # what makes it the same delivery
    channel: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(40))  # what the recipient is here: owner, stand-in, coordinator
    recipient: Mapped[str] = mapped_column(String(254))
    headers: Mapped[str] = mapped_column(Text)  # the mail's own headers, ready to be sent before its document
    message_id: Mapped[str] = mapped_column(String(200))
    # What its server calls a publication, by which it is edited; see the channel. Empty if it does not say.
    remote_id: Mapped[str] = mapped_column(String(MAX_REMOTE_ID), default="")
    state: Mapped[DeliveryState] = mapped_column(enum_type(DeliveryState), default=DeliveryState.PENDING)
    reason: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)  # those that only its channel made fail are not counted
    first_tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # from then on its age is counted
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease: Mapped[str | None] = mapped_column(String(60))  # which sender holds it
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    run_id: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
