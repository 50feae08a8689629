"""The picture that came with a remark, and how many submissions a clean-up emptied"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. The pictures that were kept so far are in the folder `ideas`, named by no remark."""
    with op.batch_alter_table("remarks") as remarks:
        remarks.add_column(sa.Column("picture", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("clean_ups") as clean_ups:
        clean_ups.add_column(sa.Column("submissions", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop the columns; the pictures stay in the folder."""
    with op.batch_alter_table("clean_ups") as clean_ups:
        clean_ups.drop_column("submissions")
    with op.batch_alter_table("remarks") as remarks:
        remarks.drop_column("picture")
