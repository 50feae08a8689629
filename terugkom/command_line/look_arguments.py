"""The arguments of the command about a municipality's own look."""

import argparse
from collections.abc import Callable
from pathlib import Path

from terugkom.command_line.command_module import CommandModule
from terugkom.command_line.shared_arguments import add_municipality_option

look = CommandModule("look")


def add_look_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `look`."""
    added = command(
        "look", look.manage_look, "show or set the colours, font and logo of a municipality's documents"
    )
    added.add_argument("--primary", metavar="COLOUR", help="colour of titles, links and buttons, as #1a2b3c")
    added.add_argument("--accent", metavar="COLOUR", help="colour of borders and charts")
    fonts = added.add_mutually_exclusive_group()
    fonts.add_argument("--font", metavar="NAME", help="name of a font; who does not have it sees another one")
    fonts.add_argument(
        "--font-file",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="its .ttf or .otf files (regular, bold, ...), which PDFs embed; they have its name",
    )
    added.add_argument("--logo", type=Path, metavar="FILE", help="a PNG or JPEG")
    added.add_argument("--logo-text", metavar="TEXT", help="what the logo says, for who does not see it")
    added.add_argument("--reset", action="store_true", help="our own look again, before anything else is set")
    add_municipality_option(added)
