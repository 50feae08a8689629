"""Corrections of published stories, what servers call publications, and a reason for each medium"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of corrections. A reason for omitting setbacks was that of all media of a decision."""
    op.create_table(
        "story_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("story_code", sa.String(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("previous", sa.JSON(), nullable=False),
        sa.Column("story", sa.JSON(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("suspended_run_id", sa.String(60), nullable=False),
        sa.Column("decided_by", sa.String(200), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("run_id", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["moment_id"], ["moments.id"], name=op.f("fk_story_corrections_moment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_corrections")),
        sa.UniqueConstraint("moment_id", "number", name=op.f("uq_story_corrections_moment_id_number")),
    )
    op.add_column("deliveries", sa.Column("remote_id", sa.String(500), nullable=False, server_default=""))
    op.add_column("editions", sa.Column("published_stories", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column(
        "edition_decisions", sa.Column("setback_reasons", sa.JSON(), nullable=False, server_default="{}")
    )
    _move_reasons()
    with op.batch_alter_table("edition_decisions") as decisions:
        decisions.drop_column("omitted_setbacks_reason")


def _move_reasons() -> None:
    decisions = sa.table(
        "edition_decisions",
        *(sa.column("id", sa.Integer), sa.column("omitted_setbacks_reason", sa.Text)),
        *(sa.column("media", sa.JSON), sa.column("setback_reasons", sa.JSON)),
    )
    connection = op.get_bind()
    query = sa.select(decisions).where(decisions.c.omitted_setbacks_reason != "")
    for row in connection.execute(query).all():
        reasons = dict.fromkeys(row.media or [], row.omitted_setbacks_reason)
        update = sa.update(decisions).where(decisions.c.id == row.id).values(setback_reasons=reasons)
        connection.execute(update)


def downgrade() -> None:
    """Drop the table and the columns; of the reasons of a decision one is kept."""
    op.add_column(
        "edition_decisions",
        sa.Column("omitted_setbacks_reason", sa.Text(), nullable=False, server_default=""),
    )
    decisions = sa.table(
        "edition_decisions",
        *(sa.column("id", sa.Integer), sa.column("omitted_setbacks_reason", sa.Text)),
        sa.column("setback_reasons", sa.JSON),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(decisions)).all():
        reason = next(iter((row.setback_reasons or {}).values()), "")
        update = sa.update(decisions).where(decisions.c.id == row.id)
        connection.execute(update.values(omitted_setbacks_reason=reason))
    for table, column in (
        ("edition_decisions", "setback_reasons"),
        ("editions", "published_stories"),
        ("deliveries", "remote_id"),
    ):
        with op.batch_alter_table(table) as altered:
            altered.drop_column(column)
    op.drop_table("story_corrections")
