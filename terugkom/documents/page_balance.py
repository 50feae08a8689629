"""Where the pages of a document end: no row of a table alone, no last page of a few lines.

A document marks where a page may end: before a section, before a row of a table. Where Typst broke it badly,
it is laid out again with a break at such a place. All lengths are points.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_WORTH, _ENOUGH, _FEW_LINES = 150.0, 110.0, 90.0  # of a last page: ten lines, seven lines, five lines
_MIN_ROWS = 2  # of a table, on either side of the end of a page
_WHOLE_ROWS = 4  # a table of so many is not broken at all
_MAX_MOVED_FROM_FIRST, _MAX_MOVED = 130.0, 250.0  # what may be moved to the last page: the first stays full
_MAX_MOVED_TO_FEW_LINES = 380.0  # half a page, rather than a few lines alone
_SECTION_WORTH = 45.0  # so much more is moved where that begins the last page with a heading
_HEADING = 40.0  # at most so much is a heading higher than what follows right below it
_TOP = 20.0  # what is not lower than this begins its page


@dataclass(frozen=True)
class Mark:
    """A place before which a page may end: a section, or one of the `rows` of a table (from 0).

    What is said below a table, and stays with it, is marked as the row after its last.
    """

    name: str
    page: int
    top: float
    row: int | None = None
    rows: int = 0

    @property
    def place(self) -> str:
        """What a document is told for a break here."""
        return self.name if self.row is None else f"{self.name}:{self.row}"


@dataclass(frozen=True)
class Layout:
    """How a document was laid out: its pages, what is filled of the last one, and its marks in order."""

    pages: int
    filled: float
    height: float  # of what a page can hold
    marks: tuple[Mark, ...] = ()

    @property
    def ends_short(self) -> bool:
        """Whether the last page, of more than one, holds too little to turn to."""
        return self.pages > 1 and self.filled < _WORTH


def read_layout(found: Mapping[str, Any]) -> Layout:
    """Return the layout that a document tells of itself; one of a municipality's own may have no marks."""
    marks = tuple(
        Mark(each["name"], each["page"], each["top"], each.get("row"), each.get("rows", 0))
        for each in found.get("marks", ())
    )
    return Layout(found["page"], found["filled"], found.get("height", 0.0), marks)


def find_bad_break(layout: Layout, breaks: Sequence[str]) -> str | None:
    """Return the first place where a break mends a table that was broken badly; None if there is none."""
    for name in dict.fromkeys(each.name for each in layout.marks if each.row is not None):
        rows = [each for each in layout.marks if each.name == name and each.row is not None]
        for mark in _list_mending_breaks(_find_start(layout, rows), rows):
            if mark.place not in breaks and mark.top > _TOP:
                return mark.place
    return None


def _find_start(layout: Layout, rows: Sequence[Mark]) -> Mark:
    """Return where a table is moved from: its heading, else its first row, or a heading right above that."""
    first = rows[0]
    sections = [each for each in layout.marks[: layout.marks.index(first)] if each.row is None]
    own = next((each for each in sections if each.name == first.name), None)
    above = [each for each in sections if each.page == first.page and first.top - each.top < _HEADING]
    return own or (above[-1] if above else first)


def _list_mending_breaks(start: Mark, rows: Sequence[Mark]) -> Iterator[Mark]:
    if start.page != rows[0].page:
        yield start
    for before, after in pairwise(rows):
        if before.page == after.page or after.row is None:
            continue
        first = next(each.row or 0 for each in rows if each.page == before.page)
        kept, moved = after.row - first, after.rows - after.row
        last_two = after.rows - _MIN_ROWS
        if after.rows <= _WHOLE_ROWS or (first == 0 and kept < _MIN_ROWS):
            yield start
        elif moved < _MIN_ROWS:
            yield rows[last_two] if last_two - first >= _MIN_ROWS else start


def find_filling_break(layout: Layout) -> Mark | None:
    """Return where the page before the last is to end, so that the last one is worth turning to."""
    moved = {
        each: layout.height - each.top
        for each in layout.marks
        if each.page == layout.pages - 1 and each.top > _TOP and _may_begin_page(each)
    }
    near = _MAX_MOVED_FROM_FIRST if layout.pages == 2 else _MAX_MOVED
    attempts = [(near, _WORTH), (near, _ENOUGH)]
    if layout.filled < _FEW_LINES:
        attempts.append((_MAX_MOVED_TO_FEW_LINES, _WORTH))
    for most, least in attempts:
        enough = {mark: of for mark, of in moved.items() if least - layout.filled <= of <= most}
        if layout.filled < least and enough:
            return _choose_break(enough)
    return None


def _choose_break(moved: Mapping[Mark, float]) -> Mark:
    """Return the mark from which the least is moved, or a heading a little before it."""
    fewest = min(moved.values())
    sections = [each for each, of in moved.items() if each.row is None and of <= fewest + _SECTION_WORTH]
    return min(sections or moved, key=lambda each: moved[each])


def _may_begin_page(mark: Mark) -> bool:
    if mark.row is None:
        return True
    return mark.rows > _WHOLE_ROWS and _MIN_ROWS <= mark.row <= mark.rows - _MIN_ROWS


def list_earlier_breaks(layout: Layout, breaks: Sequence[str], mark: Mark) -> tuple[str, ...]:
    """Return which of the breaks stay if one is added at `mark`: those after it were made for other pages."""
    before = {each.place for each in layout.marks if (each.page, each.top) < (mark.page, mark.top)}
    return tuple(each for each in breaks if each in before)
