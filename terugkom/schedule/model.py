"""The schedule as tables: moments that came due and reminder stages reached, with UNIQUE constraints."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database import Base, UtcDateTime, enum_type


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


class AgendaPoint(Base):
    """What the next meeting of a group must discuss: a missed deadline, or what the gate finds in a text.

    A point about a text has no deadline and no moment; it exists once for each text of its action.
    """

    __tablename__ = "agenda_points"
    __table_args__ = (
        UniqueConstraint("action_id", "deadline", "reason"),
        Index("ix_agenda_points_moment", "moment_id"),
        Index(
            "uq_agenda_points_text",
            *("action_id", "reason", "text_sha256"),
            unique=True,
            sqlite_where=text("deadline IS NULL"),
            postgresql_where=text("deadline IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    deadline: Mapped[date | None]  # the one that was missed
    reason: Mapped[str] = mapped_column(String(60))
    text_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    raised_on: Mapped[date]
    moment_id: Mapped[int | None] = mapped_column(ForeignKey("moments.id"))
