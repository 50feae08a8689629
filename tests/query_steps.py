"""How much SQLite looks at, without a clock: the steps of the machine that its queries are compiled for."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database

_EACH = 10  # steps that one call of the counter stands for


def count_query_steps(database: Database, work: Callable[[Session], Any]) -> int:
    """Return in how many steps SQLite executes all queries of `work`.

    They grow with the rows that are looked at: https://www.sqlite.org/c3ref/progress_handler.html
    """
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += _EACH
        return 0  # go on

    def start(connection: Any, *_: Any) -> None:
        connection.set_progress_handler(count, _EACH)

    def end(connection: Any, *_: Any) -> None:
        connection.set_progress_handler(None, 0)

    event.listen(database.engine, "checkout", start)
    event.listen(database.engine, "checkin", end)
    try:
        with database.read_session() as session:
            work(session)
    finally:
        event.remove(database.engine, "checkout", start)
        event.remove(database.engine, "checkin", end)
    return steps
