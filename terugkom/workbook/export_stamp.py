"""The stamp in our workbook that says which export it is a copy of.

It stands as text in two cells, which every spreadsheet program keeps and every format holds: below the
explanation, and in a hidden column of the settings.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from terugkom.workbook.own_layout import list_layouts

if TYPE_CHECKING:  # whoever writes a workbook reads none
    from terugkom.workbook.file_formats.read_tables import Table

_PREFIX = "Terugkom-"
_STAMP = re.compile(rf"{_PREFIX}([0-9a-f]{{16}})")


def format_stamp(stamp: str) -> str:
    """Return a stamp as it stands in a cell."""
    return f"{_PREFIX}{stamp}"


def is_stamp(text: str) -> bool:
    """Return whether a text is a stamp."""
    return _STAMP.fullmatch(text) is not None


def find_stamp(tables: "Iterable[Table]") -> str:
    """Return the stamp in a file, "" if it has none or more than one: who copies sheets makes a new book."""
    titles = {
        title for layout in list_layouts() for title in (layout.explanation_title, layout.settings.title)
    }
    found = {
        match[1]
        for table in tables
        if table.sheet in titles
        for row in table.rows
        for cell in row
        if isinstance(cell, str) and (match := _STAMP.fullmatch(cell))
    }
    return found.pop() if len(found) == 1 else ""
