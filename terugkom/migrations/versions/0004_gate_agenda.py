"""What the gate finds goes on a group's agenda: a point without a deadline, for the text of an action"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_FINDINGS = sa.text("deadline IS NULL")


def upgrade() -> None:
    """A point may be about an action's words; then no deadline was missed, and no week raised it."""
    with op.batch_alter_table("agenda_points") as points:
        points.alter_column("deadline", existing_type=sa.Date(), nullable=True)
        points.alter_column("moment_id", existing_type=sa.Integer(), nullable=True)
        points.add_column(sa.Column("text_sha256", sa.String(length=64), nullable=False, server_default=""))
    op.create_index(
        "uq_agenda_points_text",
        "agenda_points",
        ["action_id", "reason", "text_sha256"],
        unique=True,
        sqlite_where=_FINDINGS,
        postgresql_where=_FINDINGS,
    )


def downgrade() -> None:
    """Take the points about words away; those of missed deadlines stay."""
    op.drop_index("uq_agenda_points_text", table_name="agenda_points")
    op.execute("DELETE FROM agenda_points WHERE deadline IS NULL OR moment_id IS NULL")
    with op.batch_alter_table("agenda_points") as points:
        points.drop_column("text_sha256")
        points.alter_column("moment_id", existing_type=sa.Integer(), nullable=False)
        points.alter_column("deadline", existing_type=sa.Date(), nullable=False)
