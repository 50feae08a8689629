"""Bound what the tables of one file take in memory: who exceeds it is refused while it is read."""

from sys import getsizeof

from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.refused_content import RefusedContent

MAX_ROWS = 120_000  # of one table, with something in them
MAX_COLUMNS = 1_000  # up to the last with something in it: the headers of each are compared with all we know
MAX_LINES = 1_100_000  # of one table, blank ones included; a sheet of Excel has 1,048,576
MAX_BLANK_ROWS = (
    200_000  # of one table, above or between filled ones: each step of an import looks at them again
)
MAX_BYTES = 80_000_000  # of all tables of a file; 100,000 rows of ordinary width take some 55
_MAX_SHARED_LENGTH = 60  # characters of a text that is kept once, however often it occurs
_MAX_SHARED = 50_000  # such texts
_USUAL_WIDTH = 60  # columns
_BYTES_BEYOND = 100  # of a cell beyond them: it becomes an entry among the other texts of its action
_EMPTY: list[Cell] = []  # shared by all blank rows: a million of them are light


class TableBudget:
    """What is left for the rows of a file. Equal short texts become one object."""

    def __init__(self) -> None:
        """Nothing is taken yet."""
        self._shared: dict[str, str] = {}
        self._bytes = self._filled = self._lines = 0

    def begin_table(self) -> None:
        """Begin to count the rows of the next table."""
        self._filled = self._lines = 0

    def take(self, row: list[Cell]) -> list[Cell]:
        """Return a row without the blank cells at its end, and count it.

        Raises RefusedContent if the file is larger than any plan.
        """
        while row and row[-1] == "":
            row.pop()
        self._lines += 1
        self._bytes += 8
        if self._lines > MAX_LINES:
            raise RefusedContent("error.file.lines", most=MAX_LINES)
        if not row:
            return _EMPTY
        if len(row) > MAX_COLUMNS:
            raise RefusedContent("error.file.columns", most=MAX_COLUMNS)
        self._filled += 1
        if self._filled > MAX_ROWS:
            raise RefusedContent("error.file.rows", most=MAX_ROWS)
        if self._lines - self._filled > MAX_BLANK_ROWS:
            raise RefusedContent("error.file.blank-rows", most=MAX_BLANK_ROWS)
        self._bytes += getsizeof(row) + _BYTES_BEYOND * max(0, len(row) - _USUAL_WIDTH)
        row = [self._share(cell) if type(cell) is str else cell for cell in row]
        if self._bytes > MAX_BYTES:
            raise RefusedContent("error.file.content")
        return row

    def _share(self, text: str) -> str:
        if len(text) > _MAX_SHARED_LENGTH:
            self._bytes += getsizeof(text)
            return text
        known = self._shared.get(text)
        if known is not None:
            return known
        self._bytes += getsizeof(text)
        if len(self._shared) < _MAX_SHARED:
            self._shared[text] = text
        return text
