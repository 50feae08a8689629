"""Tables of the invitations to meetings, and of the replies to them."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terugkom.database.table_base import Base, UtcDateTime, enum_type
from terugkom.meetings.model import InvitationState, ReplyStatus
from terugkom.plan.model import Person


class MeetingInvitation(Base):
    """What one person was sent last about a meeting: to which address, and which day, hour and place it said.

    `version` counts these mails to this person, so that a second invitation is another mail than the first.
    `sequence` is the meeting's, then.
    """

    __tablename__ = "meeting_invitations"

    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    state: Mapped[InvitationState] = mapped_column(enum_type(InvitationState))
    role: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(254))
    sequence: Mapped[int]
    day: Mapped[date]
    starts_at: Mapped[time]
    place: Mapped[str] = mapped_column(String(300))
    version: Mapped[int]
    has_pack: Mapped[bool]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)


class InvitationReply(Base):
    """The last answer of a person to the invitation of a meeting. `sequence`: the meeting's, then."""

    __tablename__ = "invitation_replies"

    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    status: Mapped[ReplyStatus] = mapped_column(enum_type(ReplyStatus))
    sequence: Mapped[int]
    replied_at: Mapped[datetime] = mapped_column(UtcDateTime)  # DTSTAMP: of two the later counts
    comment: Mapped[str] = mapped_column(String(500), default="")

    person: Mapped[Person] = relationship()
