"""Ideas and remarks that come in by a page, and what a subscriber prefers"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them. Who subscribed goes on getting all mails; an idea of before has no day for its answer."""
    with op.batch_alter_table("subscribers") as subscribers:
        subscribers.add_column(
            sa.Column("wants_newsletter", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        subscribers.add_column(sa.Column("language", sa.String(length=5), nullable=False, server_default=""))
    with op.batch_alter_table("ideas") as ideas:
        ideas.add_column(sa.Column("reply_address", sa.String(length=254), nullable=False, server_default=""))
        ideas.add_column(sa.Column("answer_by", sa.Date(), nullable=True))
        ideas.add_column(sa.Column("picture", sa.String(length=200), nullable=False, server_default=""))
    op.create_table(
        "remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("submitted_by", sa.String(length=200), nullable=False),
        sa.Column("reply_address", sa.String(length=254), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_remarks_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
        sa.UniqueConstraint("municipality_id", "code", name=op.f("uq_remarks_municipality_id_code")),
        sa.UniqueConstraint(
            "municipality_id", "text_sha256", name=op.f("uq_remarks_municipality_id_text_sha256")
        ),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("remarks")
    with op.batch_alter_table("ideas") as ideas:
        for column in ("picture", "answer_by", "reply_address"):
            ideas.drop_column(column)
    with op.batch_alter_table("subscribers") as subscribers:
        for column in ("language", "wants_newsletter"):
            subscribers.drop_column(column)
