"""Which runs moved or cancelled a meeting: one that is retried goes on with the same meeting"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of earlier changes nobody knows which run made them."""
    op.add_column("meetings", sa.Column("changed_by", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Forget the runs."""
    op.drop_column("meetings", "changed_by")
