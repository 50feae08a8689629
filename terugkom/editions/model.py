"""Tables of editions: their state, the steps executed and the decisions.

An edition is a moment of the schedule. Its text is in files; the tables hold the hash for which approval was
requested.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terugkom.database.table_base import Base, UtcDateTime, enum_type
from terugkom.schedule.model import Moment

KIND = "newsletter"  # the cycle, as its moments are called

MEDIUM_MAIL = "edition-"  # before the name of a medium: the kind of document that its mail is
POST_ROLE = POST_DOCUMENT = "post"  # what is published on a social network, and the role of who reads it


class EditionState(StrEnum):
    """The state of an edition. Only an approved edition is published; the last three states are final."""

    DRAFT = "draft"
    NOT_READY = "not-ready"  # something in it must be put right first
    APPROVAL_REQUESTED = "asked"
    SENT_BACK = "sent-back"
    APPROVED = "approved"
    PUBLISHED = "told"
    DROPPED = "dropped"
    SUPERSEDED = "moved-on"  # superseded: the next edition was opened and publishes its stories

    @property
    def is_open(self) -> bool:
        """Whether the state is not final."""
        return self not in (EditionState.PUBLISHED, EditionState.DROPPED, EditionState.SUPERSEDED)


class EditionStep(StrEnum):
    """A step of an edition, executed once per text; of one that is not ready once until it is."""

    NOT_READY = "not-ready"
    APPROVAL_REQUESTED = "asked"
    REMINDED = "reminded"
    REMINDED_AGAIN = "reminded-again"
    ESCALATED = "escalated"
    PUBLISHED = "told"
    DIRECTOR_ASKED = "director-asked"  # beside the others: it is no part of a round


class EditionVerdict(StrEnum):
    """The verdict of a decision."""

    APPROVE = "approve"
    SEND_BACK = "send-back"
    DROP = "drop"


class Edition(Base):
    """One quarter's edition of one municipality."""

    __tablename__ = "editions"

    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"), primary_key=True)
    since: Mapped[date]  # the last day reported by an earlier edition
    until: Mapped[date]
    state: Mapped[EditionState] = mapped_column(enum_type(EditionState), default=EditionState.DRAFT)
    # story code -> SHA-256 of the generated text
    story_hashes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # story code -> what the plan said when its file was last changed; see `terugkom.editions.story_basis`
    story_basis: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    # of the text submitted for approval or approved
    text_hash: Mapped[str] = mapped_column(String(64), default="")
    suspended_run_id: Mapped[str] = mapped_column(String(60), default="")  # the run that is suspended for it
    published_media: Mapped[list[str]] = mapped_column(JSON, default=list)  # the media that were published
    # medium -> codes of the stories that it told; empty for an edition that an earlier version published
    published_stories: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    # action code -> days in ISO form that its stories name; None until they were read
    told_dates: Mapped[dict[str, list[str]] | None] = mapped_column(JSON(none_as_null=True))

    moment: Mapped[Moment] = relationship(lazy="joined")


class ExecutedEditionStep(Base):
    """A step that was executed for a text, or for the list of problems of a text that is not ready.

    `sequence` counts how often an edition came to wait for approval, or for corrections, instead: see
    `terugkom.editions.request_round`.
    """

    __tablename__ = "edition_steps"
    __table_args__ = (UniqueConstraint("moment_id", "step", "text_hash", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"))
    step: Mapped[EditionStep] = mapped_column(enum_type(EditionStep))
    text_hash: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int] = mapped_column(default=0)
    day: Mapped[date]
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run_id: Mapped[str] = mapped_column(String(60), default="")
