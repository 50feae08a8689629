"""The arguments of the commands about a home: the demo, its removal, the database, what lies in it."""

import argparse
from collections.abc import Callable
from datetime import date

from terugkom.command_line.command_module import CommandModule

run = CommandModule("run")
demo = CommandModule("demo")
check_home = CommandModule("check_home")


def add_home_commands(
    command: Callable[..., argparse.ArgumentParser], parse_day: Callable[[str], date]
) -> None:
    """Add the commands demo, remove-demo, init and check-home."""
    added = command(
        "demo", demo.run_demo, "run all cycles for a fictitious municipality, in a home of its own"
    )
    added.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")
    command("remove-demo", demo.remove_demo, "remove the demo with all that it made")
    command("init", run.init_database, "create the database, or upgrade its schema")
    command(
        "check-home",
        check_home.check_home,
        "show the home, the inbox of each municipality, and the files and folders that belong to nobody",
    )
