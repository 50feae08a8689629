"""Find what was damaged before a backup: it is in the backup as it is, and a person hears of it in time.

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
    """Yield the documents in a folder whose bytes are not those that were recorded, as paths below it.

    One that is not there may have been deleted as too old: that is no damage.
    """
    if not inspect(connection).has_table(Document.__tablename__):  # an earlier version's, before its upgrade
        return
    rows = connection.execute(select(Document.path, Document.sha256).order_by(Document.path)).tuples()
    for batch in batched(rows.yield_per(_AT_ONCE), _AT_ONCE):
        for name, digest in batch:
            if _is_damaged(folder, name, digest):
                yield name


def _is_damaged(folder: Path, name: str, digest: str) -> bool:
    try:
        content = read_if_there(folder, name)
    except ValueError:  # a name that leads out of the folder, where there is none of ours
        return False
    return content is not None and sha256(content) != digest
