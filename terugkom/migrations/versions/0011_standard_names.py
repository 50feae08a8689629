"""Tables and columns by the standard terms of the field"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("actions", "heard_on", "last_update_on"),
    ("actions", "next_step_on", "next_reminder_on"),
    ("action_changes", "through", "source"),
    ("edition_decisions", "silence", "omitted_setbacks_reason"),
    ("edition_decisions", "through", "source"),
    ("editions", "compiled", "story_hashes"),
    ("editions", "told_through", "published_media"),
    ("editions", "waiting_run", "suspended_run_id"),
    ("ideas", "handed_in_by", "submitted_by"),
    ("ideas", "handed_in_on", "submitted_on"),
    ("ideas", "through", "source"),
    ("ideas", "words_sha256", "normalized_text_sha256"),
    ("meeting_steps", "round", "sequence"),
    ("meetings", "cancelled_because", "cancellation_reason"),
    ("meetings", "minutes", "duration_minutes"),
    ("municipalities", "media", "media_settings"),
    ("open_points", "put_off", "times_postponed"),
    ("progress_reports", "through", "source"),
    ("reminders", "passed_over", "skipped_stages"),
    ("confirmations", "reader_id", "subscriber_id"),
)
# table, old name of the unique constraint, new name, its columns by their new names
_UNIQUE = (
    (
        "ideas",
        "uq_ideas_municipality_id_words_sha256",
        "uq_ideas_municipality_id_normalized_text_sha256",
        ("municipality_id", "normalized_text_sha256"),
    ),
    (
        "meeting_steps",
        "uq_meeting_steps_moment_id_step_round",
        "uq_meeting_steps_moment_id_step_sequence",
        ("moment_id", "step", "sequence"),
    ),
    (
        "confirmations",
        "uq_confirmations_reader_id_version",
        "uq_confirmations_subscriber_id_version",
        ("subscriber_id", "version"),
    ),
)


def upgrade() -> None:
    """Rename them; the rows stay as they are."""
    op.drop_index("ix_actions_next_step", table_name="actions")
    op.drop_index("ix_readers_person_id", table_name="readers")
    op.rename_table("readers", "subscribers")
    for table, old, new in _COLUMNS:
        op.alter_column(table, old, new_column_name=new)
    _rename_constraints(_UNIQUE, old="reader", old_table="readers", new="subscriber", new_table="subscribers")
    op.create_index("ix_actions_next_reminder", "actions", ["municipality_id", "next_reminder_on"])
    op.create_index("ix_subscribers_person_id", "subscribers", ["person_id"])


def downgrade() -> None:
    """Rename them back."""
    op.drop_index("ix_subscribers_person_id", table_name="subscribers")
    op.drop_index("ix_actions_next_reminder", table_name="actions")
    op.rename_table("subscribers", "readers")
    for table, old, new in _COLUMNS:
        op.alter_column(table, new, new_column_name=old)
    back = {new: old for _, old, new in _COLUMNS}
    unique = tuple(
        (table, new, old, tuple(back.get(column, column) for column in columns))
        for table, old, new, columns in _UNIQUE
    )
    _rename_constraints(unique, old="subscriber", old_table="subscribers", new="reader", new_table="readers")
    op.create_index("ix_actions_next_step", "actions", ["municipality_id", "next_step_on"])
    op.create_index("ix_readers_person_id", "readers", ["person_id"])


def _rename_constraints(
    unique: tuple[tuple[str, str, str, tuple[str, ...]], ...],
    *,
    old: str,
    old_table: str,
    new: str,
    new_table: str,
) -> None:
    """Give the constraints the names that the naming convention gives them today.

    Their columns and the table of subscribers have their new names already.
    """
    for table, old_name, new_name, columns in unique:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(old_name, type_="unique")
            batch.create_unique_constraint(new_name, list(columns))
    with op.batch_alter_table("confirmations") as batch:
        batch.drop_constraint(f"fk_confirmations_{old}_id", type_="foreignkey")
        batch.create_foreign_key(f"fk_confirmations_{new}_id", new_table, [f"{new}_id"], ["id"])
    with op.batch_alter_table(new_table) as batch:
        batch.drop_constraint(f"uq_{old_table}_municipality_id_email", type_="unique")
        batch.create_unique_constraint(f"uq_{new_table}_municipality_id_email", ["municipality_id", "email"])
        for column, target in (("municipality_id", "municipalities"), ("person_id", "people")):
            batch.drop_constraint(f"fk_{old_table}_{column}", type_="foreignkey")
            batch.create_foreign_key(f"fk_{new_table}_{column}", target, [column], ["id"])
