"""Stores of documents of each kind, for tests."""

from pathlib import Path

from terugkom.database.connection_pool import Database
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.open_store import open_documents
from terugkom.settings import Settings

BACK_ENDS = ("", "bundles", "database", "memory")


def open_store(back_end: str, folder: Path, database: Database) -> DocumentStore:
    """Return a store below `folder`; of memory it is one that no other test has."""
    return open_documents(Settings(home=folder, document_store=name_setting(back_end, folder)), database)


def name_setting(back_end: str, folder: Path) -> str:
    """Return the setting of a back end."""
    return f"memory://{folder.as_posix().strip('/')}" if back_end == "memory" else back_end
