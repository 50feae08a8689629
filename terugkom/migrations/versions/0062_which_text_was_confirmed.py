"""Which text of the code of conduct a subscriber was asked to confirm"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of earlier requests nobody knows it."""
    column = sa.Column("text_sha256", sa.String(64), nullable=False, server_default="")
    op.add_column("confirmations", column)


def downgrade() -> None:
    """Forget it."""
    op.drop_column("confirmations", "text_sha256")
