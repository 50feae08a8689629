"""Meetings as tables: how each is held, which of its steps were taken, and what it decided.

A meeting is a moment of the rhythm, with its day there; here stands what a moment lacks.
"""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terugkom.database import Base, UtcDateTime, words
from terugkom.plan.model import Action, Group, Person
from terugkom.schedule.model import Moment


class MeetingState(StrEnum):
    """How a meeting stands. `held` means that its day has passed and its minutes were asked for."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    HELD = "held"
    MINUTED = "minuted"


class Step(StrEnum):
    """What is done around a meeting, in order; the last two when somebody moves or cancels it."""

    INVITATION = "invitation"
    PACK = "pack"
    MINUTES = "minutes"  # asked for
    CHASE = "chase"
    MINUTES_SENT = "minutes-sent"
    UPDATE = "update"
    CANCEL = "cancel"


class Outcome(StrEnum):
    """What became of a step."""

    DONE = "done"
    SKIPPED = "skipped"


class Presence(StrEnum):
    """Whether somebody was there."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class DecisionKind(StrEnum):
    """What a decision changes in the plan; a note changes nothing."""

    DEADLINE = "deadline"
    OWNER = "owner"
    STATUS = "status"
    NEW_ACTION = "new-action"
    STOP = "stop"
    NOTE = "note"


class Meeting(Base):
    """A moment at which people come back together. `moment.day` is when, `starts_at` in Brussels' time."""

    __tablename__ = "meetings"

    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"), primary_key=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))  # none for a peer exchange
    starts_at: Mapped[time]
    minutes: Mapped[int]  # how long it lasts
    place: Mapped[str] = mapped_column(String(300), default="")
    uid: Mapped[str] = mapped_column(String(200), unique=True)  # iCalendar's: the same as long as it lives
    sequence: Mapped[int] = mapped_column(default=0)  # iCalendar's: one more for each move, and a cancelling
    state: Mapped[MeetingState] = mapped_column(words(MeetingState), default=MeetingState.PLANNED)
    moved_on: Mapped[date | None]  # the last time that somebody moved it
    moves: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # on, from, to, reason
    cancelled_because: Mapped[str] = mapped_column(String(500), default="")
    minuted_on: Mapped[date | None]

    moment: Mapped[Moment] = relationship(lazy="joined")
    group: Mapped[Group | None] = relationship(lazy="joined")


class MeetingStep(Base):
    """That a step was taken, or why not. `round` is the meeting's sequence by then: once each round."""

    __tablename__ = "meeting_steps"
    __table_args__ = (UniqueConstraint("moment_id", "step", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"))
    step: Mapped[Step] = mapped_column(words(Step))
    round: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[Outcome] = mapped_column(words(Outcome), default=Outcome.DONE)
    reason: Mapped[str] = mapped_column(String(500), default="")
    day: Mapped[date]
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run_id: Mapped[str] = mapped_column(String(60), default="")


class Attendance(Base):
    """Who was there."""

    __tablename__ = "attendances"

    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    presence: Mapped[Presence] = mapped_column(words(Presence))

    person: Mapped[Person] = relationship()


class Decision(Base):
    """What a meeting decided, numbered as in its minutes. `value` is what it set, as the history keeps it."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("moment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"))
    number: Mapped[int]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), index=True)
    kind: Mapped[DecisionKind] = mapped_column(words(DecisionKind))
    text: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(String(500), default="")
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # none for one that changes nothing

    action: Mapped[Action | None] = relationship()
    moment: Mapped[Moment] = relationship()


class OpenPoint(Base):
    """What a meeting left open: it is on the agenda until a meeting closes it. `put_off` counts from 0."""

    __tablename__ = "open_points"
    __table_args__ = (Index("ix_open_points_open", "municipality_id", "group_id", "closed_moment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))  # none for the peer exchange
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    raised_moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"))
    put_off: Mapped[int] = mapped_column(default=0)
    closed_moment_id: Mapped[int | None] = mapped_column(ForeignKey("moments.id"))

    action: Mapped[Action | None] = relationship()
