"""Arguments that many commands have."""

import argparse
from datetime import date
from pathlib import Path

from terugkom.normalize import remove_control_characters
from terugkom.record_numbers import parse_record_number


def add_municipality_option(parser: argparse.ArgumentParser) -> None:
    """Add --municipality."""
    shown = "short name of the municipality; required if there are several"
    parser.add_argument("--municipality", type=parse_slug, metavar="SLUG", help=shown)


def add_sending_day_options(parser: argparse.ArgumentParser) -> None:
    """Add --today and --really, of a command that sends."""
    parser.add_argument("--today", type=parse_day, metavar="DATE", help="as if it were this day")
    really = (
        "really send, though mail or pages leave this machine and --today is another day, or the clock is far"
        " from that of the latest daily runs"
    )
    parser.add_argument("--really", action="store_true", help=really)


def parse_slug(text: str) -> str:
    """Return the short name of a municipality, which has no capitals, and may not be empty: a variable of a
    script that was empty would name them all. Raises argparse.ArgumentTypeError."""
    if not text.strip():
        raise argparse.ArgumentTypeError("empty: leave the option out, or name a municipality")
    return text.strip().lower()


def parse_named_file(text: str) -> Path:
    """Return the path of a file whose name is stored, as what is read from it is. Raises
    argparse.ArgumentTypeError for a name that is no text, as archives of other systems leave them."""
    name = Path(text).name
    if name != remove_control_characters(name):
        raise argparse.ArgumentTypeError(f"the name of {name!a} is no text: rename the file")
    return Path(text)


def parse_number(text: str) -> int:
    """Return the number of a record. Raises argparse.ArgumentTypeError."""
    number = parse_record_number(text)
    if number is None:
        raise argparse.ArgumentTypeError(f"invalid int value: {text[:40]!r}")
    return number


def parse_day(text: str) -> date:
    """Return a day between 2000 and 2100. Raises argparse.ArgumentTypeError."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a date like 2027-03-01: {text!r}") from error
    if not 2000 <= day.year <= 2100:
        raise argparse.ArgumentTypeError(f"a day between 2000 and 2100, not {text}")
    return day
