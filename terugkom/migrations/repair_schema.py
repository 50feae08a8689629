"""Repair the schema of databases that earlier versions of the migrations made.

Between 524a4b9 and c90366c migrations were written side by side and put in a row later, so a database may say
that it is at revision 0006 while 0004 never ran in it. Which of them ran is seen from what they made; those
that did not, run now. No rows are lost: what they add is not there.
"""

from collections.abc import Callable

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy import JSON, Column, Inspector, inspect

from terugkom.errors import Choices, UnknownSchema
from terugkom.migrations.check_schema import list_known_revisions


def repair_schema(migrations: MigrationContext, scripts: ScriptDirectory) -> bool:
    """Run the migrations that the database says it has and has not; return whether there was one.

    Raises UnknownSchema if its revision is none of ours: a newer version of Terugkom made it.
    """
    heads = migrations.get_current_heads()
    try:
        chain = [each for head in heads for each in scripts.iterate_revisions(head, "base")][::-1]
    except (CommandError, RevisionError) as error:
        newest = Choices((list_known_revisions()[-1],))
        raise UnknownSchema("error.schema.newer", revision=Choices(heads), newest=newest) from error
    changed = False
    with Operations.context(migrations) as operations:
        for script in chain:
            was_run = _RAN.get(script.revision)
            if was_run and not was_run(inspect(operations.get_bind())):
                script.module.upgrade()
                changed = True
        if {"0008", "0010"} & set(heads):
            changed |= _add_told_through(operations)
        if "0010" in heads:
            changed |= _drop_signing_keys(operations)
    return changed


def _has_column(table: str, column: str) -> Callable[[Inspector], bool]:
    return lambda database: column in {each["name"] for each in database.get_columns(table)}


def _has_table(*names: str) -> Callable[[Inspector], bool]:
    """Return whether there is a table of one of these names; it was renamed later."""
    return lambda database: any(database.has_table(name) for name in names)


# By revision: whether what it made is there. The others were in every chain.
_RAN: dict[str, Callable[[Inspector], bool]] = {
    "0004": _has_column("agenda_points", "text_sha256"),
    "0005": _has_table("meetings"),
    "0007": _has_table("ideas"),
    "0008": _has_table("editions"),
}


def _add_told_through(operations: Operations) -> bool:
    """Add the column that 0008 did not have at first, and 0011 renames."""
    if _has_column("editions", "told_through")(inspect(operations.get_bind())):
        return False
    with operations.batch_alter_table("editions") as editions:
        editions.add_column(Column("told_through", JSON(), nullable=False, server_default="[]"))
    with operations.batch_alter_table("editions") as editions:
        editions.alter_column("told_through", existing_type=JSON(), server_default=None)
    return True


def _drop_signing_keys(operations: Operations) -> bool:
    """Drop the table that 0010 had at first: tokens came from the deliveries before any code signed one."""
    if not _has_table("signing_keys")(inspect(operations.get_bind())):
        return False
    operations.drop_table("signing_keys")
    return True
