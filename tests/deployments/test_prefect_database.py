"""A statement that failed does not make Prefect's server stand still later."""

import asyncio
import gc
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from deployments.prefect_database import close_failed_cursors

SELECT, UPDATE = text("SELECT n FROM t"), text("UPDATE t SET n = 2")
INSERT = text("INSERT INTO t VALUES (:n)")
WAIT = 2  # seconds, which Prefect has as 60


async def fail_over_a_newer_write(connection: AsyncConnection, other: AsyncConnection, many: bool) -> None:
    """Read, have another write, and then write: SQLite refuses it at once."""
    await connection.exec_driver_sql("BEGIN")
    await connection.execute(SELECT)
    await other.execute(UPDATE)
    write = connection.execute(INSERT, [{"n": 3}, {"n": 4}]) if many else connection.execute(UPDATE)
    with pytest.raises(OperationalError, match="database is locked") as failure:
        await write
    # As a traceback does that is kept: what was used for the statement is left to the garbage collector.
    kept: list[object] = [failure.value, failure.tb]
    kept.append(kept)
    await connection.exec_driver_sql("ROLLBACK")


async def write_while_garbage_is_collected(engine: AsyncEngine, many: bool) -> list[int]:
    """Have a connection on which a statement failed wait for another; return what there is in the end."""
    async with engine.connect() as waiting, engine.connect() as holding:
        await fail_over_a_newer_write(waiting, holding, many)
        await holding.exec_driver_sql("BEGIN IMMEDIATE")
        await holding.execute(INSERT, {"n": 5})
        write = asyncio.create_task(waiting.execute(INSERT, {"n": 6}))
        await asyncio.sleep(0.2)  # it waits, in a thread of its own
        gc.collect()
        await holding.exec_driver_sql("COMMIT")
        await write
        return list((await holding.execute(SELECT)).scalars())


@pytest.mark.parametrize("many", [False, True])
def test_garbage_of_a_failed_statement_does_not_hold_up_who_has_the_lock(tmp_path: Path, many: bool) -> None:
    close_failed_cursors()

    async def run() -> list[int]:
        engine = create_async_engine(
            f"sqlite+aiosqlite:///{tmp_path / 'prefect.db'}",
            isolation_level="AUTOCOMMIT",
            connect_args={"timeout": WAIT},
        )
        try:
            async with engine.connect() as first:
                await first.exec_driver_sql("PRAGMA journal_mode = WAL")
                await first.exec_driver_sql("CREATE TABLE t (n INTEGER)")
                await first.execute(INSERT, {"n": 1})
            return await write_while_garbage_is_collected(engine, many)
        finally:
            await engine.dispose()

    assert asyncio.run(run()) == [2, 5, 6]
