"""Who decides on a later date, photos with permission, and how many links were cleaned up"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table; a later date waits for the coordinator, as before."""
    with op.batch_alter_table("municipalities") as municipalities:
        municipalities.add_column(
            sa.Column("later_date_decider", sa.String(40), nullable=False, server_default="coordinator")
        )
    with op.batch_alter_table("clean_ups") as clean_ups:
        clean_ups.add_column(sa.Column("page_links", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "action_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("path", sa.String(300), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("photographer", sa.String(200), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_action_photos_action_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_action_photos_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_photos")),
        sa.UniqueConstraint("action_id", "sha256", name=op.f("uq_action_photos_action_id_sha256")),
    )
    op.create_index(op.f("ix_action_photos_person_id"), "action_photos", ["person_id"])


def downgrade() -> None:
    """Drop the table and the columns."""
    op.drop_table("action_photos")
    with op.batch_alter_table("clean_ups") as clean_ups:
        clean_ups.drop_column("page_links")
    with op.batch_alter_table("municipalities") as municipalities:
        municipalities.drop_column("later_date_decider")
