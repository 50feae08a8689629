"""What Alembic runs for each upgrade; the connection comes from `terugkom.database.Database.upgrade`."""

from alembic import context

from terugkom.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter a table in place
)
with context.begin_transaction():
    context.run_migrations()
