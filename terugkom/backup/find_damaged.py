"""Find what was damaged or lost before a backup: a person hears of it in time.

What is damaged is in the backup as it is, what is missing is not.

An earlier backup may have it whole. Without this, the last whole copy would be deleted as too old.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from terugkom.batches import batched
from terugkom.documents.file_store import read_if_there, sha256
from terugkom.documents.model import Document

_AT_ONCE = 500


def find_damaged_documents(connection: Connection, folder: Path) -> Iterator[str]:
    """Yield the documents in a folder whose bytes are not those that were recorded, as paths below it."""
    if not inspect(connection).has_table(Document.__tablename__):  # an earlier version's, before its upgrade
        return
    rows = connection.execute(select(Document.path, Document.sha256).order_by(Document.path)).tuples()
    for batch in batched(rows.yield_per(_AT_ONCE), _AT_ONCE):
        for name, digest in batch:
            if _is_damaged(folder, name, digest):
                yield name


def find_missing_documents(connection: Connection, folder: Path) -> Iterator[str]:
    """Yield the documents that are not in a folder, the only place of documents, as paths below it.

    One that a clean-up deleted, or that went with the person of whom it was, is not missing. Not where
    documents lie in bundles: what is in no bundle may lie in the folder of another machine.
    """
    if not _has_column(connection, Document.__tablename__, Document.deleted_at.key):
        return
    query = select(Document.path).where(Document.deleted_at.is_(None)).order_by(Document.path)
    for batch in batched(connection.scalars(query).yield_per(_AT_ONCE), _AT_ONCE):
        for name in batch:
            if not (folder / name).is_file():
                yield name


def _has_column(connection: Connection, table: str, column: str) -> bool:
    """Return whether a table is there with a column: not in the database of an earlier version."""
    found = inspect(connection)
    return found.has_table(table) and column in {each["name"] for each in found.get_columns(table)}


def _is_damaged(folder: Path, name: str, digest: str) -> bool:
    try:
        content = read_if_there(folder, name)
    except ValueError:  # a name that leads out of the folder, where there is none of ours
        return False
    except OSError:  # it is there, and cannot be read
        return True
    return content is not None and sha256(content) != digest
