"""Meetings: how each is held, its steps, what it decided, and what peers share"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and the columns that say when and where groups meet."""
    op.create_table(
        "shared_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=False),
        sa.Column("sdgs", sa.String(length=100), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("worked", sa.Text(), nullable=False),
        sa.Column("did_not_work", sa.Text(), nullable=False),
        sa.Column("took_days", sa.Integer(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_shared_actions_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_actions")),
        sa.UniqueConstraint(
            "municipality_id", "source", "code", name=op.f("uq_shared_actions_municipality_id_source_code")
        ),
    )
    op.create_table(
        "attendances",
        sa.Column("moment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "presence",
            sa.Enum("present", "excused", "absent", name="presence", native_enum=False, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["moment_id"], ["moments.id"], name=op.f("fk_attendances_moment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attendances_person_id")),
        sa.PrimaryKeyConstraint("moment_id", "person_id", name=op.f("pk_attendances")),
    )
    op.create_index(op.f("ix_attendances_person_id"), "attendances", ["person_id"])
    op.create_table(
        "meeting_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "invitation",
                "pack",
                "minutes",
                "chase",
                "minutes-sent",
                "update",
                "cancel",
                name="step",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("done", "skipped", name="outcome", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["moment_id"], ["moments.id"], name=op.f("fk_meeting_steps_moment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_steps")),
        sa.UniqueConstraint("moment_id", "step", "round", name=op.f("uq_meeting_steps_moment_id_step_round")),
    )
    op.create_table(
        "meetings",
        sa.Column("moment_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned", "cancelled", "held", "minuted", name="meetingstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("moved_on", sa.Date(), nullable=True),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.Column("cancelled_because", sa.String(length=500), nullable=False),
        sa.Column("minuted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_meetings_group_id")),
        sa.ForeignKeyConstraint(["moment_id"], ["moments.id"], name=op.f("fk_meetings_moment_id")),
        sa.PrimaryKeyConstraint("moment_id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("uid", name=op.f("uq_meetings_uid")),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "deadline",
                "owner",
                "status",
                "new-action",
                "stop",
                "note",
                name="decisionkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_decisions_action_id")),
        sa.ForeignKeyConstraint(["moment_id"], ["moments.id"], name=op.f("fk_decisions_moment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("moment_id", "number", name=op.f("uq_decisions_moment_id_number")),
    )
    op.create_index(op.f("ix_decisions_action_id"), "decisions", ["action_id"])
    op.create_table(
        "open_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_moment_id", sa.Integer(), nullable=False),
        sa.Column("put_off", sa.Integer(), nullable=False),
        sa.Column("closed_moment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_open_points_action_id")),
        sa.ForeignKeyConstraint(
            ["closed_moment_id"], ["moments.id"], name=op.f("fk_open_points_closed_moment_id")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_open_points_group_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_open_points_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["raised_moment_id"], ["moments.id"], name=op.f("fk_open_points_raised_moment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_points")),
    )
    op.create_index(op.f("ix_open_points_action_id"), "open_points", ["action_id"])
    op.create_index("ix_open_points_open", "open_points", ["municipality_id", "group_id", "closed_moment_id"])
    with op.batch_alter_table("groups") as groups:
        groups.add_column(sa.Column("meets_at", sa.Time(), nullable=True))
        groups.add_column(sa.Column("meets_for", sa.Integer(), nullable=True))
        groups.add_column(sa.Column("meets_in", sa.String(length=300), server_default="", nullable=False))
    with op.batch_alter_table("municipalities") as municipalities:
        municipalities.add_column(sa.Column("peer_anchor", sa.Date(), nullable=True))
        municipalities.add_column(sa.Column("peer_interval_months", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take them away, with what stands in them."""
    with op.batch_alter_table("municipalities") as municipalities:
        municipalities.drop_column("peer_interval_months")
        municipalities.drop_column("peer_anchor")
    with op.batch_alter_table("groups") as groups:
        groups.drop_column("meets_in")
        groups.drop_column("meets_for")
        groups.drop_column("meets_at")
    op.drop_index("ix_open_points_open", table_name="open_points")
    op.drop_index(op.f("ix_open_points_action_id"), table_name="open_points")
    op.drop_table("open_points")
    op.drop_index(op.f("ix_decisions_action_id"), table_name="decisions")
    op.drop_table("decisions")
    op.drop_table("meetings")
    op.drop_table("meeting_steps")
    op.drop_index(op.f("ix_attendances_person_id"), table_name="attendances")
    op.drop_table("attendances")
    op.drop_table("shared_actions")
