"""What foreign workbooks tell beside our own: kinds of owner, priorities, amounts, sub-actions"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; who is there already is a person, and no action has a priority or an amount."""
    kind = sa.Enum("person", "organisation", name="personkind", native_enum=False, length=40)
    priority = sa.Enum("high", "medium", "low", name="priority", native_enum=False, length=40)
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("kind", kind, nullable=False, server_default="person"))
    with op.batch_alter_table("actions") as actions:
        actions.add_column(sa.Column("priority", priority, nullable=True))
        actions.add_column(sa.Column("budget", sa.Float(), nullable=True))
        actions.add_column(sa.Column("budget_text", sa.String(length=500), nullable=False, server_default=""))
        actions.add_column(sa.Column("part_of", sa.String(length=60), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the columns away, with what stands in them."""
    with op.batch_alter_table("actions") as actions:
        for name in ("part_of", "budget_text", "budget", "priority"):
            actions.drop_column(name)
    with op.batch_alter_table("people") as people:
        people.drop_column("kind")
