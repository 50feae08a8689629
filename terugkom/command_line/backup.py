"""The commands backup, restore, held and clean-up."""

import fcntl
import os
from argparse import Namespace
from pathlib import Path

from terugkom import clock, retention
from terugkom.backup import create_backup as create
from terugkom.backup import restore_backup as restore
from terugkom.command_line.printing import print_json, print_line, print_table
from terugkom.delivery import restore_hold
from terugkom.errors import InputError
from terugkom.installation import load_settings, open_installation


def create_backup(given: Namespace) -> bool:
    """Write a backup of the installation to a file."""
    with open_installation() as installation:
        made = create.create_backup(
            installation.database, installation.settings.home, given.file, clock.now()
        )
    size = given.file.stat().st_size
    rows = sum(made.rows.values())
    if given.json:
        print_json({"file": str(given.file), "bytes": size, "rows": rows, "files": made.files})
        return False
    print_line(f"{given.file}: {rows} rows and {made.files} files, {size / 1e6:.1f} MB.")
    print_line("It holds addresses and keys: keep it where only you can read it, on another disk.")
    return False


def restore_backup(given: Namespace) -> bool:
    """Restore a backup; exit status 1 if deliveries are held."""
    settings = load_settings()
    _check_not_served(settings.prefect)
    done = restore.restore_backup(
        settings.database, settings.home, given.file, clock.now(), replace=given.replace
    )
    missing = [name for name in done.manifest.settings if name not in os.environ]
    if given.json:
        print_json(
            {
                "made_at": done.manifest.made_at,
                "held": done.held,
                "moved_to": str(done.moved_to) if done.moved_to else None,
                "kept_database": str(done.kept_database) if done.kept_database else None,
                "settings_not_set": missing,
            }
        )
        return bool(done.held)
    print_line(f"The backup of {done.manifest.made_at[:16].replace('T', ' ')} UTC is restored.")
    if done.moved_to:
        print_line(f"What was in the home is now in {done.moved_to}")
    if done.kept_database:
        print_line(f"What was in the database is in a backup of its own: {done.kept_database}")
    if missing:
        print_line(f"These settings were set when it was made, and are not now: {', '.join(missing)}")
    print_line(
        f"{done.held} deliveries waited, and may have been sent since: they are held. What the next daily run"
        " makes is held as well. Then see `terugkom held`."
    )
    return bool(done.held)


def settle_held(given: Namespace) -> bool:
    """List, send or drop what a restore holds; exit status 1 as long as something is held."""
    with open_installation() as installation, installation.database.write_session() as session:
        settled = 0
        if given.verdict == "send":
            settled = restore_hold.release_held(session, given.delivery)
        elif given.verdict == "drop":
            settled = restore_hold.drop_held(session, given.delivery)
        if given.delivery and given.verdict != "list" and settled < len(set(given.delivery)):
            raise InputError(
                "not each of these is held by a restore; nothing was changed: see `terugkom held`"
            )
        held = restore_hold.list_held(session)
        waits_for_run = restore_hold.is_hold_open(session, clock.now())
    if given.json:
        rows = [each._asdict() for each in held]
        print_json({given.verdict: settled, "held": rows, "next_daily_run_is_held": waits_for_run})
        return bool(held)
    if given.verdict != "list":
        does = "will be sent by the next run" if given.verdict == "send" else "will not be sent"
        print_line(f"{settled} deliveries {does}; {len(held)} are still held.")
    elif held:
        print_table([name.capitalize() for name in restore_hold.HeldDelivery._fields], held)
    else:
        print_line("No delivery is held by a restore.")
    if waits_for_run:
        print_line(
            "No daily run has caught up since the restore: what it makes is held too. Run `terugkom run`,"
            " then look here again."
        )
    return bool(held)


def clean_up(given: Namespace) -> bool:
    """Delete what is kept too long, or list it; the daily run does so once it was listed."""
    with open_installation() as installation:
        wanted = installation.build_retention()
        expired = retention.clean_up(wanted, dry_run=given.dry_run)
    if given.json:
        files = [str(path) for path in expired.inbox_files]
        print_json({**expired.counts, "dry_run": given.dry_run, "names": [*expired.documents, *files]})
        return False
    days = {**vars(wanted.periods), "questions": wanted.periods.deliveries}
    verb = "would be deleted" if given.dry_run else "were deleted"
    print_table(
        ["What", "Kept for days", "Expired"],
        [(what.replace("_", " "), days[what] or "for ever", expired.counts[what]) for what in days],
    )
    for name in (*expired.documents, *expired.inbox_files):
        print_line(str(name))
    print_line(
        f"{expired.total} {verb}; of deliveries only the address and the headers, of questions the words."
    )
    return False


def _check_not_served(prefect_home: Path) -> None:
    """Raise InputError if `terugkom serve` runs in this home: it locks the file with its address."""
    try:
        with (prefect_home / "server.url").open() as url_file:
            fcntl.flock(url_file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return
    except BlockingIOError:
        raise InputError("`terugkom serve` runs in this home: stop it first; nothing was restored") from None
