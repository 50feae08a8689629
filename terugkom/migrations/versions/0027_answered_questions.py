"""Through what a question was answered, and how many old questions a clean-up emptied"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of earlier answers and clean-ups nothing is known."""
    with op.batch_alter_table("questions") as questions:
        questions.add_column(
            sa.Column("answered_through", sa.String(length=40), server_default="", nullable=False)
        )
    with op.batch_alter_table("clean_ups") as clean_ups:
        clean_ups.add_column(sa.Column("questions", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("clean_ups") as clean_ups:
        clean_ups.drop_column("questions")
    with op.batch_alter_table("questions") as questions:
        questions.drop_column("answered_through")
