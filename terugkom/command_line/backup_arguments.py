"""The arguments of the commands backup, restore, held and clean-up."""

import argparse
from collections.abc import Callable
from pathlib import Path

from terugkom.command_line.command_module import CommandModule
from terugkom.command_line.shared_arguments import parse_number

backup = CommandModule("backup")
held_deliveries = CommandModule("held")


def add_backup_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add them to the parser."""
    backup_ = command(
        "backup",
        backup.create_backup,
        "write all of the installation to one file; it may be at work meanwhile",
    )
    backup_.add_argument("file", type=Path, metavar="FILE", help="the archive (.tar.gz), outside the home")
    restore = command(
        "restore",
        backup.restore_backup,
        "restore a backup; what may have been sent since is held for a person",
    )
    restore.add_argument("file", type=Path, metavar="FILE", help="the backup")
    restore.add_argument(
        "--replace",
        action="store_true",
        help="also if the home or the database is not empty; what was there is kept in a folder of the home",
    )
    held = command(
        "held",
        held_deliveries.manage_held_deliveries,
        "list, send, drop or mark as sent what a restore holds",
    )
    held.add_argument(
        "verdict",
        nargs="?",
        choices=("list", "send", "sent", "drop"),
        default="list",
        help="what becomes of them; default: list",
    )
    held.add_argument("delivery", nargs="*", type=parse_number, help="these only; all if none is given")
    clean_up = command("clean-up", backup.clean_up, "delete what is kept longer than the settings say")
    clean_up.add_argument("--dry-run", action="store_true", help="only list it")
