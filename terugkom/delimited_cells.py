"""The cells of a csv: by which delimiter, and where each stands in its text."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

DELIMITERS = ";\t,|"
_SAMPLE_ROWS = 50  # by which the delimiter is chosen
_SAMPLE_LENGTH = 20_000  # characters
_MARK = "\ufeff"  # of the byte order


@dataclass(frozen=True)
class TextCell:
    """A cell as it is written, without its quotation marks, and where it begins and ends in its text."""

    text: str
    begin: int
    end: int


def detect_delimiter(head: str) -> str:
    """Return the delimiter that makes the first rows alike: most of them of one width, the widest of these.

    Of delimiters that do so equally the semicolon wins, then the tab: texts hold commas. A bar, which also
    stands between names in one cell, is one only if the first row has as many.
    """

    def measure(delimiter: str) -> tuple[float, int]:
        try:
            rows = list(islice(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), _SAMPLE_ROWS))
        except csv.Error:
            return (0.0, 0)
        widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
        width, count = max(widths.items(), key=lambda each: (each[0] > 1, each[1]), default=(1, 0))
        if delimiter == "|" and width != next(iter(widths), 0):  # which is that of the first row
            return (0.0, 0)
        return (count / widths.total(), width) if width > 1 else (0.0, 0)

    return max(DELIMITERS, key=lambda each: (*measure(each), each == ";"))


def split_cells(text: str, delimiter: str = "") -> list[list[TextCell]]:
    """Return the rows of a csv; by the delimiter that it seems to have, if none is given."""
    begin = len(_MARK) if text.startswith(_MARK) else 0
    chosen = delimiter or detect_delimiter(text[begin : begin + _SAMPLE_LENGTH].lstrip("\r\n"))
    rows: list[list[TextCell]] = [[]]
    for cell, end in _iterate_cells(text, re.escape(chosen), begin):
        rows[-1].append(cell)
        if end != chosen:
            rows.append([])
    return rows[:-1]


def _iterate_cells(text: str, delimiter: str, begin: int) -> Iterator[tuple[TextCell, str]]:
    """Yield each cell, and what ends it: a delimiter, the end of a line, or "" at that of the text."""
    stop = rf"{delimiter}|\r\n?|\n|\Z"
    pattern = re.compile(rf'(?:"((?:[^"]|"")*+)"(?={stop})|([^{delimiter}\r\n]*))({stop})')
    for found in pattern.finditer(text, begin):
        group = 1 if found[1] is not None else 2
        yield TextCell(found[group], *found.span(group)), found[3]
        if not found[3]:
            return
