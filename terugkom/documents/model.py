"""Documents as a table: what was rendered, its path, and by which run."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime

MAX_SUBJECT = 500  # characters that are recorded; the document itself has a longer one whole


class Document(Base):
    """A file that a run rendered; its SHA-256 proves that what was sent is what was rendered."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    moment_id: Mapped[int | None] = mapped_column(ForeignKey("moments.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(MAX_SUBJECT))
    path: Mapped[str] = mapped_column(String(500))  # below Settings.documents
    sha256: Mapped[str] = mapped_column(String(64))
    run_id: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # by a clean-up, or with the person of whom it was; of those from before this was recorded: created_at
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
