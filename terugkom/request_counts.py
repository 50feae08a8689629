"""How many requests of one source came in a while: rows that several processes of the pages share."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime


class RequestCount(Base):
    """How many requests of one source came in one window."""

    __tablename__ = "request_counts"

    limit_name: Mapped[str] = mapped_column(String(40), primary_key=True)
    source_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    count: Mapped[int]
