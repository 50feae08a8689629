"""Which documents were deleted on purpose, so that one that is gone otherwise is known to be missing."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.documents.model import Document

_AT_ONCE = 500


def mark_deleted(session: Session, names: Iterable[str], now: datetime) -> None:
    """Record that documents are deleted, before they are; what is no document of a row needs no record."""
    for some in batched(names, _AT_ONCE):
        query = update(Document).where(Document.path.in_(some), Document.deleted_at.is_(None))
        session.execute(query.values(deleted_at=now).execution_options(synchronize_session=False))
