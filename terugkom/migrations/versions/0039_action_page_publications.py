"""What was published of a standing page, for each channel that has it"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_MOVED = ("sha256", "version", "published_on")


def upgrade() -> None:
    """Move what was published to a table of its own: until now WebDAV had it, and no other channel."""
    op.create_table(
        "action_page_publications",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("page_id", sa.Integer(), sa.ForeignKey("action_pages.id"), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("created_key", sa.String(120), nullable=False),
        sa.UniqueConstraint("page_id", "channel"),
    )
    op.execute(
        "INSERT INTO action_page_publications (page_id, channel, sha256, version, published_on, created_key)"
        " SELECT id, 'webdav', sha256, version, published_on, '' FROM action_pages"
    )
    with op.batch_alter_table("action_pages") as pages:
        for column in _MOVED:
            pages.drop_column(column)


def downgrade() -> None:
    """Move back what WebDAV has; of a page that only another channel has, the next run publishes it anew."""
    op.add_column("action_pages", sa.Column("sha256", sa.String(64), nullable=False, server_default=""))
    op.add_column("action_pages", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "action_pages", sa.Column("published_on", sa.Date(), nullable=False, server_default="2000-01-01")
    )
    own = (
        "SELECT p.{} FROM action_page_publications p"
        " WHERE p.page_id = action_pages.id AND p.channel = 'webdav'"
    )
    for column in _MOVED:
        op.execute(
            f"UPDATE action_pages SET {column} = COALESCE(({own.format(column)}), {column})"  # noqa: S608
        )
    op.drop_table("action_page_publications")
