"""Editions: what may be told outside, who approves, and what was told"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the edition, and the settings that its media need."""
    with op.batch_alter_table("actions") as actions:
        actions.add_column(sa.Column("public", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("municipalities") as towns:
        towns.add_column(sa.Column("media", sa.JSON(), nullable=False, server_default="{}"))
        towns.add_column(sa.Column("chief_id", sa.Integer(), nullable=True))
        towns.create_foreign_key("fk_municipalities_chief_id", "people", ["chief_id"], ["id"])
    op.create_table(
        "editions",
        sa.Column("moment_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", _words("editionstate", *_STATES), nullable=False),
        sa.Column("compiled", sa.JSON(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("waiting_run", sa.String(length=60), nullable=False),
        sa.Column("told_through", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["moment_id"], ["moments.id"], name=op.f("fk_editions_moment_id")),
        sa.PrimaryKeyConstraint("moment_id", name=op.f("pk_editions")),
    )
    op.create_table(
        "edition_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment_id", sa.Integer(), nullable=False),
        sa.Column("step", _words("editionstep", *_STEPS), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["moment_id"], ["moments.id"], name=op.f("fk_edition_steps_moment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_steps")),
        sa.UniqueConstraint(
            "moment_id", "step", "text_hash", name=op.f("uq_edition_steps_moment_id_step_text_hash")
        ),
    )
    op.create_table(
        "edition_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment_id", sa.Integer(), nullable=False),
        sa.Column("verdict", _words("verdict", "approve", "send-back", "drop"), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("silence", sa.Text(), nullable=False),
        sa.Column("media", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("through", sa.String(length=40), nullable=False),
        sa.Column("run_id", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["moment_id"], ["moments.id"], name=op.f("fk_edition_decisions_moment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_decisions")),
    )
    op.create_index(op.f("ix_edition_decisions_moment_id"), "edition_decisions", ["moment_id"])


def downgrade() -> None:
    """Drop them again."""
    for table in ("edition_decisions", "edition_steps", "editions"):
        op.drop_table(table)
    with op.batch_alter_table("municipalities") as towns:
        towns.drop_constraint("fk_municipalities_chief_id", type_="foreignkey")
        towns.drop_column("chief_id")
        towns.drop_column("media")
    with op.batch_alter_table("actions") as actions:
        actions.drop_column("public")


_STATES = ("draft", "not-ready", "asked", "sent-back", "approved", "told", "dropped", "moved-on")
_STEPS = ("not-ready", "asked", "reminded", "reminded-again", "escalated", "told")


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)
