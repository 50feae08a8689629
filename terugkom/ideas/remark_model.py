"""The table of remarks: about which story, by whom if they said so, state and answer."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, enum_type


class RemarkState(StrEnum):
    """What became of a remark."""

    UNREAD = "unread"
    ANSWERED = "answered"
    REJECTED = "rejected"  # no remark at all, such as advertising: it gets no answer


class Remark(Base):
    """A remark of a reader about a story; it is the municipality's alone and told nowhere."""

    __tablename__ = "remarks"
    __table_args__ = (
        UniqueConstraint("municipality_id", "code"),
        UniqueConstraint("municipality_id", "text_sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    code: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(200), default="")  # as in 2027-Q1/klaar-e-01
    text: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64))  # of all that was sent: twice the same is one remark
    submitted_on: Mapped[date]
    submitted_by: Mapped[str] = mapped_column(String(200), default="")
    reply_address: Mapped[str] = mapped_column(String(254), default="")
    answer_by: Mapped[date]  # the day that was promised
    state: Mapped[RemarkState] = mapped_column(enum_type(RemarkState), default=RemarkState.UNREAD)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    # the answers that this one replaced, the first of them first
    earlier_answers: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    # the name of its file in the municipality's folder of ideas: it came as an idea that was there already
    picture: Mapped[str] = mapped_column(String(200), default="", server_default="")
    source: Mapped[str] = mapped_column(String(200), default="")
