"""Score how well a header matches a field, by synonyms that are data; and read the headers of a table."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from terugkom.normalize import normalize_text
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.header_synonyms import OBJECT_WORDS
from terugkom.workbook.foreign.period_columns import name_second_columns
from terugkom.workbook.foreign.year_columns import name_years

_DESCRIBED = 15  # headers that an error lists
NO_FIELD = ""  # the field of words that name none of ours

_IN_BRACKETS = re.compile(r"\([^()]{1,80}\)|\[[^\[\]]{1,80}\]")
_BRACKETED = re.compile(r"\([^)]*\)")
_WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])")  # of a header as programs write it: actionName
_OBJECT_WORD = re.compile(OBJECT_WORDS)
_REDUCED_SCORE = 0.9
_MAX_LENGTH = 1_000  # characters of a header that are compared; a longer text is that of no field


def index_synonyms(synonyms: Mapping[str, str], other_headers: str) -> dict[str, str]:
    """Return the field by synonym, from texts with ``|`` between synonyms; fields take precedence."""
    named = {normalize_text(word): field for field, text in synonyms.items() for word in text.split("|")}
    return {**dict.fromkeys(map(normalize_text, other_headers.split("|")), NO_FIELD), **named}


def normalize_header(header: str) -> str:
    """Return a header normalized for comparison, without text in brackets."""
    header = _WORD_START.sub(" ", header[:_MAX_LENGTH])
    header = header.replace("№", "#")
    if "#" in header and _is_number_sign(header):  # "#", "Actie #"; but not "# laadpalen", which counts
        header = f"{header.replace('#', ' ')} nr"
    return normalize_text(_BRACKETED.sub(" ", header)) or normalize_text(header)


def _is_number_sign(header: str) -> bool:
    return all(_OBJECT_WORD.fullmatch(word) for word in normalize_text(header).split())


def score_header(header: str, words: Mapping[str, str]) -> dict[str, float]:
    """Return the score from 0 to 1 of a header for each field, and for `NO_FIELD`."""
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
    reduced = " ".join(word for word in normalized.split() if not _OBJECT_WORD.fullmatch(word))
    if reduced != normalized and reduced in words:
        found[words[reduced]] = max(found.get(words[reduced], 0.0), _REDUCED_SCORE)
    return found


def filter_own_fields(found: dict[str, float]) -> dict[str, float]:
    """Return the fields that score higher than `NO_FIELD`."""
    elsewhere = found.pop(NO_FIELD, None)
    if elsewhere is None:
        return found
    return {field: score for field, score in found.items() if score > elsewhere}


def read_headers(table: Table, header_row: int) -> tuple[str, ...]:
    """Return the headers; a blank one takes the text of the cell above it, as over a split cell, and a year
    stands behind the header over it."""
    row = table.rows[header_row]
    over = header_row - 1
    while over > 0 and is_units_row(table.rows[over]):
        over -= 1
    above = table.rows[over] if over >= 0 else []
    width = max(len(row), *(len(each) for each in table.rows[header_row + 1 : header_row + 50]), 0)
    found = [" ".join(format_cell(get_cell(row, place)).split()) for place in range(width)]
    if sum(map(bool, found)) > 1:
        found = [
            header or " ".join(format_cell(get_cell(above, place)).split())[:80]
            for place, header in enumerate(found)
        ]
        found = name_second_columns(table.rows, header_row, found)
    return tuple(name_years(table.rows, header_row, found))


def is_units_row(row: Sequence[Cell]) -> bool:
    """Return whether a row within a header has nothing but units and forms in brackets: "(maand/jaar)"."""
    texts = [cell for cell in row if cell != ""]
    return bool(texts) and all(isinstance(text, str) and _IN_BRACKETS.fullmatch(text) for text in texts)


def describe_headers(headers: Iterable[str]) -> str:
    """Return the headers as an error lists them: the first, each cut, however many there are; maybe ""."""
    filled = (" ".join(header[:1_000].split()) for header in headers if header)
    first = [name if len(name) <= 40 else f"{name[:39]}…" for name in islice(filled, _DESCRIBED + 1)]
    return ", ".join([*first[:_DESCRIBED], *(["…"] if len(first) > _DESCRIBED else [])])


def get_cell(row: Sequence[Cell], index: int) -> Cell:
    """Return the cell at an index, blank where the row is shorter."""
    return row[index] if index < len(row) else ""
