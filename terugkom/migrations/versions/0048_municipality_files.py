"""The files of municipalities, for machines that share no disk"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table. It stays empty where one machine does everything."""
    op.create_table(
        "municipality_files",
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("municipality", sa.String(60), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blob", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_municipality_files")),
    )
    op.create_index(op.f("ix_municipality_files_municipality"), "municipality_files", ["municipality"])


def downgrade() -> None:
    """Drop the table: each home keeps its own files."""
    op.drop_table("municipality_files")
