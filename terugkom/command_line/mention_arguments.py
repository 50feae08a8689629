"""The arguments of the commands about what others say elsewhere."""

import argparse
from collections.abc import Callable
from pathlib import Path

from terugkom.command_line.command_module import CommandModule
from terugkom.command_line.shared_arguments import add_municipality_option, parse_day, parse_number

mentions = CommandModule("mentions")


def add_mention_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `heard` and `mentions`."""
    heard = command("heard", mentions.add_mention, "store what was said elsewhere, for the coordinator alone")
    heard.add_argument("--file", type=Path, help="a text file; without it standard input is read")
    heard.add_argument("--source", default="pasted", help="where it was said, such as facebook")
    heard.add_argument("--day", type=parse_day, metavar="DATE", help="when it was said; default: today")
    listed = command("mentions", mentions.print_mentions, "list what others say of us, the unseen")
    listed.add_argument("--all", action="store_true", help="list what was seen too")
    listed.add_argument(
        "--seen",
        nargs="+",
        type=parse_number,
        metavar="NUMBER",
        help="mark these as seen instead of listing them",
    )
    for each in (heard, listed):
        each.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")
        add_municipality_option(each)
