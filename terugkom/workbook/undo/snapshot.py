"""The plan of a municipality as it stood before an import, to be compared with what stands after it.

The rows are copied within the database: a large plan costs no memory here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Dialect,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

from terugkom.database.table_base import Base
from terugkom.plan.questions import Question
from terugkom.workbook.plan_versions import PlanVersion
from terugkom.workbook.undo.plan_tables import HISTORY, PLAN_TABLES, select_rows_of

_ROWS_AT_ONCE = 1000
_GROWING = (HISTORY.name, Question.__tablename__, PlanVersion.__tablename__)  # new are those with higher ids


@dataclass(frozen=True)
class TableDifference:
    """What changed in a table: keys of rows that are new, and earlier rows that changed or are gone.

    Keys that are ids are ranges, of the first and the last.
    """

    added: list[list[Any]]
    changed: list[Mapping[str, Any]]
    deleted: list[Mapping[str, Any]]


@dataclass(frozen=True)
class RowSnapshot:
    """The copies of the tables of a plan, by name; none for a municipality that is new.

    `last_ids`: the highest id of the history, of questions and of copies of the plan, by table.
    """

    municipality_id: int
    copies: Mapping[str, Table]
    last_ids: Mapping[str, int]


def take_snapshot(session: Session, municipality_id: int, *, is_new: bool) -> RowSnapshot:
    """Copy the plan of a municipality, until `compare_snapshot`; nothing of its history, which only grows."""
    last = {name: session.scalar(select(func.max(Base.metadata.tables[name].c.id))) or 0 for name in _GROWING}
    if is_new:
        return RowSnapshot(municipality_id, {}, last)
    copies = {
        name: _copy_rows(session, table, municipality_id)
        for name, table in PLAN_TABLES.items()
        if table is not HISTORY
    }
    return RowSnapshot(municipality_id, copies, last)


def compare_snapshot(session: Session, snapshot: RowSnapshot) -> dict[str, TableDifference]:
    """Return what changed since by table, where anything did, and drop the copies."""
    session.flush()
    found = {name: _compare(session, snapshot, table) for name, table in PLAN_TABLES.items()}
    for copy in snapshot.copies.values():
        session.connection().exec_driver_sql(f"DROP TABLE {copy.name}")
    return {name: each for name, each in found.items() if each.added or each.changed or each.deleted}


def list_keys(table: Table) -> Sequence[Column[Any]]:
    """Return the columns of the primary key."""
    return list(table.primary_key.columns)


def _copy_rows(session: Session, table: Table, municipality_id: int) -> Table:
    copy, connection = _build_copy(table), session.connection()
    connection.exec_driver_sql(_format_creation(copy, connection.dialect.name, connection.dialect))
    rows = select(table).where(select_rows_of(table, municipality_id))
    session.execute(copy.insert().from_select([each.name for each in table.columns], rows))
    return copy


@cache  # built and compiled once: that took half of the time of a small import
def _build_copy(table: Table) -> Table:
    columns = [
        Column(each.name, each.type, primary_key=each.primary_key, autoincrement=False)
        for each in table.columns
    ]
    return Table(f"before_{table.name}", MetaData(), *columns, prefixes=["TEMPORARY"])


_CREATIONS: dict[tuple[str, str], str] = {}


def _format_creation(copy: Table, kind: str, dialect: Dialect) -> str:
    if (copy.name, kind) not in _CREATIONS:
        _CREATIONS[copy.name, kind] = str(CreateTable(copy).compile(dialect=dialect))
    return _CREATIONS[copy.name, kind]


def _compare(session: Session, snapshot: RowSnapshot, table: Table) -> TableDifference:
    keys = list_keys(table)
    mine = select_rows_of(table, snapshot.municipality_id)
    copy = snapshot.copies.get(table.name)
    if copy is None:
        new = [mine, table.c.id > snapshot.last_ids[table.name]] if table is HISTORY else [mine]
        return TableDifference(_list_keys_found(session, select(*keys).where(*new)), [], [])
    same = and_(*(copy.c[key.name] == key for key in keys))
    is_absent = copy.c[keys[0].name].is_(None)
    added = select(*keys).outerjoin(copy, same).where(mine, is_absent)
    changed = select(copy).join(table, same).where(or_(*_compare_columns(table, copy)))
    deleted = select(copy).outerjoin(table, same).where(keys[0].is_(None))
    return TableDifference(
        _list_keys_found(session, added),
        [dict(row) for row in session.execute(changed).mappings()],
        [dict(row) for row in session.execute(deleted).mappings()],
    )


def _list_keys_found(session: Session, query: Select[Any]) -> list[list[Any]]:
    """Return the keys that a query finds, ids as ranges: an import adds many in a row."""
    found = session.execute(query.order_by(*query.selected_columns)).yield_per(_ROWS_AT_ONCE)
    if len(query.selected_columns) > 1:
        return [list(row) for row in found]
    ranges: list[list[Any]] = []
    for (number,) in found:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges


def _compare_columns(table: Table, copy: Table) -> Iterator[ColumnElement[bool]]:
    for column in table.columns:
        here, there = column, copy.c[column.name]
        if isinstance(column.type, JSON):  # PostgreSQL compares no JSON
            yield cast(here, Text).is_distinct_from(cast(there, Text))
        else:
            yield here.is_distinct_from(there)
