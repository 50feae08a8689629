"""The table of the decisions about editions."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime, enum_type
from terugkom.editions.model import EditionVerdict


class EditionDecision(Base):
    """A decision about a text, with the name of the person who made it."""

    __tablename__ = "edition_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    moment_id: Mapped[int] = mapped_column(ForeignKey("moments.id"), index=True)
    verdict: Mapped[EditionVerdict] = mapped_column(enum_type(EditionVerdict))
    text_hash: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    remark: Mapped[str] = mapped_column(Text, default="")
    introduction: Mapped[str] = mapped_column(Text, default="")
    # medium -> why it tells of no setbacks, as its readers are told
    setback_reasons: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    media: Mapped[list[str]] = mapped_column(JSON, default=list)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(40), default="")
    run_id: Mapped[str] = mapped_column(String(60), default="")
