"""The steps of an edition are counted anew when it comes to wait for something else"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_OLD, _NEW = "uq_edition_steps_moment_id_step_text_hash", "uq_edition_steps_moment_id_step_text_hash_sequence"
_COLUMNS = ["moment_id", "step", "text_hash"]


def upgrade() -> None:
    """Add the number; all steps up to now are of the first round."""
    with op.batch_alter_table("edition_steps") as steps:
        steps.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
        steps.drop_constraint(op.f(_OLD), type_="unique")
        steps.create_unique_constraint(op.f(_NEW), [*_COLUMNS, "sequence"])
    with op.batch_alter_table("edition_steps") as steps:
        steps.alter_column("sequence", server_default=None)


def downgrade() -> None:
    """Drop the number, and the steps of later rounds that were executed for the same text before."""
    op.execute("DELETE FROM edition_steps WHERE sequence > 0")
    with op.batch_alter_table("edition_steps") as steps:
        steps.drop_constraint(op.f(_NEW), type_="unique")
        steps.create_unique_constraint(op.f(_OLD), _COLUMNS)
        steps.drop_column("sequence")
