"""After an import of many actions PostgreSQL knows how its tables are filled; on SQLite nothing is needed."""

import pytest
from sqlalchemy import text

from tests.postgres import count_known_rows
from tests.workbook.conftest import ImportFolder

HEADER = ["Nr", "Titel", "Trekker", "Klaar tegen"]
MANY = 1_000


def import_actions(desk: ImportFolder, count: int) -> None:
    rows = [
        [str(n), f"Dak {n} van de school isoleren", f"An Peeters {n}", "31/12/2027"] for n in range(count)
    ]
    added = desk.import_file(desk.table([HEADER, *rows])).actions["added"]
    assert added == count


@pytest.mark.long
def test_many_new_actions_are_known_at_once(postgres_desk: ImportFolder) -> None:
    import_actions(postgres_desk, MANY)
    known = [count_known_rows(postgres_desk.database, each) for each in ("actions", "people", "ownerships")]
    assert known == [MANY, MANY, MANY]


@pytest.mark.only_sqlite
def test_sqlite_keeps_no_statistics_that_could_be_stale(desk: ImportFolder) -> None:
    import_actions(desk, MANY)
    with desk.database.engine.connect() as connection:
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'"))
        assert found.all() == []
