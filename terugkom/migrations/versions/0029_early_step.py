"""The step of a meeting that a person started before its day, until it is executed"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: no step waits."""
    with op.batch_alter_table("meetings") as meetings:
        meetings.add_column(sa.Column("early_step", sa.String(40), nullable=True))


def downgrade() -> None:
    """Drop the column: a step that waits is executed on its day."""
    with op.batch_alter_table("meetings") as meetings:
        meetings.drop_column("early_step")
