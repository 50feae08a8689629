"""Claims and what they rest on, sentences kept with a reason, and the plan that a story was written by"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; of what was published before, nobody recorded what it rests on."""
    op.create_table(
        "kept_sentences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("kept_by", sa.String(200), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_kept_sentences_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_sentences")),
    )
    op.create_index(op.f("ix_kept_sentences_municipality_id"), "kept_sentences", ["municipality_id"])
    op.create_table(
        "published_claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("moment_id", sa.Integer(), nullable=False),
        sa.Column("story", sa.String(200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rests_on", sa.String(200), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("indicator", sa.String(60), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("figure", sa.String(200), nullable=False),
        sa.Column("proved_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_through", sa.String(200), nullable=False),
        sa.Column("kept_sentence_id", sa.Integer(), nullable=True),
        sa.Column("holds_until", sa.Date(), nullable=True),
        sa.Column("media", sa.JSON(), nullable=False),
        sa.Column("stays_on", sa.JSON(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("reported_as", sa.String(60), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_published_claims_municipality_id")
        ),
        sa.ForeignKeyConstraint(["moment_id"], ["moments.id"], name=op.f("fk_published_claims_moment_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_published_claims_given_by_id")),
        sa.ForeignKeyConstraint(
            ["kept_sentence_id"], ["kept_sentences.id"], name=op.f("fk_published_claims_kept_sentence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_claims")),
    )
    op.create_index(op.f("ix_published_claims_municipality_id"), "published_claims", ["municipality_id"])
    op.create_index(op.f("ix_published_claims_moment_id"), "published_claims", ["moment_id"])
    with op.batch_alter_table("editions") as editions:
        editions.add_column(sa.Column("story_basis", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Drop the tables and the column."""
    with op.batch_alter_table("editions") as editions:
        editions.drop_column("story_basis")
    op.drop_table("published_claims")
    op.drop_table("kept_sentences")
