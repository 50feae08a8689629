"""Tables of meetings: when and where each is held, and its executed steps.

A meeting extends a moment, which holds its date. What was decided and who is invited are in `minutes_model`
and `invitation_model`.
"""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terugkom.database.table_base import Base, UtcDateTime, enum_type
from terugkom.plan.model import Group
from terugkom.schedule.model import Moment


class MeetingState(StrEnum):
    """The state of a meeting. ``held``: its date has passed and its minutes were requested."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    HELD = "held"
    MINUTED = "minuted"


MET_STATES = (MeetingState.HELD, MeetingState.MINUTED)  # of a meeting that took place


class StepKind(StrEnum):
    """The kinds of step of a meeting, in order; the later ones only if it or its minutes are changed."""

    INVITATION = "invitation"
    PACK = "pack"
    MINUTES_REQUEST = "minutes"  # the request for them
    CHASE = "chase"
    MINUTES_SENT = "minutes-sent"
    UPDATE = "update"
    CANCEL = "cancel"
    MINUTES_CORRECTED = "minutes-corrected"  # sent again; its `sequence` counts the corrections
    # Of single people, after the invitation: recorded in `meeting_invitations`, as often as it happens.
    LATE_INVITATION = "late-invitation"
    LATE_PACK = "late-pack"
    WITHDRAWAL = "withdrawal"


class MeetingField(StrEnum):
    """What a person can set of a meeting; the rest follows the plan."""

    DAY = "day"
    STARTS_AT = "starts_at"
    PLACE = "place"


class StepOutcome(StrEnum):
    """Whether a step was executed or skipped."""

    DONE = "done"
    SKIPPED = "skipped"


class SkipReason(StrEnum):
    """Why a step is skipped; their texts are the messages `meeting.skipped.*`."""

    MEETING_PAST = "meeting-past"
    NOBODY_INVITED = "nobody-invited"  # so nobody was there
    NOBODY_REACHABLE = "nobody-reachable"


class Presence(StrEnum):
    """Whether a person attended a meeting."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class CancelReason(StrEnum):
    """The usual reasons why a meeting is cancelled; their texts are in the message catalogues."""

    TOO_FEW_MEMBERS = "too-few-members"
    ROOM_NOT_FREE = "room-not-free"
    CHAIR_UNAVAILABLE = "chair-unavailable"
    OTHER_MEETING = "other-meeting"


class PlanCancelReason(StrEnum):
    """Why the plan cancels a meeting; their texts are the messages `meeting.cancelled-by-plan.*`."""

    SERIES_ENDED = "series-ended"
    GROUP_GONE = "group-gone"
    SERIES_MOVED = "series-moved"  # and no coming meeting of it is near


class DecisionKind(StrEnum):
    """What a decision changes in the plan; a note changes nothing."""

    DEADLINE = "deadline"
    OWNER = "owner"
    STATUS = "status"
    NEW_ACTION = "new-action"
    STOP = "stop"
    NOTE = "note"


class Meeting(Base):
    """A meeting. `moment.day` is its date, `starts_at` its start in Europe/Brussels time."""

    __tablename__ = "meetings"

    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"), primary_key=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))  # none for a peer exchange
    starts_at: Mapped[time]
    duration_minutes: Mapped[int]  # duration, in minutes
    place: Mapped[str] = mapped_column(String(300), default="")
    uid: Mapped[str] = mapped_column(String(200), unique=True)  # iCalendar UID: never changes
    sequence: Mapped[int] = mapped_column(default=0)  # iCalendar SEQUENCE: plus one a move or cancellation
    state: Mapped[MeetingState] = mapped_column(enum_type(MeetingState), default=MeetingState.PLANNED)
    moved_on: Mapped[date | None]  # date of the last move
    # on, from, to, reason; `rename_meeting` and `unannounced_changes` say what else.
    moves: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    cancellation_reason: Mapped[str] = mapped_column(String(500), default="")
    minuted_on: Mapped[date | None]
    guests: Mapped[list[str]] = mapped_column(JSON, default=list)  # names of who was there from outside
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)  # of the agenda in its pack
    discussion: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # topic, text
    # How its minutes were corrected after they were sent: on, added, removed.
    corrections: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    # The step that a person started before its day; none once it is executed, or the meeting changed.
    early_step: Mapped[StepKind | None] = mapped_column(enum_type(StepKind))
    # The fields (MeetingField) that a person set by a move; the others follow the group and its rhythm.
    own_fields: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    # The ids of the runs that moved or cancelled it: one that is retried does not do it again.
    changed_by: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    is_cancelled_by_plan: Mapped[bool] = mapped_column(default=False, server_default=false())
    # The name of its group by the last invitation or update to all; "" where none was sent, or nobody knows.
    announced_name: Mapped[str] = mapped_column(String(300), default="", server_default="")

    moment: Mapped[Moment] = relationship(lazy="joined")
    group: Mapped[Group | None] = relationship(lazy="joined")


class MeetingStep(Base):
    """An executed or skipped step. `sequence`: the meeting's then, for each of which it is recorded once."""

    __tablename__ = "meeting_steps"
    __table_args__ = (UniqueConstraint("moment_id", "step", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"))
    step: Mapped[StepKind] = mapped_column(enum_type(StepKind))
    sequence: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[StepOutcome] = mapped_column(enum_type(StepOutcome), default=StepOutcome.DONE)
    reason: Mapped[str] = mapped_column(String(500), default="")  # a SkipReason; words in older rows
    day: Mapped[date]
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run_id: Mapped[str] = mapped_column(String(60), default="")


class WithdrawalReason(StrEnum):
    """Why somebody who was invited is not any more; what they read is in `meeting-withdrawn`."""

    LEFT_GROUP = "left-group"
    STAND_IN_ENDED = "stand-in-ended"  # whom they stood in for is back
    ABSENT = "absent"  # their stand-in is invited


class InvitationState(StrEnum):
    """Whether a meeting stands in the calendar of a person, by the last mail that they were sent."""

    INVITED = "invited"
    WITHDRAWN = "withdrawn"


class ReplyStatus(StrEnum):
    """What a person's calendar program answered to an invitation (PARTSTAT of RFC 5545)."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
