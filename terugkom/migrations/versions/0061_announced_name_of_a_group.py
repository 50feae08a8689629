"""By which name of its group a meeting was announced"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of earlier invitations nobody knows it: they are not updated for it."""
    name = sa.Column("announced_name", sa.String(300), nullable=False, server_default="")
    op.add_column("meetings", name)


def downgrade() -> None:
    """Forget it."""
    op.drop_column("meetings", "announced_name")
