"""Rows for every table of a database at any revision, with values of their own, to be found again later."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Time,
    select,
)

import terugkom.tables  # noqa: F401  (every table)
from terugkom.database.connection_pool import Database
from terugkom.database.table_base import Base, UtcDateTime

Row = Mapping[str, Any]

# The values of columns that hold no free text, for a table's two rows. An enumeration that is not named
# here has the values that the code has today.
CHOICES: Mapping[str, tuple[str, str]] = {
    "answer_tokens.purpose": ("unsubscribe", "confirm"),
    "action_changes.field": ("deadline", "title"),
    "action_changes.new": ("2026-06-30", "Nieuwe titel"),
    "action_changes.old": ("2026-03-31", "Oude titel"),
    "actions.deadline_precision": ("day", "year"),
    "actions.priority": ("high", "low"),
    "actions.status": ("planned", "stopped"),
    "attendances.presence": ("present", "absent"),
    "decisions.kind": ("deadline", "note"),
    "deliveries.state": ("pending", "skipped"),
    "edition_decisions.verdict": ("approve", "drop"),
    "edition_steps.step": ("not-ready", "told"),
    "editions.state": ("draft", "moved-on"),
    "groups.kind": ("core", "focus"),
    "ideas.state": ("new", "not-taken-up"),
    "meeting_steps.outcome": ("done", "skipped"),
    "meeting_steps.step": ("invitation", "cancel"),
    "meetings.state": ("planned", "minuted"),
    "moments.state": ("open", "done"),
    "municipalities.language": ("nl", "fr"),
    "people.kind": ("person", "organisation"),
}


def fill(connection: Connection) -> dict[str, list[Row]]:
    """Insert two rows in every table: one with all its values, one without those that may be absent.

    Returns the rows by table. What refers back to a table that is filled later (the coordinator of a
    municipality) is set at the end.
    """
    found = MetaData()
    found.reflect(connection)
    found.remove(found.tables["alembic_version"])
    numbers, rows = count(1000), dict[str, list[Row]]()
    tables = order(found)
    for table in tables:
        rows[table.name] = []
        for index in range(2):
            row = {
                column.name: _value(column, index, numbers, rows)
                for column in table.columns
                if index == 0 or not column.nullable
                if not (column.autoincrement is True or _numbers_itself(column))
            }
            key = connection.execute(table.insert().values(row)).inserted_primary_key
            rows[table.name].append(row | dict(zip(table.primary_key.columns.keys(), key, strict=True)))
    for table in tables:
        for column in table.columns:
            if column.nullable and column.foreign_keys and rows[table.name][0][column.name] is None:
                value = _referred(column, 0, rows)
                this = table.c.id == rows[table.name][0]["id"]
                connection.execute(table.update().where(this).values({column.name: value}))
                rows[table.name][0] = {**rows[table.name][0], column.name: value}
    return rows


def dump(database: Database) -> dict[str, list[Any]]:
    """Return the rows of every table of the code, to be compared with those of another time."""
    with database.read_session() as session:
        return {
            name: sorted(session.execute(select(table)).all(), key=repr)
            for name, table in Base.metadata.tables.items()
        }


def order(found: MetaData) -> list[Table]:
    """Return the tables so that each comes after those that its rows must refer to."""
    placed: list[Table] = []
    waiting = sorted(found.tables.values(), key=lambda table: table.name)
    while waiting:
        ready = next(table for table in waiting if _required(table) <= {each.name for each in placed})
        placed.append(ready)
        waiting.remove(ready)
    return placed


def _required(table: Table) -> set[str]:
    return {
        key.column.table.name
        for column in table.columns
        if not column.nullable
        for key in column.foreign_keys
    }


def _numbers_itself(column: Column[Any]) -> bool:
    return column.primary_key and column.name == "id" and not column.foreign_keys


def _referred(column: Column[Any], index: int, rows: Mapping[str, list[Row]]) -> Any:
    (key,) = column.foreign_keys
    found = rows.get(key.column.table.name, [])
    return found[index][key.column.name] if index < len(found) else None


def _value(column: Column[Any], index: int, numbers: Iterator[int], rows: Mapping[str, list[Row]]) -> Any:
    """Return a value for a column, one that no other row has where the column can hold one."""
    if column.foreign_keys:
        return _referred(column, index, rows)
    name, number = f"{column.table.name}.{column.name}", next(numbers)
    if choices := CHOICES.get(name) or _enumeration(column):
        return choices[index]
    kind = column.type
    if isinstance(kind, Boolean):
        return index == 0
    if isinstance(kind, Integer):
        return number
    if isinstance(kind, Float):
        return number + 0.5
    if isinstance(kind, DateTime):
        return datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    if isinstance(kind, Date):
        return date(2020, 1, 1) + timedelta(days=number)
    if isinstance(kind, Time):
        return time(number // 60 % 24, number % 60)
    if isinstance(kind, JSON):
        return {"kept": f"é{number}"}
    if isinstance(kind, LargeBinary):
        return f"é{number}".encode()
    return f"é{number}"


def _enumeration(column: Column[Any]) -> tuple[str, str] | None:
    table = Base.metadata.tables.get(column.table.name)
    kind = table.c[column.name].type if table is not None and column.name in table.c else None
    return (kind.enums[0], kind.enums[-1]) if isinstance(kind, Enum) else None


def leaves(value: Any) -> Iterator[str]:
    """Yield the plain values in a value, in one form whatever type holds them; nothing for NULL."""
    if isinstance(value, Mapping):
        yield from leaves(value.values())
    elif isinstance(value, datetime):
        yield UtcDateTime().process_result_value(value, None).isoformat()  # type: ignore[union-attr, arg-type]
    elif isinstance(value, date | time):
        yield value.isoformat()
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for each in value:
            yield from leaves(each)
    elif value is not None:
        yield str(value)
