"""One cache of compiled statements for all databases of a kind: a test with a new one compiles nothing anew.

SQLAlchemy keeps what it compiles for each engine apart; that was a third of the processor time of the tests
that use a database (measured). Only the tests open hundreds of databases in one process.
"""

from typing import Any

from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.util import LRUCache

from terugkom.database import connection_pool

_CACHE: LRUCache[Any, Any] = LRUCache(5000)
_create_engine = connection_pool.create_engine


def share_compiled_statements() -> None:
    """Have each database that is opened from now on use the cache."""
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):  # a key of the cache holds the dialect
        dialect.__hash__ = _hash_type  # type: ignore[method-assign, assignment]
        dialect.__eq__ = _is_same_type  # type: ignore[method-assign]
    connection_pool.create_engine = _create_with_cache


def _create_with_cache(*given: Any, **more: Any) -> Engine:
    engine = _create_engine(*given, **more)
    engine._compiled_cache = _CACHE
    return engine


def _hash_type(dialect: Dialect) -> int:
    return hash(type(dialect))


def _is_same_type(dialect: Dialect, other: object) -> bool:
    return type(dialect) is type(other)
