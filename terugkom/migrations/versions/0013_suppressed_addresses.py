"""The suppression list: the addresses that must not be written to; the day of each change of an action"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# What subscribers say already; whether somebody departed follows from the plan as well, and is read there.
_LISTED = (("departed_on", "departed"), ("unsubscribed_on", "unsubscribed"), ("bounced_on", "bounced"))


def upgrade() -> None:
    """Create the table, and list the subscribers who departed, unsubscribed or bounced."""
    op.create_table(
        "suppressed_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_suppressed_addresses_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressed_addresses")),
        sa.UniqueConstraint(
            "municipality_id",
            "email",
            "scope",
            "reason",
            name=op.f("uq_suppressed_addresses_municipality_id_email_scope_reason"),
        ),
    )
    for column, reason in _LISTED:
        op.execute(
            "INSERT INTO suppressed_addresses "  # noqa: S608  our own names
            "(municipality_id, email, scope, reason, since, source) "
            f"SELECT municipality_id, email, 'subscriptions', '{reason}', {column}, reason "
            f"FROM subscribers WHERE {column} IS NOT NULL"
        )

    op.add_column("action_changes", sa.Column("changed_on", sa.Date(), nullable=True))
    local = "changed_at AT TIME ZONE 'UTC'" if op.get_bind().dialect.name == "postgresql" else "changed_at"
    op.execute(f"UPDATE action_changes SET changed_on = date({local})")  # noqa: S608  the day that was read so far
    with op.batch_alter_table("action_changes") as batch:
        batch.alter_column("changed_on", existing_type=sa.Date(), nullable=False)


def downgrade() -> None:
    """Drop them; the subscribers keep what the list says of them, the changes their time."""
    with op.batch_alter_table("action_changes") as batch:
        batch.drop_column("changed_on")
    op.drop_table("suppressed_addresses")
