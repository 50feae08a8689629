"""The cell formats of the workbook: dark text on light, and light on dark, both with ample contrast."""

from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from terugkom.documents.look import DEFAULT_PALETTE
from terugkom.workbook.columns import CellKind

_DARK, _PALE, _LINE = DEFAULT_PALETTE.primary, DEFAULT_PALETTE.cell, DEFAULT_PALETTE.line


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        cell: dict[str, Any] = {"valign": "top", "text_wrap": True, "font_name": "Calibri", "font_size": 11}
        lined = cell | {"bottom": 1, "bottom_color": _LINE}
        grey: dict[str, Any] = {"italic": True, "font_color": "#595959", "bg_color": "#F2F2F2"}
        dated: dict[str, Any] = {"num_format": "dd/mm/yyyy", "align": "left"}
        whole = {"num_format": "0", "align": "left"}
        figure = {"num_format": "General", "align": "right", "indent": 1}
        text: dict[str, Any] = {"num_format": "@"}
        self.header = book.add_format(
            cell
            | {"bold": True, "font_color": "white", "bg_color": _DARK, "valign": "vcenter", "border": 1}
            | {"border_color": _LINE}
        )
        self.title = book.add_format({"bold": True, "font_size": 20, "font_color": _DARK})
        self.heading = book.add_format(
            {
                "bold": True,
                "font_size": 13,
                "font_color": _DARK,
                "valign": "bottom",
                "bottom": 2,
                "bottom_color": _DARK,
            }
        )
        self.text = book.add_format(cell)
        self.label = book.add_format(lined | {"bold": True, "bg_color": _PALE})
        self.hint = book.add_format(lined | {"font_color": "#404040"})
        by_kind: dict[CellKind, dict[str, Any]] = {
            CellKind.DAY: dated,
            CellKind.START: dated,
            CellKind.DEADLINE: {"align": "left"},
            CellKind.NUMBER: figure,
            CellKind.WHOLE: whole,
        }
        self.cells = {kind: book.add_format(lined | by_kind.get(kind, text)) for kind in CellKind}
        self.examples = {kind: book.add_format(lined | by_kind.get(kind, text) | grey) for kind in CellKind}
        self.dates = book.add_format(lined | dated)
        self.example_dates = book.add_format(lined | dated | grey)
        # extra columns can hold pages of text: not wrapped, or every row would become as high
        self.extra = book.add_format(lined | text | {"text_wrap": False})
        # below the rows: a column's own format, so that what is typed there looks right; no lines
        self.columns = {kind: book.add_format(cell | by_kind.get(kind, text)) for kind in CellKind}
