"""The schema after an upgrade: known states of earlier versions are repaired, other differences refused."""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Column, String, event, inspect, text

import terugkom.migrations
from terugkom.database.connection_pool import Database
from terugkom.errors import UnknownSchema
from terugkom.migrations.check_schema import (
    NAMES_DIGEST,
    compute_names_digest,
    is_up_to_date,
    list_column_names,
)
from terugkom.tables import Base
from tests.postgres import Postgres
from tests.upgraded_file import run_migrations

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database

SCRIPTS = ScriptDirectory(str(Path(str(terugkom.migrations.__file__)).parent))
EARLIER = {  # by the chains of the commits of then: the migrations that ran, the revision that it says
    "before the gate's agenda": (("0001", "0002", "0003", "0005"), "0005"),
    "the outbox before the meetings": (("0001", "0002", "0003", "0006"), "0006"),
    "the meetings without the gate's agenda": (("0001", "0002", "0003", "0005", "0006"), "0006"),
    "editions before ideas": (("0001", "0002", "0003", "0004", "0005", "0006", "0008"), "0008"),
    "readers before ideas": (("0001", "0002", "0003", "0004", "0005", "0006", "0008", "0010"), "0010"),
    "readers alone": (("0001", "0002", "0003", "0004", "0005", "0006", "0010"), "0010"),
}


@pytest.fixture(autouse=True)
def _real_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Database, "upgrade", run_migrations)


def build(database: Database, ran: Sequence[str], says: str, *, first_editions: bool = False) -> None:
    """Make a database in which these migrations ran, one after the other."""
    with database._migration_config() as config:
        connection = config.attributes["connection"]
        context = MigrationContext.configure(connection)
        with Operations.context(context) as operations:
            for revision in ran:
                SCRIPTS.get_revision(revision).module.upgrade()
            if first_editions and "0008" in ran:
                with operations.batch_alter_table("editions") as editions:
                    editions.drop_column("told_through")
            if says == "0010" and "0008" not in ran:
                operations.create_table("signing_keys", Column("purpose", String(40), primary_key=True))
        context._ensure_version_table()
        connection.execute(text("INSERT INTO alembic_version VALUES (:says)"), {"says": says})


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
        event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
        return database
    postgres: Postgres = request.getfixturevalue("postgres")
    return Database(postgres.create(f"schema_{abs(hash(tmp_path))}"))


@pytest.mark.long
@pytest.mark.parametrize(
    ("empty", "state"),
    [*(("sqlite", each) for each in EARLIER), ("postgresql", "readers alone")],
    indirect=["empty"],
)
def test_a_database_of_an_earlier_chain_of_migrations_is_repaired(empty: Database, state: str) -> None:
    ran, says = EARLIER[state]
    build(empty, ran, says, first_editions="before ideas" in state)
    empty.upgrade()
    found = inspect(empty.engine)
    assert found.has_table("ideas")
    assert "text_sha256" in {each["name"] for each in found.get_columns("agenda_points")}
    assert "published_media" in {each["name"] for each in found.get_columns("editions")}
    assert not found.has_table("signing_keys")
    empty.upgrade()
    empty.close()


DIFFERENCES = {
    "ALTER TABLE actions ADD COLUMN remark VARCHAR(10)": "there is a column actions.remark",
    "ALTER TABLE shared_actions DROP COLUMN took_days": "the column shared_actions.took_days is missing",
    "DROP INDEX ix_deliveries_waiting": "the index deliveries.ix_deliveries_waiting is missing",
    "CREATE TABLE notes (id INTEGER)": "there is a table notes",
    "DROP TABLE leases": "the table leases is missing",
}


@pytest.mark.parametrize("statement", DIFFERENCES)
def test_any_other_difference_is_refused_and_named(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    with pytest.raises(UnknownSchema, match=DIFFERENCES[statement]):
        database.upgrade()


@pytest.mark.long
def test_a_difference_undoes_the_upgrade_that_met_it(empty: Database) -> None:
    with empty._migration_config() as config:
        command.upgrade(config, "0013")
    with empty.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE notes (id INTEGER)")
    with pytest.raises(UnknownSchema, match="notes"):
        empty.upgrade()
    with empty.engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0013"
        assert not inspect(connection).has_table("leases")
    empty.close()


def test_a_database_of_a_newer_version_is_refused(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9000'")
    with pytest.raises(UnknownSchema, match=r"9000.*newer version"):
        database.upgrade()


@pytest.mark.long
def test_of_several_first_starts_at_once_each_works(empty: Database) -> None:
    each = [Database(empty.url) for _ in range(3)]
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(Database.upgrade, each))
    for database in each:
        assert inspect(database.engine).has_table("leases")
        database.close()
    empty.close()


def test_a_start_without_anything_to_upgrade_waits_for_no_writer(database: Database) -> None:
    other = Database(database.url)
    if other.is_sqlite:
        event.listen(other.engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout=0"))
    with database.write_session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = version_num"))
        other.upgrade()
    other.close()


def test_the_digest_of_all_names_is_that_of_the_tables() -> None:
    assert compute_names_digest(list_column_names(Base.metadata)) == NAMES_DIGEST


@pytest.mark.long
def test_what_refers_to_a_table_that_nobody_imported_can_be_written(tmp_path: Path) -> None:
    program = """
import sys
from terugkom.database.connection_pool import Database
from terugkom.documents.model import Document
database = Database(sys.argv[1])
with database.read_session() as session:
    session.add(Document(id=1, kind="x", path="x", sha256="x", run_id="x"))
    try:
        session.flush()
    except Exception as error:
        print(type(error).__name__)
"""
    url = f"sqlite:///{tmp_path}/terugkom.db"
    Database(url).upgrade()
    done = subprocess.run([sys.executable, "-c", program, url], capture_output=True, text=True, check=True)
    assert done.stdout == "IntegrityError\n"  # SQL's own answer, and not that a table is unknown


@pytest.mark.long
def test_a_database_is_up_to_date_at_the_newest_revision_with_every_column_alone(empty: Database) -> None:
    with empty.engine.connect() as connection:
        assert not is_up_to_date(connection)
    with empty._migration_config() as config:
        command.upgrade(config, "0013")
        assert not is_up_to_date(config.attributes["connection"])
        command.upgrade(config, SCRIPTS.get_current_head() or "")
        connection = config.attributes["connection"]
        assert is_up_to_date(connection)
        connection.exec_driver_sql("ALTER TABLE leases ADD COLUMN remark VARCHAR(10)")
        assert not is_up_to_date(connection)
    empty.close()
