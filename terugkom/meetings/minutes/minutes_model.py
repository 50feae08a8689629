"""Tables of what is in the minutes of meetings: who attended, the decisions and the open points."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terugkom.database.table_base import Base, UtcDateTime, enum_type
from terugkom.meetings.model import DecisionKind, Presence
from terugkom.plan.model import Action, Person
from terugkom.schedule.model import Moment


class Attendance(Base):
    """The attendance of one person at one meeting."""

    __tablename__ = "attendances"

    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    presence: Mapped[Presence] = mapped_column(enum_type(Presence))

    person: Mapped[Person] = relationship()


class Decision(Base):
    """A decision, numbered as in the minutes. `value` is the new value, in the format of the history."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("moment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"))
    number: Mapped[int]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), index=True)
    kind: Mapped[DecisionKind] = mapped_column(enum_type(DecisionKind))
    text: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(String(500), default="")
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # none for one that changes nothing

    action: Mapped[Action | None] = relationship()
    moment: Mapped[Moment] = relationship()


class OpenPoint(Base):
    """An open agenda point, listed until a meeting closes it."""

    __tablename__ = "open_points"
    __table_args__ = (Index("ix_open_points_open", "municipality_id", "group_id", "closed_moment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))  # none for the peer exchange
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    raised_moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"))
    times_postponed: Mapped[int] = mapped_column(default=0)
    closed_moment_id: Mapped[int | None] = mapped_column(ForeignKey("moments.id"))

    action: Mapped[Action | None] = relationship()
