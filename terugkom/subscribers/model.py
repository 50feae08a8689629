"""Tables of subscribers, their subscription status, and confirmations of the code of conduct."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime


class Subscriber(Base):
    """A subscriber of mail for staff: from the staff list, or from the plan if not on the list.

    A row is never deleted, so that who unsubscribed stays so; for who reads, see
    `terugkom.subscribers.subscription_status`.
    """

    __tablename__ = "subscribers"
    __table_args__ = (UniqueConstraint("municipality_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))  # lower case: An@ and an@ are one mailbox
    name: Mapped[str] = mapped_column(String(200), default="")
    started_on: Mapped[date | None]  # first working day
    departed_on: Mapped[date | None]  # first day without mail
    unsubscribed_on: Mapped[date | None]
    bounced_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(500), default="")  # of the last change
    imported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: known from the plan only
    resumed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # earlier refusals are ignored
    wants_newsletter: Mapped[bool] = mapped_column(default=True, server_default=true())
    language: Mapped[str] = mapped_column(String(5), default="", server_default="")  # none: of the house


class Confirmation(Base):
    """The request to a subscriber to confirm a version of the code of conduct, and the confirmation.

    `text_sha256` is of the text that was mailed; "" for requests before it was kept.
    """

    __tablename__ = "confirmations"
    __table_args__ = (UniqueConstraint("subscriber_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id"))
    version: Mapped[str] = mapped_column(String(60), index=True)
    asked_on: Mapped[date]
    confirmed_on: Mapped[date | None]
    text_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
