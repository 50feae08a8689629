"""A name that stands in two or more columns of a table: a given name in one cell, a surname in another.

Beside one another, *Bart Peeters* and *Jan Claes* hold the words of Jan Peeters. So each part must be a whole
cell, and where the parts may be of two people, a person must look.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from terugkom.delimited_cells import DELIMITERS, split_cells
from terugkom.documents.read_texts import TextTable
from terugkom.normalize import normalize_text
from terugkom.personal_data.name_fields import may_occur_in_fields, occurs_in_fields, occurs_in_lines
from terugkom.personal_data.person_pattern import ERASED, PersonPattern
from terugkom.workbook.foreign.header_patterns import FIRST_NAME_PATTERN, SURNAME_PATTERN

_MOST_CELLS = 4  # of a name: given name, prefix and surname, and one that is empty
_INNER_END = re.compile(rf"(?<! ) *[{DELIMITERS}] *")  # "Peeters,Jan" as one cell
_NAME_CELLS = 2  # which somebody else's name fills
_HEADER_ROWS = 10  # among which the headers are
_GIVEN, _FAMILY = re.compile(FIRST_NAME_PATTERN), re.compile(SURNAME_PATTERN)
_MAY_BE_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:[ '’-][^\W\d_]+){0,3}")


@dataclass(frozen=True)
class NameCells:
    """The cells of a row that hold a name, by the numbers of row and columns.

    `is_certain`: they are parts of one name; else they may be of two people.
    """

    row: int
    columns: tuple[int, ...]
    is_certain: bool


def occurs_in(part: str | TextTable, pattern: PersonPattern) -> bool:
    """Return whether a person certainly occurs in a part of a file."""
    if isinstance(part, str):
        return pattern.occurs_in(part) or occurs_in_fields(part, pattern)
    return any(each.is_certain for each in _find_in_table(part, pattern))


def may_occur_in(part: str | TextTable, pattern: PersonPattern) -> bool:
    """Return whether a person occurs in a part of a file, or a person must look."""
    if isinstance(part, str):
        return (
            pattern.may_occur_in(part) or occurs_in_lines(part, pattern) or may_occur_in_fields(part, pattern)
        )
    return next(_find_in_table(part, pattern), None) is not None


def erase_in_delimited(text: str, pattern: PersonPattern) -> str:
    """Return a csv without the person, its columns as they were; the same text if they do not certainly stand
    in it. Of two cells or rows no words are joined."""
    composed = unicodedata.normalize("NFC", text)
    rows = split_cells(composed)
    names = _find_name_cells([[each.text for each in row] for row in rows], pattern)
    whole = {(each.row, column) for each in names if each.is_certain for column in each.columns}
    made, last = [], 0
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            new = ERASED if (at, column) in whole else pattern.replace(cell.text)
            if new != cell.text:
                made += [composed[last : cell.begin], new]
                last = cell.end
    return "".join([*made, composed[last:]]) if made else text


def _find_in_table(table: TextTable, pattern: PersonPattern) -> Iterator[NameCells]:
    yield from _find_name_cells(table.rows, pattern)
    for delimiter in DELIMITERS:  # perhaps it is another one than it seems
        if delimiter not in table.source:
            continue
        rows = [[each.text for each in row] for row in split_cells(table.source, delimiter)]
        for each in _find_name_cells(rows, pattern):
            yield NameCells(each.row, each.columns, is_certain=False)


def _find_name_cells(rows: Sequence[Sequence[str]], pattern: PersonPattern) -> Iterator[NameCells]:
    """Yield where the name of a person fills whole cells: some beside one another, or two that the headers
    call given name and surname."""
    pairs, others = _find_name_columns(rows)
    named = {column for each in pairs for column in each}  # of which the headers say whose they are
    for at, row in enumerate(rows):
        cells = [each.strip() for each in row]
        for begin in range(len(cells)):
            if not pattern.begins(cells[begin]):
                continue
            if _is_name(_INNER_END.split(cells[begin]), pattern):
                yield NameCells(at, (begin,), is_certain=True)
            for end in range(begin + 1, min(begin + _MOST_CELLS, len(cells))):
                is_of_two = (begin, end) not in pairs and {begin, end} <= named
                if not is_of_two and _is_name(cells[begin : end + 1], pattern):
                    columns = tuple(each for each in range(begin, end + 1) if cells[each])
                    is_certain = (begin, end) in pairs if pairs else not _is_between_names(cells, begin, end)
                    yield NameCells(at, columns, is_certain)
        if not named:
            yield from _find_apart(at, cells, pattern)
        for given, family in others:
            if max(given, family) < len(cells) and _is_name((cells[given], cells[family]), pattern):
                yield NameCells(at, (given, family), is_certain=False)


def _find_apart(row: int, cells: Sequence[str], pattern: PersonPattern) -> Iterator[NameCells]:
    """Yield two cells of a row that are a name together, with others between them, where no header says what
    they are.

    They are the person's for certain in a row with their address alone and no two other cells that may be a
    name.
    """
    begun = [at for at, each in enumerate(cells) if each and pattern.begins(each)]
    values = {cells[at] for at in begun}  # few, of however many cells
    if not any(_is_name(each, pattern) for each in product(values, repeat=2)):
        return
    for first, last in combinations(begun, 2):
        is_apart = any(cells[first + 1 : last]) or last - first >= _MOST_CELLS
        if not is_apart or not _is_name((cells[first], cells[last]), pattern):
            continue
        others = [each for at, each in enumerate(cells) if at not in (first, last)]
        addresses = [each for each in others if "@" in each]
        is_theirs = bool(addresses) and all(map(pattern.is_whole, addresses))
        may_be_names = sum(_MAY_BE_NAME.fullmatch(each) is not None for each in others)
        yield NameCells(row, (first, last), is_theirs and may_be_names < _NAME_CELLS)


def _is_name(cells: Sequence[str], pattern: PersonPattern) -> bool:
    """Return whether cells hold a name together, each a part of it, in whatever order."""
    if not (cells[0] and cells[-1]):
        return False
    words = [each for each in cells if each]
    turned = [words[-1], *words[:-1]], [*words[1:], words[0]]
    return any(pattern.is_whole(" ".join(each)) for each in (words, *turned))


def _is_between_names(cells: Sequence[str], begin: int, end: int) -> bool:
    """Return whether what may be a name stands on both sides: *Bart | Peeters | Jan | Claes*."""
    beside = (*cells[max(begin - 1, 0) : begin], *cells[end + 1 : end + 2])
    return len(beside) > 1 and all(map(_MAY_BE_NAME.fullmatch, beside))


def _find_name_columns(
    rows: Sequence[Sequence[str]],
) -> tuple[frozenset[tuple[int, int]], Sequence[tuple[int, int]]]:
    """Return which columns hold the given name and the surname of one person, nothing without such headers:
    (first, last) of those with at most two columns between them, and (given, family) of those with any."""
    for row in rows[:_HEADER_ROWS]:
        headers = [normalize_text(each) for each in row]
        given = [at for at, each in enumerate(headers) if _GIVEN.search(each) and not _names_family(each)]
        family = [at for at, each in enumerate(headers) if _names_family(each) and not _GIVEN.search(each)]
        if not (given and family):
            continue
        same = len(given) == len(family)
        nearest = [(each, min(family, key=lambda other: abs(other - each))) for each in given]
        found = list(zip(given, family, strict=True)) if same else nearest
        beside = {(min(each), max(each)) for each in found if max(each) - min(each) < _MOST_CELLS - 1}
        return frozenset(beside), [each for each in found if max(each) - min(each) > 1]
    return frozenset(), ()


def _names_family(header: str) -> bool:
    return _FAMILY.search(_GIVEN.sub("", header)) is not None
