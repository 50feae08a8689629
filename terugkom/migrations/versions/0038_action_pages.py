"""The standing pages about public actions, as they were published last"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table. Nothing is published yet: the next daily run publishes all pages."""
    op.create_table(
        "action_pages",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("municipality_id", sa.Integer(), sa.ForeignKey("municipalities.id"), nullable=False),
        sa.Column("action_id", sa.Integer(), sa.ForeignKey("actions.id"), unique=True),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date()),
        sa.UniqueConstraint("municipality_id", "path"),
    )


def downgrade() -> None:
    """Drop the table; what was published stays on the website."""
    op.drop_table("action_pages")
