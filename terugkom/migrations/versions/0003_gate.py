"""The gate: actions accepted as they are, and how a plan stood on a day"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the gate's tables."""
    op.create_table(
        "gate_acceptances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("accepted_by", sa.String(length=200), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_gate_acceptances_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_acceptances")),
    )
    op.create_index(op.f("ix_gate_acceptances_action_id"), "gate_acceptances", ["action_id"])
    op.create_table(
        "gate_snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("grades", sa.JSON(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_change", sa.Integer(), nullable=False),
        sa.Column("last_acceptance", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_gate_snapshots_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_snapshots")),
        sa.UniqueConstraint("municipality_id", "day", name=op.f("uq_gate_snapshots_municipality_id_day")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("gate_snapshots")
    op.drop_index(op.f("ix_gate_acceptances_action_id"), table_name="gate_acceptances")
    op.drop_table("gate_acceptances")
