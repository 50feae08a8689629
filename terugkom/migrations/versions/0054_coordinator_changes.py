"""Coordinators who were not told yet that they took over"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whoever is the coordinator now knows it."""
    op.create_table(
        "coordinator_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("known_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_coordinator_changes_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["known_id"], ["people.id"], name=op.f("fk_coordinator_changes_known_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordinator_changes")),
        sa.UniqueConstraint("municipality_id", name=op.f("uq_coordinator_changes_municipality_id")),
    )


def downgrade() -> None:
    """Forget who is still to be told."""
    op.drop_table("coordinator_changes")
