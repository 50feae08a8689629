"""What the file of a story said beside its text when a correction was proposed"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of earlier corrections nobody knows it."""
    for name in ("file_note", "file_reasons"):
        op.add_column("story_corrections", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget it."""
    for name in ("file_reasons", "file_note"):
        op.drop_column("story_corrections", name)
