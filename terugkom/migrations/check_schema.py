"""Compare the schema of a database with the tables of the code."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, inspect

from terugkom.errors import Choices, UnknownSchema

_SHOWN = 5
_VERSION_TABLE = "alembic_version"
RESTORE_TABLE = "restore_at_work"  # is there until a restore of a database on PostgreSQL came to its end
# SHA-256 of the names of all tables, columns and indexes at the newest revision, so that a command that uses
# few tables need not import them all. What it must be after a migration, tests/test_schema.py says.
NAMES_DIGEST = "f17b15d59d188d024116a51767b2623f38af8b59a4138cf943208a521d1686d6"
_VERSIONS = Path(__file__).with_name("versions")
_WORDS = {
    "add_table": "the table {} is missing",
    "remove_table": "there is a table {} that is not ours",
    "add_column": "the column {} is missing",
    "remove_column": "there is a column {} that is not ours",
    "add_index": "the index {} is missing",
    "remove_index": "there is an index {} that is not ours",
    "add_constraint": "the constraint {} is missing",
    "remove_constraint": "there is a constraint {} that is not ours",
    "add_fk": "the foreign key {} is missing",
    "remove_fk": "there is a foreign key {} that is not ours",
}


def is_up_to_date(connection: Connection) -> bool:
    """Return whether the database is at the newest revision and has its tables, columns and indexes.

    Each command asks this when it starts: so it reads only, and does without Alembic and the classes of all
    tables, which take half a second to import.
    """
    newest = list_known_revisions()[-1:]
    return (
        read_revisions(connection) == newest and compute_names_digest(_read_names(connection)) == NAMES_DIGEST
    )


def check_restore_ended(connection: Connection) -> None:
    """Raise UnknownSchema if a restore of this database, from whichever machine, has not come to its end."""
    if not inspect(connection).has_table(RESTORE_TABLE):
        return
    found = connection.exec_driver_sql(f"SELECT machine, began_at FROM {RESTORE_TABLE}").first()  # noqa: S608
    machine, began_at = found or ("?", "?")
    began_on = Choices((str(machine),))
    raise UnknownSchema("error.schema.restoring", machine=began_on, began_at=Choices((str(began_at),)))


def read_revisions(connection: Connection) -> list[str]:
    """Return the revision of a database, most often one; none if it has no tables of ours."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return []
    found = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSION_TABLE}")  # noqa: S608
    return [str(each) for each in found.scalars()]


def compute_names_digest(names: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 of names of columns and indexes, each with its table's."""
    return sha256("\n".join(sorted(f"{table}.{name}" for table, name in names)).encode()).hexdigest()


def list_known_revisions() -> list[str]:
    """Return the numbers of the migrations of this version, in the order in which they run."""
    return sorted(path.name.partition("_")[0] for path in _VERSIONS.glob("[0-9]*_*.py"))


def check_schema(connection: Connection, tables: MetaData, *, thorough: bool) -> None:
    """Raise UnknownSchema, with the differences, if the database is not as `tables` say.

    A thorough comparison takes a tenth of a second, too long for the start of each command; otherwise the
    names of all columns and indexes are compared first, which takes a hundredth of that.
    """
    if not thorough and has_all_names(connection, tables):
        return
    from alembic.autogenerate import compare_metadata  # here, as Alembic takes long to import
    from alembic.runtime.migration import MigrationContext

    context = MigrationContext.configure(connection)
    found = [_describe(each) for each in _flatten(compare_metadata(context, tables))]
    if found:
        more = f", and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise UnknownSchema("error.schema.differs", differences=f"{'; '.join(found[:_SHOWN])}{more}")


def has_all_names(connection: Connection, tables: MetaData) -> bool:
    """Return whether the database has the columns and indexes of `tables`, by their names, and no other."""
    return _read_names(connection) == list_column_names(tables)


def list_column_names(tables: MetaData) -> set[tuple[str, str]]:
    """Return (table, column) and (table, index) of each; a unique constraint counts as an index."""
    columns = {(table.name, column.name) for table in tables.tables.values() for column in table.columns}
    indexes = {(table.name, str(index.name)) for table in tables.tables.values() for index in table.indexes}
    return columns | indexes


_NAMES = {
    "sqlite": """
        SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'
        UNION ALL
        SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL""",
    "postgresql": """
        SELECT table_name, column_name FROM information_schema.columns c
        JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
        UNION ALL
        SELECT t.relname, i.relname FROM pg_index x
        JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
        JOIN pg_namespace n ON n.oid = t.relnamespace
        WHERE n.nspname = current_schema()
        AND NOT EXISTS (SELECT 1 FROM pg_constraint k
            WHERE k.conindid = i.oid AND k.contype IN ('p', 'u'))""",
}


def _read_names(connection: Connection) -> set[tuple[str, str]]:
    rows = connection.exec_driver_sql(_NAMES[connection.dialect.name]).tuples()
    return {(table, name) for table, name in rows if table not in (_VERSION_TABLE, "sqlite_sequence")}


def _flatten(differences: Any) -> Iterator[tuple[Any, ...]]:
    for each in differences:
        if isinstance(each, tuple):
            yield each
        else:
            yield from each  # a column that differs in several ways


def _describe(difference: tuple[Any, ...]) -> str:
    kind, what = difference[0], difference[-1]
    if kind.startswith("modify_"):
        _, _, table, column, *_ = difference
        return f"the column {table}.{column} differs ({kind.removeprefix('modify_')})"
    if kind.endswith("_column"):
        name = f"{difference[2]}.{what.name}"
    else:
        table = getattr(what, "table", None)
        name = f"{table.name}.{what.name}" if table is not None else str(what.name)
    return _WORDS.get(kind, f"{kind} {{}}").format(name)
