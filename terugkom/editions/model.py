"""Editions as tables: how each stands, which of its steps were taken, and what a person decided.

An edition is a moment of the rhythm. Its text stands in files; here is kept what they were when it was asked.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terugkom.database import Base, UtcDateTime, words
from terugkom.schedule.model import Moment

KIND = "newsletter"  # the cycle, as its moments are called


class EditionState(StrEnum):
    """How an edition stands. Only what is approved is told; the last three are the end of it."""

    DRAFT = "draft"
    NOT_READY = "not-ready"  # something in it must be put right first
    ASKED = "asked"
    SENT_BACK = "sent-back"
    APPROVED = "approved"
    TOLD = "told"
    DROPPED = "dropped"
    MOVED_ON = "moved-on"  # the next one began: its stories are told there

    @property
    def is_open(self) -> bool:
        """Whether something is still to happen with it."""
        return self not in (EditionState.TOLD, EditionState.DROPPED, EditionState.MOVED_ON)


class EditionStep(StrEnum):
    """What is done about an edition, for one text of it once."""

    NOT_READY = "not-ready"
    ASKED = "asked"
    REMINDED = "reminded"
    REMINDED_AGAIN = "reminded-again"
    ESCALATED = "escalated"
    TOLD = "told"


class Verdict(StrEnum):
    """What a person decides."""

    APPROVE = "approve"
    SEND_BACK = "send-back"
    DROP = "drop"


class Edition(Base):
    """One quarter's edition of one municipality."""

    __tablename__ = "editions"

    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"), primary_key=True)
    since: Mapped[date]  # the last day that an earlier edition told of
    until: Mapped[date]
    state: Mapped[EditionState] = mapped_column(words(EditionState), default=EditionState.DRAFT)
    compiled: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # story -> SHA-256 of our own text
    text_hash: Mapped[str] = mapped_column(String(64), default="")  # of the text that was asked or approved
    waiting_run: Mapped[str] = mapped_column(String(60), default="")  # the run that is suspended for it
    told_through: Mapped[list[str]] = mapped_column(JSON, default=list)  # the media that got something

    moment: Mapped[Moment] = relationship(lazy="joined")


class TakenStep(Base):
    """That a step was taken for a text."""

    __tablename__ = "edition_steps"
    __table_args__ = (UniqueConstraint("moment_id", "step", "text_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"))
    step: Mapped[EditionStep] = mapped_column(words(EditionStep))
    text_hash: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run_id: Mapped[str] = mapped_column(String(60), default="")


class EditionDecision(Base):
    """What a person decided about a text, and under which name."""

    __tablename__ = "edition_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"), index=True)
    verdict: Mapped[Verdict] = mapped_column(words(Verdict))
    text_hash: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    remark: Mapped[str] = mapped_column(Text, default="")
    introduction: Mapped[str] = mapped_column(Text, default="")
    silence: Mapped[str] = mapped_column(Text, default="")  # why nothing is told of what went less well
    media: Mapped[list[str]] = mapped_column(JSON, default=list)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    through: Mapped[str] = mapped_column(String(40), default="")
    run_id: Mapped[str] = mapped_column(String(60), default="")
