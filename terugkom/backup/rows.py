"""All rows of a database as JSON lines, one file a table, the same for SQLite and PostgreSQL.

Tables are read and written as they are in the database (reflected), not as the code of today has them: a
backup of an earlier version is loaded into the schema of that version, and then upgraded.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Time,
    bindparam,
    func,
    select,
    text,
)

from terugkom.batches import batched
from terugkom.errors import TerugkomError
from terugkom.migrations.check_schema import RESTORE_TABLE

_VERSION_TABLE = "alembic_version"
_BATCH_SIZE = 1000
_BATCH_SIZE_OF_BYTES = 4  # rows that may be megabytes each
_PARSERS = {
    DateTime: datetime.fromisoformat,
    Date: date.fromisoformat,
    Time: time.fromisoformat,
    LargeBinary: b64decode,
}


def reflect_tables(connection: Connection) -> list[Table]:
    """Return the tables of a database so that each comes after those that its rows must refer to."""
    found = MetaData()
    found.reflect(connection)
    tables = [table for table in found.tables.values() if table.name not in (_VERSION_TABLE, RESTORE_TABLE)]
    for table in tables:
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True
    return _sort_tables(tables)


def dump_rows(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield each row of a table as a line of JSON."""
    query = select(table).order_by(*table.primary_key.columns)
    query = query.execution_options(yield_per=_choose_batch_size(table))
    for row in connection.execute(query):
        yield json.dumps([_encode(value) for value in row], ensure_ascii=False).encode() + b"\n"


def load_rows(connection: Connection, table: Table, columns: list[str], lines: Iterable[bytes]) -> int:
    """Insert rows as `dump_rows` gave them; return how many.

    A reference to a table that is filled later, or to the table itself, is set by `link_rows`.
    """
    parsers = [_find_parser(table.c[name]) for name in columns]
    later = {each.name for each in _list_later_references(table)}
    count = 0
    for batch in batched(lines, _choose_batch_size(table)):
        rows = [
            {
                name: None if name in later or value is None else parse(value) if parse else value
                for name, parse, value in zip(columns, parsers, json.loads(line), strict=True)
            }
            for line in batch
        ]
        connection.execute(table.insert(), rows)
        count += len(rows)
    return count


def link_rows(connection: Connection, table: Table, columns: list[str], lines: Iterable[bytes]) -> None:
    """Set the references that `load_rows` left out; to be called when all tables are filled."""
    later = [each.name for each in _list_later_references(table)]
    if not later:
        return
    keys = [each.name for each in table.primary_key.columns]
    matches = [table.c[name] == bindparam(f"key_{name}") for name in keys]
    update = table.update().where(*matches).values({name: bindparam(f"new_{name}") for name in later})
    for batch in batched(lines, _BATCH_SIZE):
        rows = [dict(zip(columns, json.loads(line), strict=True)) for line in batch]
        values = [
            {f"key_{name}": row[name] for name in keys} | {f"new_{name}": row[name] for name in later}
            for row in rows
            if any(row[name] is not None for name in later)
        ]
        if values:
            connection.execute(update, values)


def advance_sequences(connection: Connection, tables: Iterable[Table]) -> None:
    """Have PostgreSQL number new rows after those that were loaded; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" in table.c and table.c.id.primary_key:
            highest = connection.scalar(select(func.max(table.c.id)))
            if highest is not None:
                connection.execute(
                    text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :highest)"),
                    {"table": table.name, "highest": highest},
                )


def _choose_batch_size(table: Table) -> int:
    has_bytes = any(isinstance(column.type, LargeBinary) for column in table.columns)
    return _BATCH_SIZE_OF_BYTES if has_bytes else _BATCH_SIZE


def _sort_tables(tables: list[Table]) -> list[Table]:
    placed: list[Table] = []
    waiting = sorted(tables, key=lambda table: table.name)
    while waiting:
        names = {each.name for each in placed}
        ready = [table for table in waiting if _list_required_tables(table) <= names]
        if not ready:
            raise TerugkomError(f"rows of these tables need one another: {[each.name for each in waiting]}")
        placed.append(ready[0])
        waiting.remove(ready[0])
    return placed


def _list_required_tables(table: Table) -> set[str]:
    return {
        key.column.table.name
        for column in table.columns
        if not column.nullable
        for key in column.foreign_keys
    }


def _list_later_references(table: Table) -> list[Column[Any]]:
    """Return the columns that may be empty and refer to a table."""
    return [column for column in table.columns if column.nullable and column.foreign_keys]


def _encode(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | time) else value


def _find_parser(column: Column[Any]) -> Any:
    return next((parse for kind, parse in _PARSERS.items() if isinstance(column.type, kind)), None)
