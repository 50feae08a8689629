"""The table of corrections: each state of a story after its publication, and who approved it.

A story that was published is never changed in place. What it was stands in `previous`, what it became in
`story`; the documents that were sent keep their own versions in the document store.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terugkom.database.table_base import Base, UtcDateTime, enum_type
from terugkom.schedule.model import Moment


class CorrectionKind(StrEnum):
    """What is done with a story of a published edition."""

    CORRECT = "correct"
    ADD = "add"
    WITHDRAW = "withdraw"


class CorrectionState(StrEnum):
    """The state of a correction. Only an approved one is published; the last four states are final."""

    APPROVAL_REQUESTED = "asked"
    APPROVED = "approved"
    PUBLISHED = "published"
    SENT_BACK = "sent-back"
    DROPPED = "dropped"
    SUPERSEDED = "superseded"  # another one of the same story was proposed

    @property
    def is_open(self) -> bool:
        """Whether the state is not final."""
        return self in (CorrectionState.APPROVAL_REQUESTED, CorrectionState.APPROVED)


OPEN_CORRECTION_STATES = tuple(state for state in CorrectionState if state.is_open)


class StoryCorrection(Base):
    """A correction of one story of a published edition, an addition to it, or a withdrawal.

    `number` counts the corrections of an edition, from 1. `previous` and `story` are stories as JSON objects;
    empty before an addition and after a withdrawal. `note` is what readers are told; `file_note` what the
    story's file had for that when it was proposed, and `file_reasons` what it says behind yes or no, a line
    each, for who reviews.
    """

    __tablename__ = "story_corrections"
    __table_args__ = (UniqueConstraint("moment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"))
    number: Mapped[int]
    kind: Mapped[CorrectionKind] = mapped_column(enum_type(CorrectionKind))
    story_code: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    previous: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    story: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    text_hash: Mapped[str] = mapped_column(String(64))  # of what is approved: kind, story and note
    state: Mapped[CorrectionState] = mapped_column(
        enum_type(CorrectionState), default=CorrectionState.APPROVAL_REQUESTED
    )
    proposed_on: Mapped[date]
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    suspended_run_id: Mapped[str] = mapped_column(String(60), default="")  # the run that is suspended for it
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(40), default="")
    published_on: Mapped[date | None]
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    run_id: Mapped[str] = mapped_column(String(60), default="")
    file_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    file_reasons: Mapped[str] = mapped_column(Text, default="", server_default="")
    # media of a published one that a template kept from being rendered; each follows once it can be
    unrendered_media: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")

    moment: Mapped[Moment] = relationship(lazy="joined")

    @property
    def is_to_publish(self) -> bool:
        """Whether it is approved and not published yet, through all media or through some."""
        return self.state is CorrectionState.APPROVED or bool(self.unrendered_media)

    @property
    def reference(self) -> str:
        """Its name in commands and forms: ``2026-Q4/1``."""
        return f"{self.moment.period}/{self.number}"
