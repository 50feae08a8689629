"""The files of municipalities as a table, for machines that share no disk."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base, UtcDateTime


class MunicipalityFile(Base):
    """A file of a municipality's folders as the machines agreed on it; its bytes are a blob."""

    __tablename__ = "municipality_files"

    path: Mapped[str] = mapped_column(String(1000), primary_key=True)  # below the home, with slashes
    municipality: Mapped[str] = mapped_column(String(60), index=True)  # its slug; it may have no plan yet
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    blob: Mapped[str] = mapped_column(String(200))
