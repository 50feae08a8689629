"""A home that is the demo's is marked"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the demo of an earlier version is marked by the next `terugkom demo`."""
    op.create_table(
        "demo_home",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_home")),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("demo_home")
