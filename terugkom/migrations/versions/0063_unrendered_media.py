"""Which media of a published edition could not be rendered, and follow once they can be"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of earlier editions each was: one that failed stopped all of them."""
    op.add_column("editions", sa.Column("unrendered_media", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Forget them."""
    op.drop_column("editions", "unrendered_media")
