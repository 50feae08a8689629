"""A clean-up counts every kind of what it lists or deletes, not only those that had a column"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

_FIRST = ("documents", "deliveries", "inbox_files", "error_log")
_LATER = ("page_links", "questions", "submissions", "mentions", "imports")
_CLEAN_UPS = sa.table(
    "clean_ups", sa.column("id"), sa.column("counts", sa.JSON()), *map(sa.column, (*_FIRST, *_LATER))
)


def upgrade() -> None:
    """Keep the counts that were made; of the other kinds nobody knows how many there were."""
    op.add_column("clean_ups", sa.Column("counts", sa.JSON(), nullable=False, server_default="{}"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(_CLEAN_UPS)).mappings().all():
        counts = {name: row[name] for name in (*_FIRST, *_LATER)}
        connection.execute(sa.update(_CLEAN_UPS).where(_CLEAN_UPS.c.id == row["id"]).values(counts=counts))
    with op.batch_alter_table("clean_ups") as clean_ups:
        for name in (*_FIRST, *_LATER):
            clean_ups.drop_column(name)


def downgrade() -> None:
    """Keep the counts that have a column."""
    with op.batch_alter_table("clean_ups") as clean_ups:
        for name in (*_FIRST, *_LATER):
            clean_ups.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(_CLEAN_UPS.c.id, _CLEAN_UPS.c.counts)).mappings().all():
        counts = {name: row["counts"].get(name, 0) for name in (*_FIRST, *_LATER)}
        connection.execute(sa.update(_CLEAN_UPS).where(_CLEAN_UPS.c.id == row["id"]).values(counts))
    with op.batch_alter_table("clean_ups") as clean_ups:
        clean_ups.drop_column("counts")
        for name in _FIRST:
            clean_ups.alter_column(name, server_default=None)
