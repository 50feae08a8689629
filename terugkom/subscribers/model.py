"""Readers as tables: who reads, who does not and why, and who confirmed the code of conduct."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database import Base, UtcDateTime


class Reader(Base):
    """Somebody whom staff news is for: from the staff list, or from the plan where the list has them not.

    A row is never deleted, so that who unsubscribed stays so; for who reads, see
    `terugkom.subscribers.subscription_status`.
    """

    __tablename__ = "readers"
    __table_args__ = (UniqueConstraint("municipality_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))  # in small letters: An@ and an@ are one mailbox
    name: Mapped[str] = mapped_column(String(200), default="")
    started_on: Mapped[date | None]  # the first day on which they work here
    departed_on: Mapped[date | None]  # the first day on which they are no longer written to
    unsubscribed_on: Mapped[date | None]
    bounced_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(500), default="")  # of the last change: why, or through what
    imported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # none: known from the plan alone
    resumed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # refusals before this are forgotten


class Confirmation(Base):
    """That a reader was asked to confirm a version of the code of conduct, and when they did."""

    __tablename__ = "confirmations"
    __table_args__ = (UniqueConstraint("reader_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("readers.id"))
    version: Mapped[str] = mapped_column(String(60), index=True)
    asked_on: Mapped[date]
    confirmed_on: Mapped[date | None]
