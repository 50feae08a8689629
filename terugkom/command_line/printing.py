"""Output of the command line: JSON only, or tables."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

LANGUAGE = "en"  # of the command line
# In a file or a pipe there is no width to fit: 110 columns hold every table.
console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)
progress_console = Console(stderr=True, highlight=False)


def print_json(content: Any) -> None:
    """Print JSON alone on standard output."""
    print(json.dumps(content, ensure_ascii=False, indent=2, default=str))


def print_table(headers: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print a table; nothing in it is read as markup."""
    table = Table(*headers, title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    console.print(table)


def print_line(text: str = "", style: str = "") -> None:
    """Print one line, as it is."""
    console.print(text, style=style or None, markup=False)


def print_unwrapped(text: str) -> None:
    """Print one line that is copied from, such as a path or a password: never broken in two."""
    console.print(text, markup=False, soft_wrap=True)


def format_word(word: str) -> str:
    """Return an identifier with underscores replaced by spaces."""
    return word.replace("_", " ")


def _plain(cell: object) -> str:
    return "" if cell is None else str(cell).replace("[", "\\[")
