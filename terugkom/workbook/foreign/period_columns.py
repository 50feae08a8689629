"""One header over two columns of days: the first is when an action starts, the second its deadline."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median

from terugkom.normalize import normalize_text
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.dates.read_dates import ImpossibleDate, read_date_range
from terugkom.workbook.foreign.header_patterns import END_PATTERN

_SAMPLE_ROWS = 50
_MIN_CELLS = 2
_NEARLY_ALL = 0.8  # of the cells are a time
_SAYS_END = re.compile(END_PATTERN)


def name_second_columns(rows: Sequence[Sequence[Cell]], header_row: int, headers: list[str]) -> list[str]:
    """Return the headers, in which a blank one has that before it where days stand below both."""
    found = list(headers)
    for at in range(1, len(headers)):
        before = headers[at - 1]
        is_second = before and not headers[at] and not _SAYS_END.search(normalize_text(before))
        if is_second and all(_list_days(_list_cells(rows, header_row, each)) for each in (at - 1, at)):
            found[at] = headers[at - 1]
    return found


def split_period(
    fields: dict[str, list[int]], headers: Sequence[str], cells: Mapping[int, Sequence[Cell]]
) -> None:
    """Take the first of two columns with the header of the deadline for the start, in place, where the days
    of the second are later; `cells` are the filled cells of the columns."""
    (at, *others) = fields.get("deadline", (-1,))
    following = at + 1
    taken = {each for places in fields.values() for each in places}
    if at < 0 or others or "start" in fields or following in taken or following >= len(headers):
        return
    if headers[at] != headers[following] or _SAYS_END.search(normalize_text(headers[at])):
        return
    first, second = _list_days(cells[at]), _list_days(cells[following])
    if first and second and median(first) < median(second):
        fields["start"], fields["deadline"] = [at], [following]


def _list_cells(rows: Sequence[Sequence[Cell]], header_row: int, at: int) -> list[Cell]:
    below = rows[header_row + 1 : header_row + 1 + _SAMPLE_ROWS]
    return [row[at] for row in below if at < len(row) and row[at] != ""]


def _list_days(cells: Sequence[Cell]) -> list[int]:
    """Return the last days of the times in a column as numbers; none if it is no column of times."""
    found = [day.toordinal() for cell in cells if (day := _find_last_day(cell))]
    return found if len(found) >= max(_MIN_CELLS, _NEARLY_ALL * len(cells)) else []


def _find_last_day(cell: Cell) -> date | None:
    try:
        return read_date_range(cell).last
    except ImpossibleDate:
        return None
