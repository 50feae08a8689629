"""The mails that were fetched: so none is taken twice, wherever a run was cut off."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime


class FetchedMail(Base):
    """A mail of a mailbox that lies on disk; neither who wrote it nor what."""

    __tablename__ = "fetched_mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # see fetch_mails.compute_key
    fetched_at: Mapped[datetime] = mapped_column(UtcDateTime)
