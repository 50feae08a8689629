"""A workbook with sheets of rows, as tests of ideas and staff lists need them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

Sheets = Mapping[str, Sequence[Sequence[Any]]]


def write_sheets(path: Path, sheets: Sheets, *, hidden: str = "", merged: str = "") -> Path:
    """Write a workbook with these sheets; one may be hidden, and cells merged in each. Return its path."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
        page.sheet_state = "hidden" if title == hidden else "visible"
        if merged:
            page.merge_cells(merged)
    book.save(path)
    return path
