"""Templates that prove, at each rendering, that another process can write to the database meanwhile."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from terugkom.database.connection_pool import Database
from terugkom.documents.templates import Templates


class LockProbe(Templates):
    """Takes and releases SQLite's write lock while each template is rendered, without waiting for it."""

    def __init__(self, database: Database) -> None:
        super().__init__("nl")
        assert database.is_sqlite
        self._path = database.url.removeprefix("sqlite:///")
        self.renderings = 0

    def _render(self, names: Sequence[str], context: dict[str, Any]) -> list[str]:
        for _ in names:
            self.probe()
        return super()._render(names, context)

    def probe(self) -> None:
        """Raise sqlite3.OperationalError if somebody holds the write lock."""
        self.renderings += 1
        other = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        finally:
            other.close()
