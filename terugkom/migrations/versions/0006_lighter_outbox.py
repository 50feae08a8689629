"""Fewer indexes to write for each mail, and no moment on a reminder: that of its delivery is the same"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Message-IDs are random: they need no index to be unique."""
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.drop_constraint("uq_deliveries_message_id", type_="unique")
        deliveries.drop_index("ix_deliveries_document_id")
    with op.batch_alter_table("reminders") as reminders:
        reminders.drop_index("ix_reminders_moment")
        reminders.drop_constraint("fk_reminders_moment_id", type_="foreignkey")
        reminders.drop_column("moment_id")
        reminders.create_index("ix_reminders_delivery", ["delivery_id"])


def downgrade() -> None:
    """Bring the indexes back, and the moments from the deliveries."""
    with op.batch_alter_table("reminders") as reminders:
        reminders.drop_index("ix_reminders_delivery")
        reminders.add_column(sa.Column("moment_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE reminders SET moment_id ="
        " (SELECT moment_id FROM deliveries WHERE deliveries.id = reminders.delivery_id)"
    )
    with op.batch_alter_table("reminders") as reminders:
        reminders.alter_column("moment_id", existing_type=sa.Integer(), nullable=False)
        reminders.create_foreign_key("fk_reminders_moment_id", "moments", ["moment_id"], ["id"])
        reminders.create_index("ix_reminders_moment", ["moment_id"])
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.create_index("ix_deliveries_document_id", ["document_id"])
        deliveries.create_unique_constraint("uq_deliveries_message_id", ["message_id"])
