"""The cells of a table as plain values, without invisible characters."""

import re
from datetime import date, datetime
from string import whitespace

Cell = str | int | float | bool | date | datetime

_SPACE_SIGNS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINE_END_SIGNS = "\r\x0b\x0c\x85\u2028\u2029"
# Control characters, and what shows nothing: hyphens that only break a line, joiners of words, marks of
# direction, which address books put around an address. Between letters or faces a joiner (200c, 200d) stays.
_INVISIBLE_SIGNS = (
    "\x00-\x08\x0b-\x1f\x7f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff"
)
_JOINERS = "\u200c\u200d"
_SPACES = re.compile(f"[{_SPACE_SIGNS}]")
_LINE_ENDS = re.compile(f"\r\n|[{_LINE_END_SIGNS}]")  # Excel's own is a line feed
_INVISIBLE = re.compile(f"[{_INVISIBLE_SIGNS}]")
_NOT_PLAIN = re.compile(f"[\t{_SPACE_SIGNS}{_LINE_END_SIGNS}{_INVISIBLE_SIGNS}{_JOINERS}]")


def clean_cell(cell: object) -> Cell:
    """Return a cell as a value: a text without invisible characters; what no column of ours holds as text."""
    if isinstance(cell, str):
        if _NOT_PLAIN.search(cell):
            text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", cell))
            return _INVISIBLE.sub("", text).strip(f"{_JOINERS}{whitespace}")
        return cell.strip()
    if isinstance(cell, bool | int | float | date):
        return cell
    return str(cell)  # a time of day or a length of time
