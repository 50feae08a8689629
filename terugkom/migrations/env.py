"""What Alembic runs for each upgrade; the connection comes from `terugkom.database.Database.upgrade`."""

from pathlib import Path

from alembic import context

from terugkom.migrations.check_schema import check_schema, has_all_names
from terugkom.migrations.repair_schema import repair_schema
from terugkom.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter a table in place
)
migrations = context.get_context()
before = migrations.get_current_heads()
# Each command begins with this, mostly on a database of its own version: reading the migrations, to find that
# none is due, would take most of its time. Their files are numbered; a test holds the last as the head.
latest = max(path.name[:4] for path in (Path(__file__).parent / "versions").glob("[0-9]*.py"))
if before != (latest,) or not has_all_names(connection, Base.metadata):
    repaired = repair_schema(migrations, context.script)
    with context.begin_transaction():
        context.run_migrations()
    if migrations.get_current_heads() == tuple(context.script.get_heads()):
        changed = repaired or migrations.get_current_heads() != before
        check_schema(connection, Base.metadata, thorough=changed)
