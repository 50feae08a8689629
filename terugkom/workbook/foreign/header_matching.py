"""Score how well a header matches a field, by synonyms that are data; and read the headers of a table."""

import re
from collections.abc import Mapping, Sequence

from terugkom.normalize import plain
from terugkom.workbook.dates.deadlines import written
from terugkom.workbook.read_tables import Cell, Table

ELSEWHERE = ""  # the field of words that name none of ours


def words_of(headings: Mapping[str, str], elsewhere: str = "") -> dict[str, str]:
    """Return the field by synonym, from texts with ``|`` between synonyms; fields take precedence."""
    named = {plain(word): field for field, text in headings.items() for word in text.split("|")}
    return {**dict.fromkeys(map(plain, elsewhere.split("|")), ELSEWHERE), **named}


def wanted_of(header: str) -> str:
    """Return a header normalized for comparison, without text in brackets."""
    return plain(re.sub(r"\([^)]*\)", " ", header)) or plain(header)


def likeness(header: str, words: Mapping[str, str]) -> dict[str, float]:
    """Return the score from 0 to 1 of a header for each field, and for `ELSEWHERE` (no field)."""
    wanted = wanted_of(header)
    found: dict[str, float] = {}
    if not wanted:
        return found
    for word, field in words.items():
        if word == wanted:
            score = 1.0
        elif len(word) > 2 and f" {word} " in f" {wanted} ":
            score = 0.35 + 0.6 * len(word) / len(wanted) if len(word) > 0.25 * len(wanted) else 0.0
        else:
            continue
        found[field] = max(found.get(field, 0.0), score)
    return found


def ours(found: dict[str, float]) -> dict[str, float]:
    """Return the fields that score higher than `ELSEWHERE` (no field)."""
    elsewhere = found.pop(ELSEWHERE, None)
    if elsewhere is None:
        return found
    return {field: score for field, score in found.items() if score > elsewhere}


def headers_of(table: Table, header_row: int) -> tuple[str, ...]:
    """Return the headers; a blank one takes the text of the cell above it, as over a split cell."""
    row = table.rows[header_row]
    above = table.rows[header_row - 1] if header_row else []
    width = max(len(row), *(len(each) for each in table.rows[header_row + 1 : header_row + 50]), 0)
    found = [" ".join(written(cell_at(row, place)).split()) for place in range(width)]
    if sum(map(bool, found)) > 1:
        found = [
            header or " ".join(written(cell_at(above, place)).split())[:80]
            for place, header in enumerate(found)
        ]
    return tuple(found)


def cell_at(row: Sequence[Cell], place: int) -> Cell:
    """Return the cell at an index, blank where the row is shorter."""
    return row[place] if place < len(row) else ""
