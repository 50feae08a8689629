"""The arguments of the command claims."""

import argparse
from collections.abc import Callable
from datetime import date

from terugkom.command_line.command_module import CommandModule
from terugkom.command_line.shared_arguments import add_municipality_option

claims = CommandModule("claims")


def add_claim_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", parse_day: Callable[[str], date]
) -> None:
    """Add `claims list` and `claims keep` to the parser."""
    what = "list what was claimed and what it rests on; keep a sentence that stops an edition"
    alone = commands.add_parser("claims", help=what, description=what)
    actions = alone.add_subparsers(metavar="ACTION", help="without one: list")

    def add_options(added: argparse.ArgumentParser, name: str, run: Callable[..., bool]) -> None:
        added.set_defaults(command=run, name_of_command=name)
        added.add_argument("--json", action="store_true", help="print JSON alone")
        added.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")
        add_municipality_option(added)

    def command(name: str, run: Callable[..., bool], help_text: str) -> argparse.ArgumentParser:
        added = actions.add_parser(name, help=help_text, description=help_text)
        add_options(added, f"claims {name}", run)
        return added

    add_options(alone, "claims", claims.list_claims)
    command("list", claims.list_claims, "list what was published, where, and until when it holds")
    keep = command("keep", claims.keep, "keep a sentence that stops the open edition, until it is changed")
    keep.add_argument("words", help="the sentence, or words that no other sentence has")
    keep.add_argument("--reason", required=True, help="the reason; who approves reads it")
    keep.add_argument("--by", required=True, metavar="NAME", help="who keeps it; it is stored")
