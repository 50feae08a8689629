"""From when a municipality and its actions are followed up"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. A municipality that has a plan went live with its first change; its actions go on.

    Where no change was recorded it went live long ago. The actions keep NULL: their stages count as before.
    """
    with op.batch_alter_table("municipalities") as municipalities:
        municipalities.add_column(sa.Column("go_live_on", sa.Date(), nullable=True))
    with op.batch_alter_table("actions") as actions:
        actions.add_column(sa.Column("followed_from", sa.Date(), nullable=True))
    op.execute(
        "UPDATE municipalities SET go_live_on = COALESCE("
        "(SELECT MIN(c.changed_on) FROM action_changes c JOIN actions a ON a.id = c.action_id"
        " WHERE a.municipality_id = municipalities.id), DATE('2000-01-01'))"
    )


def downgrade() -> None:
    """Drop the columns."""
    with op.batch_alter_table("actions") as actions:
        actions.drop_column("followed_from")
    with op.batch_alter_table("municipalities") as municipalities:
        municipalities.drop_column("go_live_on")
