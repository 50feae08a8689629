"""Whether Prefect may hold a block, told without Prefect: to start its server takes five seconds."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

# With one of these Prefect's database is another one than the file in the home.
_ELSEWHERE = ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_API_DATABASE_CONNECTION_URL")


def may_hold_blocks(folder: Path) -> bool:
    """Return whether the Prefect of this folder may hold blocks; also if that cannot be read.

    No server ever ran that could keep one where there is no database.
    """
    file = folder / "prefect.db"
    if os.environ.get("PREFECT_API_URL"):
        return True
    if not file.exists():
        return False
    if any(os.environ.get(name) for name in _ELSEWHERE) or (folder / "profiles.toml").exists():
        return True
    try:
        with closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        ) as database:
            return database.execute("SELECT 1 FROM block_document LIMIT 1").fetchone() is not None
    except sqlite3.Error:  # what is wrong with it is said by who asks for the blocks
        return True
