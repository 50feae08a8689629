"""The command upgrade: back up, then bring the database of an earlier version to this one."""

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from terugkom import clock
from terugkom.backup.create_backup import create_backup
from terugkom.command_line.home_in_use import refuse_while_at_work, refuse_while_served
from terugkom.command_line.printing import print_json, print_line, print_unwrapped
from terugkom.database.answer_check import describe_outage
from terugkom.database.connection_pool import Database
from terugkom.database.database_clock import DatabaseClock
from terugkom.documents.open_store import open_blobs
from terugkom.errors import CommandError
from terugkom.installation import load_checked_settings, open_installation
from terugkom.migrations.check_schema import list_known_revisions, read_revisions
from terugkom.settings import Settings


def upgrade(given: Namespace) -> bool:
    """Upgrade the home and its database; a backup from before lies beside the home.

    Raises UnknownSchema for the database of a newer version, and CommandError while the home is in use; then
    nothing was changed.
    """
    settings = load_checked_settings()
    refuse_while_served(settings.prefect, "nothing was upgraded")
    now, newest = clock.now(), list_known_revisions()[-1]
    before, backup = _prepare(settings, given, now)
    with open_installation():  # upgrades it, or raises
        pass
    if given.json:
        print_json({"from": before, "to": newest, "backup": str(backup) if backup else None})
    elif before == newest:
        print_line(f"The database is at revision {newest}: there was nothing to upgrade.")
    elif before is None:
        print_line(f"A new database was made, at revision {newest}.")
    else:
        print_line(f"The database was at revision {before}, and is at {newest} now.")
        if backup:
            print_unwrapped(
                f"To go back: install the earlier version, and terugkom restore {backup} --replace"
            )
        print_line("Now start `terugkom serve` again; on many machines `terugkom deploy`, then the workers.")
    return False


def _prepare(settings: Settings, given: Namespace, now: datetime) -> tuple[str | None, Path | None]:
    """Return the revision of the database, None if it is empty, and the backup that was made of it."""
    database = Database(settings.database)
    try:
        if not database.has_tables():
            return None, None
        with database.engine.connect() as connection:
            before = ", ".join(read_revisions(connection)) or None
        if before is None or before == list_known_revisions()[-1] or before not in list_known_revisions():
            return before, None
        refuse_while_at_work(database, DatabaseClock(database)(), "nothing was upgraded")
        if given.no_backup:
            return before, None
        file = given.backup or _name_backup(settings.home, before, now)
        create_backup(database, settings.home, file, now, open_blobs(settings, database))
        return before, file
    except SQLAlchemyError as error:
        raise CommandError(describe_outage(error)) from error
    finally:
        database.close()


def _name_backup(home: Path, revision: str, now: datetime) -> Path:
    home = home.resolve()
    return home.with_name(f"{home.name}-before-upgrade-{revision}-{now:%Y%m%d-%H%M%S}.tar.gz")
