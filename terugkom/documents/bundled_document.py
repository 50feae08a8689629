"""The table of documents in bundles; each command asks whether there are any.

Table, column and stored names keep the word *pack*, which elsewhere means the documents of a meeting
(docs/decisions/0140).
"""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from terugkom.database.table_base import Base


class BundledDocument(Base):
    """In which bundle a document lies; in several, if it was written again after a run that was cut off."""

    __tablename__ = "packed_documents"

    name: Mapped[str] = mapped_column(String(500), primary_key=True)
    bundle: Mapped[str] = mapped_column("pack", String(64), primary_key=True, index=True)  # its SHA-256
