"""The arguments of the commands about a home: the demo, its removal, the database, what lies in it."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from terugkom.command_line.command_module import CommandModule

run = CommandModule("run")
demo = CommandModule("demo")
check_home = CommandModule("check_home")
synchronize = CommandModule("synchronize")
upgrade = CommandModule("upgrade")


def add_home_commands(
    command: Callable[..., argparse.ArgumentParser], parse_day: Callable[[str], date]
) -> None:
    """Add the commands demo, remove-demo, init, upgrade, check-home and synchronize."""
    added = command(
        "demo", demo.run_demo, "run all cycles for a fictitious municipality, in a home of its own"
    )
    added.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")
    command("remove-demo", demo.remove_demo, "remove the demo with all that it made")
    command("init", run.init_database, "create the database, or upgrade its schema")
    upgrade_ = command(
        "upgrade", upgrade.upgrade, "back up, then bring the database of an earlier version to this one"
    )
    upgrade_.add_argument(
        "--backup", type=Path, metavar="FILE", help="where to; default: beside the home, with the date"
    )
    upgrade_.add_argument("--no-backup", action="store_true", help="make none: there is one already")
    command(
        "check-home",
        check_home.check_home,
        "show the home, the inbox of each municipality, and the files and folders that belong to nobody",
    )
    command(
        "synchronize",
        synchronize.synchronize,
        "on machines that share no disk: fetch and send the files of all municipalities",
    )
