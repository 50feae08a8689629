"""Answers to ideas and remarks that another one replaced"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_TABLES = ("ideas", "remarks")


def upgrade() -> None:
    """What was replaced before is not known any more."""
    for table in _TABLES:
        op.add_column(table, sa.Column("earlier_answers", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Forget the answers that were replaced."""
    for table in _TABLES:
        op.drop_column(table, "earlier_answers")
