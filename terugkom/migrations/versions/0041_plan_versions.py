"""What copies of the plan held: exports with their stamp, and files that were imported"""

import sqlalchemy as sa
from alembic import op

from terugkom.database import UtcDateTime

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table. Copies that were made before have no stamp, and are compared with later imports."""
    op.create_table(
        "plan_versions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "municipality_id",
            sa.Integer(),
            sa.ForeignKey("municipalities.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("stamp", sa.String(16), nullable=False),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("fingerprints", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Drop the table; copies that are imported later are taken as they are."""
    op.drop_table("plan_versions")
