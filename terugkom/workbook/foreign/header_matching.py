"""Score how well a header matches a field, by synonyms that are data; and read the headers of a table."""

import re
from collections.abc import Mapping, Sequence

from terugkom.normalize import normalize_text
from terugkom.workbook.dates.deadlines import format_cell
from terugkom.workbook.read_tables import Cell, Table

NO_FIELD = ""  # the field of words that name none of ours


def index_synonyms(synonyms: Mapping[str, str], other_headers: str = "") -> dict[str, str]:
    """Return the field by synonym, from texts with ``|`` between synonyms; fields take precedence."""
    named = {normalize_text(word): field for field, text in synonyms.items() for word in text.split("|")}
    return {**dict.fromkeys(map(normalize_text, other_headers.split("|")), NO_FIELD), **named}


def normalize_header(header: str) -> str:
    """Return a header normalized for comparison, without text in brackets."""
    return normalize_text(re.sub(r"\([^)]*\)", " ", header)) or normalize_text(header)


def score_header(header: str, words: Mapping[str, str]) -> dict[str, float]:
    """Return the score from 0 to 1 of a header for each field, and for `ELSEWHERE` (no field)."""
    normalized = normalize_header(header)
    found: dict[str, float] = {}
    if not normalized:
        return found
    for word, field in words.items():
        if word == normalized:
            score = 1.0
        elif len(word) > 2 and f" {word} " in f" {normalized} ":
            score = 0.35 + 0.6 * len(word) / len(normalized) if len(word) > 0.25 * len(normalized) else 0.0
        else:
            continue
        found[field] = max(found.get(field, 0.0), score)
    return found


def filter_own_fields(found: dict[str, float]) -> dict[str, float]:
    """Return the fields that score higher than `ELSEWHERE` (no field)."""
    elsewhere = found.pop(NO_FIELD, None)
    if elsewhere is None:
        return found
    return {field: score for field, score in found.items() if score > elsewhere}


def read_headers(table: Table, header_row: int) -> tuple[str, ...]:
    """Return the headers; a blank one takes the text of the cell above it, as over a split cell."""
    row = table.rows[header_row]
    above = table.rows[header_row - 1] if header_row else []
    width = max(len(row), *(len(each) for each in table.rows[header_row + 1 : header_row + 50]), 0)
    found = [" ".join(format_cell(get_cell(row, place)).split()) for place in range(width)]
    if sum(map(bool, found)) > 1:
        found = [
            header or " ".join(format_cell(get_cell(above, place)).split())[:80]
            for place, header in enumerate(found)
        ]
    return tuple(found)


def get_cell(row: Sequence[Cell], index: int) -> Cell:
    """Return the cell at an index, blank where the row is shorter."""
    return row[index] if index < len(row) else ""
