"""People who were erased, as hashes: no import brings them back"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "erased_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("email_hmac", sa.String(length=64), nullable=False),
        sa.Column("name_hmac", sa.String(length=64), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_erased_people_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased_people")),
        sa.UniqueConstraint(
            "municipality_id",
            "email_hmac",
            "name_hmac",
            name=op.f("uq_erased_people_municipality_id_email_hmac_name_hmac"),
        ),
    )


def downgrade() -> None:
    """Drop the table; an import of an old file brings back who was erased."""
    op.drop_table("erased_people")
