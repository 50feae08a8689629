"""What the coordinator's last summary said, when one without news is sent, and deadlines in calendars"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. No points are known, so that the next summary tells all that is open once more."""
    with op.batch_alter_table("municipalities") as municipalities:
        municipalities.add_column(
            sa.Column("quiet_summary", sa.String(40), nullable=False, server_default="never")
        )
        municipalities.add_column(
            sa.Column("reported_points", sa.JSON(), nullable=False, server_default="[]")
        )
        municipalities.add_column(
            sa.Column("deadline_calendar", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    """Drop the columns: each weekly summary is sent again."""
    with op.batch_alter_table("municipalities") as municipalities:
        municipalities.drop_column("deadline_calendar")
        municipalities.drop_column("reported_points")
        municipalities.drop_column("quiet_summary")
