"""Bulk insert: many rows in one statement, where SQLAlchemy goes row by row.

Measured on 10,000 mails on PostgreSQL: COPY takes a third of the time of INSERT ... RETURNING, at both ends.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Dialect, Table, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from terugkom.batches import batched

_BATCH = 5_000  # rows


def reserve_ids(session: Session, table: Table, count: int) -> Sequence[int]:
    """Return ids for so many new rows, in order, that nobody else will use.

    Call it in a writing transaction: on SQLite that is what excludes other writers.
    """
    if session.connection().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        return session.scalars(
            select(func.nextval(sequence)).select_from(func.generate_series(1, count))
        ).all()
    last = session.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0
    return range(last + 1, last + 1 + count)


def insert_many(session: Session, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same keys; a column they leave out gets its default.

    They are taken in batches, so that a large plan is never there as rows of the database all at once.
    Raises sqlalchemy.exc.IntegrityError if one is refused; the caller's transaction takes back the others.
    What else goes wrong is an error of SQLAlchemy too, as of any other statement.
    """
    for batch in batched(rows, _BATCH):
        _insert_batch(session, table, batch)


def _insert_batch(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    connection = session.connection()
    columns = [column for column in table.columns if column.name in rows[0] or column.default is not None]
    names = ", ".join(column.name for column in columns)
    encoded = _encode_rows(columns, rows, connection.dialect)
    if connection.dialect.name == "postgresql":
        _copy_rows(connection, f"COPY {table.name} ({names}) FROM STDIN", encoded)
    else:
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608  our own names
        connection.exec_driver_sql(statement, list(encoded))


def _encode_rows(
    columns: Sequence[Column[Any]], rows: Sequence[Mapping[str, Any]], dialect: Dialect
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows as values that the driver accepts."""
    plan = [
        (
            column.name,
            None if column.name in rows[0] else _read_default(column),
            _find_encoder(column, dialect),
        )
        for column in columns
    ]
    for row in rows:
        yield tuple(
            [
                encode(row.get(name, default)) if encode else row.get(name, default)
                for name, default, encode in plan
            ]
        )


def _read_default(column: Column[Any]) -> Any:
    if column.default is None:
        return None
    if not column.default.is_scalar:
        raise TypeError(f"the default of {column} is no plain value")
    return column.default.arg  # type: ignore[attr-defined]


def _find_encoder(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _copy_rows(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    raw, driver = connection.connection, connection.dialect.loaded_dbapi
    try:
        with raw.cursor().copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except driver.Error as error:
        is_lost = connection.dialect.is_disconnect(error, raw, None)
        if is_lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            statement,
            None,
            error,
            driver.Error,
            hide_parameters=True,
            connection_invalidated=is_lost,
            dialect=connection.dialect,
        ) from error
