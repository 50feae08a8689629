"""A SQLite file that is deleted or replaced while a process has it open is noticed."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from terugkom.database.connection_pool import Database
from terugkom.plan.model import Municipality


def add(database: Database, slug: str) -> None:
    with database.write_session() as session:
        session.add(Municipality(slug=slug, name=slug))


def count(database: Database) -> int:
    with database.read_session() as session:
        return session.scalar(select(func.count()).select_from(Municipality)) or 0


@pytest.mark.only_sqlite
def test_nothing_is_read_from_or_written_to_a_file_that_is_gone(
    sqlite_database: Database, tmp_path: Path
) -> None:
    add(sqlite_database, "linde")
    file = tmp_path / "terugkom.db"
    file.rename(tmp_path / "elsewhere")
    for _ in range(2):
        with pytest.raises(OperationalError, match="not there any more"):
            add(sqlite_database, "lost")
        with pytest.raises(OperationalError, match="not there any more"):
            count(sqlite_database)
        assert not file.exists(), "an empty one would hide that it is lost"
    (tmp_path / "elsewhere").rename(file)
    add(sqlite_database, "berk")
    assert count(sqlite_database) == 2


@pytest.mark.only_sqlite
def test_a_file_that_was_put_in_its_place_is_the_one_that_is_used(
    sqlite_database: Database, tmp_path: Path, sqlite_template: Path
) -> None:
    add(sqlite_database, "linde")
    for name in ("terugkom.db", "terugkom.db-wal", "terugkom.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / "terugkom.db").write_bytes(sqlite_template.read_bytes())
    assert count(sqlite_database) == 0
    add(sqlite_database, "berk")
    with closing(Database(sqlite_database.url)) as other:
        assert count(other) == 1, "what was committed stands in the file that is there"


def test_a_new_database_is_still_made(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'new' / 'terugkom.db'}")) as database:
        database.upgrade()
        add(database, "linde")
        assert count(database) == 1
