"""Cells that are more than their value: a formula without a stored result, a number with its format."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from terugkom.workbook.cell_texts import format_cell


class UncachedFormula(str):
    """The text of a formula whose result the file does not hold, as some programs save one: "=A2+30".

    What it would give is unknown, so it is no value, and no sign that there is none.
    """

    __slots__ = ()


class FormattedNumber(float):
    """A number whose format shows more than its figures: 1.1 as "1.10", 7 as "007", 0.5 as "50%"."""

    __slots__ = ("shown",)
    shown: str

    def __new__(cls, number: float, shown: str) -> "FormattedNumber":
        """Return the number with the text that a reader of the sheet sees."""
        made = super().__new__(cls, number)
        made.shown = shown
        return made

    def __getnewargs__(self) -> tuple[float, str]:  # type: ignore[override]
        """Return what it is made of, as it goes from one process to another."""
        return float(self), self.shown


@dataclass(frozen=True, slots=True)
class SpecialCell:
    """What a file says of a cell that its reader does not; row and column count from 0.

    Its value is the text of an error, a formula without a result, or a number with its format.
    """

    row: int
    column: int
    value: str | FormattedNumber


def format_share(cell: object) -> str:
    """Return a share as the sheet shows it, 50%; "" for any other cell."""
    return cell.shown if isinstance(cell, FormattedNumber) and cell.shown.endswith("%") else ""


def format_code(cell: object) -> str:
    """Return a cell that serves as a code as text: a number as the sheet shows it, 1.10 or 007."""
    return cell.shown if isinstance(cell, FormattedNumber) else format_cell(cell)


def apply_special_cells(row: list[Any], cells: Iterable[SpecialCell]) -> list[Any]:
    """Return a row with these cells in it; it grows where a reader has left out empty cells at its end."""
    for each in cells:
        row.extend("" for _ in range(each.column + 1 - len(row)))
        row[each.column] = each.value
    return row
