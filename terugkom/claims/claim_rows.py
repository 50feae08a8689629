"""The tables of claims: what was published and what it rests on, and sentences kept with a reason."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from terugkom.database.table_base import Base, UtcDateTime, enum_type
from terugkom.plan.model import Person
from terugkom.schedule.model import Moment


class ClaimKind(StrEnum):
    """What a claim says: a figure, that something is done, a comparison, or general environmental words."""

    FIGURE = "figure"
    DONE = "done"
    COMPARISON = "comparison"
    GENERAL = "general"


class KeptSentence(Base):
    """A sentence that a person keeps although rules find something in it: for as long as it reads the same.

    `text_sha256` is of the sentence without differences in spaces. Findings of other rules than `rules` are
    not covered.
    """

    __tablename__ = "kept_sentences"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    text_sha256: Mapped[str] = mapped_column(String(64))
    sentence: Mapped[str] = mapped_column(Text)
    rules: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    kept_by: Mapped[str] = mapped_column(String(200))
    kept_on: Mapped[date]
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PublishedClaim(Base):
    """A claim as it was published: what it says, where, what it rests on, and until when it holds.

    `holds_until` is the last day on which its evidence is recent enough, None for what does not age.
    `reported_as` is the last reason told to the coordinator why it no longer holds, "" if none was.
    """

    __tablename__ = "published_claims"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"), index=True)
    story: Mapped[str] = mapped_column(String(200))  # its code in the edition
    title: Mapped[str] = mapped_column(Text)
    public: Mapped[bool]
    kind: Mapped[ClaimKind] = mapped_column(enum_type(ClaimKind))
    rule: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    rests_on: Mapped[str] = mapped_column(String(200))  # the kind of evidence that stands in the text itself
    action: Mapped[str] = mapped_column(String(60))  # codes, as in the plan
    indicator: Mapped[str] = mapped_column(String(60))
    value: Mapped[float | None]
    figure: Mapped[str] = mapped_column(String(200))  # with its unit, as it was published
    proved_on: Mapped[date | None]  # the day of the measurement, or since when the plan says that it is done
    source: Mapped[str] = mapped_column(String(300))
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    given_through: Mapped[str] = mapped_column(String(200))
    kept_sentence_id: Mapped[int | None] = mapped_column(ForeignKey("kept_sentences.id"))
    holds_until: Mapped[date | None]
    media: Mapped[list[str]] = mapped_column(JSON)
    stays_on: Mapped[list[str]] = mapped_column(JSON)  # where readers find it for years: website, mastodon
    published_on: Mapped[date]
    reported_as: Mapped[str] = mapped_column(String(60), default="")
    reported_on: Mapped[date | None]

    moment: Mapped[Moment] = relationship()
    given_by: Mapped[Person | None] = relationship()
    kept: Mapped[KeptSentence | None] = relationship()
