"""Output of the command line: JSON only, or tables."""

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # JSON needs none of it
    from rich.console import Console
    from rich.table import Table

LANGUAGE = "en"  # of the command line
_PIPE_WIDTH = 110  # in a file or a pipe there is no width to fit; it holds every table
_COLUMN_GAP = 3


def print_json(content: Any) -> None:
    """Print JSON alone on standard output."""
    print(json.dumps(content, ensure_ascii=False, indent=2, default=str))


def print_table(headers: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print a table; nothing in it is read as markup."""
    console = _get_console()
    console.print(build_table(headers, rows, title, console.width))


def build_table(headers: Sequence[str], rows: Iterable[Sequence[object]], title: str, width: int) -> "Table":
    """Return a table as it is printed. Where each row takes one line of this width, all are one row of it: to
    lay out a cell takes as long as forty lines of one."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")  # an address that is cut off cannot be copied
    cells = [[_plain(cell) for cell in row] for row in rows]
    if _is_one_line_each(headers, cells, width):
        cells = [["\n".join(column) for column in zip(*cells, strict=True)]]
    for row in cells:
        table.add_row(*map(Text, row))
    return table


def _is_one_line_each(headers: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> bool:
    """Return whether no cell has a line break, or needs one to fit; False where that is not certain."""
    from rich.cells import cell_len

    if not rows or any(len(row) != len(headers) for row in rows):
        return False
    if not all(cell.isprintable() for row in rows for cell in row):
        return False
    columns = zip(headers, *rows, strict=True)
    return sum(max(map(cell_len, column)) + _COLUMN_GAP for column in columns) <= width


def count_nouns(count: int, one: str, many: str = "") -> str:
    """Return a count with its English word: ``1 story``, ``2 stories``; `many` is `one` with an s by default.

    Not by `documents.formatting`: a command would wait for Babel.
    """
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def print_line(text: str = "", style: str = "") -> None:
    """Print one line, as it is."""
    if _is_plain_line(text) and not style:
        print(text)
    else:
        _get_console().print(text, style=style or None, markup=False)


def print_recorded_name(recorded: str, typed: str) -> None:
    """Print under which name a decision is kept, if that is not the one that was typed."""
    if recorded != typed:
        print_line(f"It is recorded under the name “{recorded}”.")


def print_unwrapped(text: str) -> None:
    """Print one line that is copied from, such as a path or a password: never broken in two."""
    _get_console().print(text, markup=False, soft_wrap=True)


def print_progress(text: str, style: str = "") -> None:
    """Print one line about what goes on, on standard error."""
    _get_progress_console().print(text, style=style or None, markup=False)


def _is_plain_line(text: str) -> bool:
    """Return whether a line is printed as it is, whatever prints it: rich takes 30 ms to be imported."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _PIPE_WIDTH
    return len(text) < width and text.isascii() and (not text or text.isprintable())


def format_identifier(word: str) -> str:
    """Return an identifier with underscores replaced by spaces."""
    return word.replace("_", " ")


def _plain(cell: object) -> str:
    return "" if cell is None else str(cell)


@cache
def _get_console() -> "Console":
    from rich.console import Console

    return Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)


@cache
def _get_progress_console() -> "Console":
    from rich.console import Console

    return Console(stderr=True, highlight=False, emoji=False)
