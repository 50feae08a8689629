"""The cells of a table as plain values, without invisible characters."""

import re
from datetime import date, datetime

from terugkom.normalize import INVISIBLE_SIGNS, JOINERS, remove_invisible

Cell = str | int | float | bool | date | datetime
MergedRange = tuple[int, int, int, int]  # top, left, bottom, right, from 0

_SPACE_SIGNS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINE_END_SIGNS = "\r\x0b\x0c\x85\u2028\u2029"
_CONTROL_SIGNS = "\x00-\x08\x0b-\x1f\x7f\ufffe\uffff"
_SPACES = re.compile(f"[{_SPACE_SIGNS}]")
_LINE_ENDS = re.compile(f"\r\n|[{_LINE_END_SIGNS}]")  # Excel's own is a line feed
_CONTROL = re.compile(f"[{_CONTROL_SIGNS}]")
_NOT_PLAIN = re.compile(f"[\t{_SPACE_SIGNS}{_LINE_END_SIGNS}{_CONTROL_SIGNS}{INVISIBLE_SIGNS}{JOINERS}]")


def clean_cell(cell: object) -> Cell:
    """Return a cell as a value: a text without invisible characters; what no column of ours holds as text."""
    if isinstance(cell, str):
        if _NOT_PLAIN.search(cell):
            text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", cell))
            return remove_invisible(_CONTROL.sub("", text)).strip()
        return cell.strip()
    if isinstance(cell, bool | int | float | date):
        return cell
    return str(cell)  # a time of day or a length of time
