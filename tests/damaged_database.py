"""Damage the file of a SQLite database, as a disk does."""

import sqlite3
from contextlib import closing
from pathlib import Path


def overwrite_table(file: Path, table: str) -> None:
    """Overwrite the first page of a table with garbage; all else can still be read."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as opened:
        opened.seek((page - 1) * size)
        opened.write(b"\xa5" * size)


def overwrite_header(file: Path) -> None:
    """Overwrite the first bytes of the file."""
    with file.open("r+b") as opened:
        opened.write(b"garbage, not a database " * 40)
