"""The mails that were fetched from a mailbox"""

import sqlalchemy as sa
from alembic import op

from terugkom.database import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "fetched_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("fetched_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fetched_mails")),
        sa.UniqueConstraint("key", name=op.f("uq_fetched_mails_key")),
    )


def downgrade() -> None:
    """Drop the table: a mail that was fetched and not yet moved on the server is fetched again."""
    op.drop_table("fetched_mails")
