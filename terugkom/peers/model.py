"""What peers shared, as a table."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime


class SharedAction(Base):
    """An action that another municipality shared; not part of this plan, and without personal data."""

    __tablename__ = "shared_actions"
    __table_args__ = (UniqueConstraint("municipality_id", "source", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))  # that imported it
    source: Mapped[str] = mapped_column(String(200))  # the name of the municipality that shares it
    code: Mapped[str] = mapped_column(String(60))  # theirs
    title: Mapped[str] = mapped_column(String(500))
    theme: Mapped[str] = mapped_column(String(200), default="")
    sdgs: Mapped[str] = mapped_column(String(100), default="")
    status: Mapped[str] = mapped_column(String(40), default="")
    worked: Mapped[str] = mapped_column(Text, default="")
    did_not_work: Mapped[str] = mapped_column(Text, default="")
    took_days: Mapped[int | None]
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sha256: Mapped[str] = mapped_column(String(64))  # of the imported file
