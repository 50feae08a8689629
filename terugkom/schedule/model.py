"""The schedule as tables: moments that came due and reminder stages reached, with UNIQUE constraints."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime, enum_type


class MomentState(StrEnum):
    """A moment is open until all its documents and deliveries are recorded."""

    OPEN = "open"
    DONE = "done"


class Moment(Base):
    """One occurrence of a cycle; it exists once, however often the calendar ticks."""

    __tablename__ = "moments"
    __table_args__ = (UniqueConstraint("municipality_id", "kind", "subject", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(100))
    period: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    state: Mapped[MomentState] = mapped_column(enum_type(MomentState), default=MomentState.OPEN)
    run_id: Mapped[str] = mapped_column(String(60), default="")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Reminder(Base):
    """That an owner was reminded of an action at a stage; once for each deadline."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("action_id", "deadline", "stage", "person_id"),
        Index("ix_reminders_delivery", "delivery_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    deadline: Mapped[date]
    stage: Mapped[int]  # days from the deadline: -30, -7, 0, 7, 21
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"))
    skipped_stages: Mapped[str] = mapped_column(String(60), default="")  # lower stages that were missed
