"""Who was at a meeting without being in the plan, what was said, and what was corrected"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; no meeting has any yet."""
    with op.batch_alter_table("meetings") as table:
        table.add_column(sa.Column("guests", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("topics", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("discussion", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("corrections", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("meetings") as table:
        table.drop_column("corrections")
        table.drop_column("discussion")
        table.drop_column("topics")
        table.drop_column("guests")
