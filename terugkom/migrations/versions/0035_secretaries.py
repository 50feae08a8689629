"""Who writes the minutes of a group"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the secretary of a group; no group has one yet."""
    with op.batch_alter_table("groups") as groups:
        groups.add_column(sa.Column("secretary_id", sa.Integer(), nullable=True))
        groups.create_foreign_key("fk_groups_secretary_id_people", "people", ["secretary_id"], ["id"])
        groups.create_index("ix_groups_secretary_id", ["secretary_id"])


def downgrade() -> None:
    """Drop the secretary."""
    with op.batch_alter_table("groups") as groups:
        groups.drop_index("ix_groups_secretary_id")
        groups.drop_constraint("fk_groups_secretary_id_people", type_="foreignkey")
        groups.drop_column("secretary_id")
