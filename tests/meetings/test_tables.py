"""The tables as they are migrated are those that the code knows."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from terugkom.database import Database
from terugkom.tables import Base


def test_the_migrated_tables_are_those_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
