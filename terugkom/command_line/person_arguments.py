"""The arguments of the command person."""

import argparse
from collections.abc import Callable
from datetime import date

from terugkom.command_line.command_module import CommandModule

erase_person = CommandModule("erase_person")
person = CommandModule("person")
person_links = CommandModule("person_links")


def add_person_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", parse_day: Callable[[str], date]
) -> None:
    """Add `person show`, `erase`, `allow` and `links` to the parser."""
    what = "show or erase what is kept of one person"
    actions = commands.add_parser("person", help=what, description=what).add_subparsers(
        required=True, metavar="ACTION"
    )
    show = ("show", person.show_person, "list all that is kept of who has this address")
    erase = (
        "erase",
        erase_person.erase_address,
        "list what would be erased of who has this address; with --apply erase it",
    )
    allow = ("allow", person_links.allow_import, "let an address that was erased be imported again")
    links = (
        "links",
        person_links.show_links,
        "list the links to pages of who has this address; with --withdraw let none of them open anything",
    )
    for name, run_action, action_help in (show, erase, allow, links):
        added = actions.add_parser(name, help=action_help, description=action_help)
        added.set_defaults(command=run_action, name_of_command=f"person {name}")
        added.add_argument("address", help="a mail address of that person")
        added.add_argument("--json", action="store_true", help="print JSON alone")
        if name in ("show", "erase"):
            added.add_argument("--name", action="append", default=[], help="another name to search for")
        if name == "erase":
            added.add_argument("--apply", "--yes", action="store_true", help="do it; it cannot be undone")
        if name == "links":
            added.add_argument("--withdraw", action="store_true", help="withdraw those that still hold")
        if name in ("erase", "links"):
            added.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")
