"""The journal of imports, by which the last one can be taken back, and how many a clean-up deleted"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, empty: imports of before cannot be taken back."""
    op.create_table(
        "plan_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("imported_on", sa.Date(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("deleted", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_plan_imports_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_imports")),
    )
    op.create_index(op.f("ix_plan_imports_municipality_id"), "plan_imports", ["municipality_id"])
    with op.batch_alter_table("clean_ups") as clean_ups:
        clean_ups.add_column(sa.Column("imports", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop the journal; no import can be taken back any more."""
    with op.batch_alter_table("clean_ups") as clean_ups:
        clean_ups.drop_column("imports")
    op.drop_index(op.f("ix_plan_imports_municipality_id"), table_name="plan_imports")
    op.drop_table("plan_imports")
