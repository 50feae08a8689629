"""What Alembic runs for each upgrade; the connection comes from `terugkom.database.connection_pool`."""

from alembic import context

from terugkom.migrations.check_schema import check_schema
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
repaired = repair_schema(migrations, context.script)
with context.begin_transaction():
    context.run_migrations()
if migrations.get_current_heads() == tuple(context.script.get_heads()):
    changed = repaired or migrations.get_current_heads() != before
    check_schema(connection, Base.metadata, thorough=changed)
