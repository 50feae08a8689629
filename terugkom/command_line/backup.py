"""The commands backup, restore and clean-up."""

import os
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from terugkom import clock
from terugkom.backup import create_backup as create
from terugkom.backup import restore_backup as restore
from terugkom.backup.archive import Manifest
from terugkom.backup.restore_backup import RestoreResult
from terugkom.command_line.home_in_use import refuse_while_at_work, refuse_while_served
from terugkom.command_line.printing import count_nouns, print_json, print_line, print_table
from terugkom.command_line.synchronize import keep_all_synchronized
from terugkom.database.connection_pool import Database
from terugkom.database.database_clock import DatabaseClock
from terugkom.documents.blobs import FolderBlobs
from terugkom.documents.open_store import open_blobs
from terugkom.errors import CommandError, InputError
from terugkom.installation import load_settings, open_installation
from terugkom.municipality_files.synchronize import FilesNotFetched, FileSync, fetch_all_files
from terugkom.retention.clean_up import clean_up as delete_expired
from terugkom.retention.find_expired import list_days
from terugkom.settings import Settings


def create_backup(given: Namespace) -> bool:
    """Write a backup of the installation to a file; exit status 1 if something is damaged or missing."""
    with open_installation() as installation:
        bundles, home = installation.documents.bundles, installation.settings.home
        blobs = bundles.blobs if bundles else None
        made = create.create_backup(installation.database, home, given.file, clock.now(), blobs)
    size = given.file.stat().st_size
    if given.json:
        counts = {"rows": sum(made.rows.values()), "files": made.files, "packs": made.blobs}
        found = {"damaged": made.damaged, "missing": made.missing}
        print_json({"file": str(given.file), "bytes": size, **counts, **found})
    else:
        _print_backup(given.file, size, made)
        _print_damaged(made.damaged)
        _print_missing(made.missing, of_bundles=bundles is not None)
    return bool(made.damaged or made.missing)


def _print_backup(file: Path, size: int, made: Manifest) -> None:
    kept = count_nouns(made.blobs, "bundle or file", "bundles and files")
    bundled = f", {kept} kept elsewhere" if made.blobs else ""
    files = count_nouns(made.files, "file")
    rows = count_nouns(sum(made.rows.values()), "row")
    print_line(f"{file}: {rows} and {files}{bundled}, {size / 1e6:.1f} MB.")
    print_line("It holds addresses and keys: keep it where only you can read it, on another disk.")


def _print_damaged(names: Sequence[str]) -> None:
    """Print whether the database is damaged, and which documents are."""
    damaged = [each for each in names if each != create.DATABASE_FILE]
    if len(damaged) != len(names):
        print_line(
            "The database is damaged: what could be read of it is in the backup. Restore an earlier one."
        )
    if damaged:
        one, many = "document or bundle of documents was", "documents or bundles of documents were"
        print_line(
            f"{count_nouns(len(damaged), one, many)} damaged before, and in it so. An earlier backup may"
            f" have {'it' if len(damaged) == 1 else 'them'} whole: keep it, and have the disk looked at."
        )
    for name in damaged:
        print_line(name)


def _print_missing(names: Sequence[str], *, of_bundles: bool) -> None:
    """Print what is not there: documents, or what is kept elsewhere if documents lie in bundles."""
    one, many = "document", "documents"
    if of_bundles:
        one, many = "bundle or file kept elsewhere", "bundles or files kept elsewhere"
    if names:
        print_line(
            f"{count_nouns(len(names), f'{one} is', f'{many} are')} not there, and not in the backup;"
            " all else is. If documents were deleted while it was made, run it again. If it says the same, an"
            f" earlier backup may have {'it' if len(names) == 1 else 'them'}: keep it."
        )
    for name in names:
        print_line(name)


