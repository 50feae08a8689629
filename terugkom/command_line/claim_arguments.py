"""The arguments of the command claims."""

import argparse
from pathlib import Path

from terugkom.command_line.command_module import CommandModule

check_claims = CommandModule("check_claims")

LANGUAGES = ("nl", "fr", "de", "en")  # those of the rules, without reading them


def add_claim_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `claims check` to the parser."""
    what = "check claims about the environment"
    alone = commands.add_parser("claims", help=what, description=what)
    actions = alone.add_subparsers(required=True, metavar="ACTION")
    help_text = "check a text, a sentence a line, as an edition is checked; exit status 1 with a finding"
    check = actions.add_parser("check", help=help_text, description=help_text)
    check.set_defaults(command=check_claims.check_file, name_of_command="claims check")
    check.add_argument("file", type=Path)
    check.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="of the text; default: nl")
    check.add_argument("--json", action="store_true", help="print JSON alone")
