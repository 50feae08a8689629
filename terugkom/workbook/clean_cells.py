"""The cells of a table as plain values, without invisible characters."""

import re
from datetime import date, datetime

Cell = str | int | float | bool | date | datetime
MergedRange = tuple[int, int, int, int]  # top, left, bottom, right, from 0

_SPACES = re.compile("[\u00a0\u2007\u202f]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")  # Excel's own is a line feed
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff\ufffe\uffff]")
_NOT_PLAIN = re.compile("[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029\u00a0\u2007\u202f\u200b\ufeff\ufffe\uffff]")


def clean_cell(cell: object) -> Cell:
    """Return a cell as a value: a text without invisible characters; what no column of ours holds as text."""
    if isinstance(cell, str):
        if _NOT_PLAIN.search(cell):
            text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", cell))
            return _INVISIBLE.sub("", text).strip()
        return cell.strip()
    if isinstance(cell, bool | int | float | date):
        return cell
    return str(cell)  # a time of day or a length of time
