"""Documents in packs: blobs in the database, in which pack each document lies, and packs to be deleted"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables. Documents stay where they are."""
    op.create_table(
        "blobs",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_blobs")),
    )
    op.create_table(
        "packed_documents",
        sa.Column("name", sa.String(500), nullable=False),
        sa.Column("pack", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", "pack", name=op.f("pk_packed_documents")),
    )
    op.create_index(op.f("ix_packed_documents_pack"), "packed_documents", ["pack"])
    op.create_table(
        "retired_packs",
        sa.Column("pack", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("pack", name=op.f("pk_retired_packs")),
    )


def downgrade() -> None:
    """Drop the tables, if no document lies in a pack: it could not be read any more."""
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT count(*) FROM packed_documents")):
        raise RuntimeError("documents lie in packs, which an earlier version cannot read")
    op.drop_table("retired_packs")
    op.drop_table("packed_documents")
    op.drop_table("blobs")
