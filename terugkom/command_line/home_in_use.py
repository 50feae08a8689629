"""Whether somebody uses a home that a command is about to change whole."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect

from terugkom.daily_runs.due_runs import list_flows_at_work
from terugkom.database.connection_pool import Database
from terugkom.errors import CommandError
from terugkom.home_folder import is_served


def refuse_while_served(prefect_home: Path, what_was_not_done: str) -> None:
    """Raise CommandError if `terugkom serve` runs in this home."""
    if is_served(prefect_home):
        raise CommandError(f"`terugkom serve` runs in this home: stop it first; {what_was_not_done}")


def refuse_while_at_work(database: Database, now: datetime, what_was_not_done: str) -> None:
    """Raise CommandError while a run of some machine is at work; earlier versions kept no leases.

    Raises SQLAlchemyError if the database does not answer.
    """
    if not inspect(database.engine).has_table("leases"):
        return
    with database.read_session() as session:
        names = sorted(list_flows_at_work(session, now))
    if names:
        raise CommandError(
            f"runs are at work ({', '.join(names)}): stop `serve` and all workers, or wait until they end;"
            f" {what_was_not_done}"
        )
