"""Links to pages for one person, and how many requests came for a limit"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; a municipality without a number of days has the default."""
    op.add_column("municipalities", sa.Column("page_link_days", sa.Integer(), nullable=True))
    op.create_table(
        "page_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_page_links_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_links")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_page_links_token_sha256")),
    )
    op.create_index(op.f("ix_page_links_person_id"), "page_links", ["person_id"])
    op.create_table(
        "request_counts",
        sa.Column("limit_name", sa.String(length=40), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "limit_name", "source_sha256", "window_start", name=op.f("pk_request_counts")
        ),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("request_counts")
    op.drop_index(op.f("ix_page_links_person_id"), table_name="page_links")
    op.drop_table("page_links")
    op.drop_column("municipalities", "page_link_days")
