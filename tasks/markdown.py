"""Markdown of the pages of runs: tables with their columns in the installation's language, and pictures."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from tasks.outcomes import get_language
from terugkom.documents.chart import Chart
from terugkom.overview.report_texts import format_word

MAX_ROWS = 200  # of a table


def name_columns(columns: str) -> list[str]:
    """Return the names of columns, given by their keys with spaces between."""
    language = get_language()
    return [format_word("column", each, language) for each in columns.split()]


def build_markdown_table(columns: str, rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return the rows of a table artifact."""
    names = name_columns(columns)
    return [dict(zip(names, row, strict=True)) for row in rows]


def render_table(columns: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table; nothing without rows."""
    found = [" | ".join(map(escape_cell, row)) for row in islice(rows, MAX_ROWS)]
    names = name_columns(columns)
    if found:
        yield from ("", f"| {' | '.join(names)} |", f"| {' | '.join('---' for _ in names)} |")
        yield from (f"| {row} |" for row in found)


def escape_cell(text: str) -> str:
    """Return a text as it may stand in a cell."""
    return text.replace("|", "\\|").replace("\n", " ")


def format_picture(chart: Chart) -> str:
    """Return a chart with its alternative text."""
    return f"![{chart.text}]({chart.data_uri})"
