"""When somebody last looked whether the trouble of an alert goes on"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of earlier alerts nobody knows it: their days count from the first look after this."""
    op.add_column("alerts", sa.Column("looked_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("alerts", "looked_at")
