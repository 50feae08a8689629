"""The table of documents in packs; each command asks whether there are any."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database import Base


class PackedDocument(Base):
    """In which pack a document lies; in several, if it was written again after a run that was cut off."""

    __tablename__ = "packed_documents"

    name: Mapped[str] = mapped_column(String(500), primary_key=True)
    pack: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)  # its SHA-256
