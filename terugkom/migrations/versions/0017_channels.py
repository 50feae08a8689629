"""Deliveries are given up by their age; and through which channel mail goes is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the table; an installation that ever sent mail by SMTP goes on doing so."""
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.add_column(sa.Column("first_tried_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "mail_channel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_channel")),
    )
    op.execute(
        "INSERT INTO mail_channel (id, channel)"
        " SELECT DISTINCT 1, channel FROM deliveries WHERE channel = 'smtp'"
    )


def downgrade() -> None:
    """Drop the column and the table."""
    op.drop_table("mail_channel")
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.drop_column("first_tried_at")
