"""Which machine an alert is about, where several work on one database"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of earlier alerts nobody knows the machine."""
    op.add_column("alerts", sa.Column("machine", sa.String(60), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget the machines."""
    op.drop_column("alerts", "machine")
