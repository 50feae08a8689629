"""Which documents were deleted on purpose: one that is gone otherwise is missing"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of those from before nobody knows: they may have been deleted at any time."""
    op.add_column("documents", sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
    documents = sa.table("documents", sa.column("deleted_at"), sa.column("created_at"))
    op.execute(sa.update(documents).values(deleted_at=documents.c.created_at))


def downgrade() -> None:
    """Forget which were deleted."""
    op.drop_column("documents", "deleted_at")
