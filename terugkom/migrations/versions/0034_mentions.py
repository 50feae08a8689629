"""What is said elsewhere, up to where accounts were read, and how many mentions a clean-up deleted"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, empty."""
    op.create_table(
        "mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("remote_id", sa.String(length=330), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("answers_url", sa.Text(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_mentions_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentions")),
        sa.UniqueConstraint(
            "municipality_id",
            "source",
            "remote_id",
            name=op.f("uq_mentions_municipality_id_source_remote_id"),
        ),
    )
    op.create_table(
        "mention_cursors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("server", sa.String(length=300), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("last_id", sa.String(length=64), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_mention_cursors_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention_cursors")),
        sa.UniqueConstraint(
            "municipality_id", "server", name=op.f("uq_mention_cursors_municipality_id_server")
        ),
    )
    with op.batch_alter_table("clean_ups") as clean_ups:
        clean_ups.add_column(sa.Column("mentions", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop them: what was said is lost here, and stays where it was said."""
    with op.batch_alter_table("clean_ups") as clean_ups:
        clean_ups.drop_column("mentions")
    op.drop_table("mention_cursors")
    op.drop_table("mentions")
