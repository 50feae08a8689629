"""The dates that a published edition told of its actions"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was published before they are read from its text when the next edition is made."""
    op.add_column("editions", sa.Column("told_dates", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Forget them: the text has them."""
    op.drop_column("editions", "told_dates")