def restore_backup(given: Namespace) -> bool:
    """Restore a backup; exit status 1 if deliveries are held, or files were not in it."""
    settings = load_settings()
    refuse_while_served(settings.prefect, "nothing was restored")
    _refuse_while_at_work(settings)
    done = restore.restore_backup(
        settings.database,
        settings.home,
        given.file,
        clock.now(),
        replace=given.replace,
        open_blobs=partial(open_blobs, settings),
    )
    not_fetched = _bring_files_home(settings)
    missing = [name for name in done.manifest.settings if name not in os.environ]
    if given.json:
        print_json(
            {
                "made_at": done.manifest.made_at,
                "held": done.held,
                "moved_to": str(done.moved_to) if done.moved_to else None,
                "kept_database": str(done.kept_database) if done.kept_database else None,
                "settings_not_set": missing,
                "files_not_fetched": not_fetched,
            }
        )
    else:
        _print_restored(done, missing, not_fetched)
    return bool(done.held or not_fetched)


def _print_restored(done: RestoreResult, missing: Sequence[str], not_fetched: Sequence[str]) -> None:
    """Print what was restored, which settings are `missing`, and which files were `not_fetched`."""
    print_line(f"The backup of {done.manifest.made_at[:16].replace('T', ' ')} UTC is restored.")
    if done.moved_to:
        print_line(f"What was in the home is now in {done.moved_to}")
    if done.kept_database:
        print_line(f"What was in the database is in a backup of its own: {done.kept_database}")
    if missing:
        print_line(f"These settings were set when it was made, and are not now: {', '.join(missing)}")
    waited, are = count_nouns(done.held, "delivery", "deliveries"), "it is" if done.held == 1 else "they are"
    print_line(
        f"{waited} waited, and may have been sent since: {are} held. What the next daily run makes is held as"
        " well. Then see `terugkom held`."
    )
    for path in not_fetched:
        print_line(f"Not in the backup, and not in this home: {path}")


def _refuse_while_at_work(settings: Settings) -> None:
    """Raise CommandError while a run is at work, on whichever machine: it would go on in what is restored, by
    numbers that mean other rows there. A database that cannot be asked is no reason not to restore one."""
    if settings.database_url is None and not settings.home.exists():
        return  # else asking would make the home
    with closing(Database(settings.database)) as database:
        try:
            if database.has_tables():
                refuse_while_at_work(database, DatabaseClock(database)(), "nothing was restored")
        except CommandError:
            raise
        except (SQLAlchemyError, InputError):
            return


def clean_up(given: Namespace) -> bool:
    """Delete what is kept too long, or list it; the daily run does so once it was listed."""
    with open_installation() as installation, keep_all_synchronized(installation):
        wanted = installation.build_retention()
        expired = delete_expired(wanted, dry_run=given.dry_run)
    if given.json:
        files = [str(path) for path in expired.inbox_files]
        print_json({**expired.counts, "dry_run": given.dry_run, "names": [*expired.documents, *files]})
        return False
    days = list_days(wanted.periods)
    were = "was" if expired.total == 1 else "were"
    verb = "would be deleted" if given.dry_run else f"{were} deleted"
    print_table(
        ["What", "Kept for days", "Expired"],
        [
            (what.replace("_", " "), days[what] or "for ever", number)
            for what, number in expired.counts.items()
        ],
    )
    for name in (*expired.documents, *expired.inbox_files):
        print_line(str(name))
    print_line(
        f"{expired.total} {verb}; of deliveries only the address and the headers, of questions, bounces and"
        " incoming mails the words, of submissions who handed them in."
    )
    return False


def _bring_files_home(settings: Settings) -> Sequence[str]:
    """Of a backup of machines that shared no disk, restored to one machine: the home has all files again.

    Return those that it could not be given.
    """
    if settings.document_store != "bundles":
        return ()
    database = Database(settings.database)
    try:
        blobs = FolderBlobs(settings.bundles)
        fetch_all_files(FileSync(database, blobs, settings.home.resolve()), clock.now())
    except FilesNotFetched as error:
        return error.paths
    else:
        return ()
    finally:
        database.close()
