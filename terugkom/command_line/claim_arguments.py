"""The arguments of the command claims."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from terugkom.command_line.command_module import CommandModule
from terugkom.command_line.shared_arguments import add_municipality_option

check_claims = CommandModule("check_claims")
claims = CommandModule("claims")
keep_claim = CommandModule("keep_claim")

LANGUAGES = ("nl", "fr", "de", "en")  # those of the rules, without reading them


def add_claim_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", parse_day: Callable[[str], date]
) -> None:
    """Add `claims list`, which `claims` alone is too, `claims check` and `claims keep` to the parser."""
    what = "list what was claimed and what it rests on; check a text; keep a sentence that stops an edition"
    alone = commands.add_parser("claims", help=what, description=what)
    _add_options(alone, "claims", claims.list_claims, parse_day)
    actions = alone.add_subparsers(metavar="ACTION", help="without one: list")

    def command(name: str, run: Callable[..., int], help_text: str) -> argparse.ArgumentParser:
        added = actions.add_parser(name, help=help_text, description=help_text)
        _add_options(added, f"claims {name}", run, parse_day)
        return added

    command("list", claims.list_claims, "list what was published, where, and until when it holds")
    keep = command(
        "keep", keep_claim.keep_sentence, "keep a sentence that stops the open edition, until it is changed"
    )
    keep.add_argument("words", help="the sentence, or words that no other sentence has")
    keep.add_argument("--reason", required=True, help="the reason; who approves reads it")
    keep.add_argument("--by", required=True, metavar="NAME", help="who keeps it; it is stored")
    _add_check_command(actions)


def _add_options(
    added: argparse.ArgumentParser, name: str, run: Callable[..., int], parse_day: Callable[[str], date]
) -> None:
    added.set_defaults(command=run, name_of_command=name)
    added.add_argument("--json", action="store_true", help="print JSON alone")
    added.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")
    add_municipality_option(added)


def _add_check_command(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    help_text = "check a text, a sentence a line, as an edition is checked; exit status 1 with a finding"
    check = actions.add_parser("check", help=help_text, description=help_text)
    check.set_defaults(command=check_claims.check_file, name_of_command="claims check")
    check.add_argument("file", type=Path, help="the text")
    check.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="of the text; default: nl")
    check.add_argument("--json", action="store_true", help="print JSON alone")
