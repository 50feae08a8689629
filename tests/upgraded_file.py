"""A new SQLite database is a copy of one that was upgraded before: all migrations take half a second.

A tenth of the processor time of the tests was that (measured). tests/test_schema.py, test_migrations.py and
test_upgrade.py run the migrations themselves, and so does each process that a test starts.
"""

import atexit
import shutil
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from sqlite3 import connect

from terugkom.database.connection_pool import Database

run_migrations = Database.upgrade


def copy_to_new_databases() -> None:
    """Have each empty SQLite database that is upgraded from now on be a copy."""
    Database.upgrade = _upgrade  # type: ignore[method-assign]


def _upgrade(database: Database) -> None:
    file = database.engine.url.database
    if database.is_sqlite and file and file != ":memory:" and not Path(file).exists():
        with closing(connect(_build_upgraded_file())) as upgraded, closing(connect(file)) as new:
            upgraded.backup(new)
    run_migrations(database)


@cache
def _build_upgraded_file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="terugkom-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = Database(f"sqlite:///{folder / 'upgraded.db'}")
    run_migrations(database)
    database.close()
    return folder / "upgraded.db"
