"""When a person decided that a delivery is not sent; what was dropped after a restore has its own state"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_DROPPED_AFTER_RESTORE = "a person said after a restore: drop"


def upgrade() -> None:
    """Add the time, which is not known of what was dropped before."""
    op.add_column("deliveries", sa.Column("dropped_at", sa.DateTime(timezone=True)))
    deliveries = sa.table("deliveries", sa.column("state"), sa.column("reason"))
    dropped = sa.and_(deliveries.c.state == "skipped", deliveries.c.reason == _DROPPED_AFTER_RESTORE)
    op.execute(sa.update(deliveries).where(dropped).values(state="dropped"))


def downgrade() -> None:
    """Drop the column; what a person decided not to send is skipped, as it was called before."""
    op.execute("UPDATE deliveries SET state = 'skipped' WHERE state = 'dropped'")
    op.drop_column("deliveries", "dropped_at")
