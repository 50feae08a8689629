"""Prefect's own database, as its server is to use it."""

import asyncio
import sqlite3
from typing import Any, Self

from fastapi import FastAPI
from sqlalchemy import Engine, event, make_url
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from terugkom.errors import InputError


def check_database_encoding(url: str | None) -> None:
    """Raise InputError if Prefect's database is on PostgreSQL and has another encoding than UTF-8.

    A server that does not answer is Prefect's to report.
    """
    if url and url.startswith("postgresql"):
        encoding = asyncio.run(_read_encoding(url))
        if encoding not in ("UTF8", ""):
            raise InputError(
                "error.database.encoding", database=make_url(url).database or "of Prefect", encoding=encoding
            )


async def _read_encoding(url: str) -> str:
    engine = create_async_engine(url, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            return str((await connection.exec_driver_sql("SHOW server_encoding")).scalar_one())
    except (SQLAlchemyError, OSError):
        return ""
    finally:
        await engine.dispose()


def close_failed_cursors() -> None:
    """Have each cursor of a statement that failed on SQLite closed at once, in the thread of its connection.

    SQLAlchemy leaves it to the garbage collector. That may run in the thread of the event loop while the
    connection waits for a lock in its own thread; it then waits for that connection, the loop with it, and
    whoever holds the lock cannot go on: the server stands still for the minute that Prefect waits for a lock
    (docs/decisions/0098-cursors-of-failed-statements.md).
    """
    if not event.contains(Engine, "do_connect", _use_our_connection):
        event.listen(Engine, "do_connect", _use_our_connection)


def create_temporary_app() -> FastAPI:
    """Return the application of Prefect's server, for the server of one process."""
    from prefect.server.api.server import create_app

    close_failed_cursors()
    return create_app()


def _use_our_connection(
    dialect: Dialect, _record: object, _arguments: list[Any], named: dict[str, Any]
) -> None:
    if dialect.driver == "aiosqlite":
        named["factory"] = _Connection


class _Cursor(sqlite3.Cursor):
    def execute(self, *arguments: Any) -> Self:
        try:
            return super().execute(*arguments)
        except sqlite3.Error:
            self.close()
            raise

    def executemany(self, *arguments: Any) -> Self:
        try:
            return super().executemany(*arguments)
        except sqlite3.Error:
            self.close()
            raise


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)
