"""Which media of a published correction could not be rendered, and follow once they can be"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of earlier corrections each was: one that failed stopped all of them."""
    column = sa.Column("unrendered_media", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("story_corrections", column)


def downgrade() -> None:
    """Forget them."""
    op.drop_column("story_corrections", "unrendered_media")
