"""What a single cell of a foreign row means: a figure, a line of signs, how far an action is."""

import html
import re
from collections.abc import Mapping, Sequence

from terugkom.normalize import normalize_text
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.foreign.header_synonyms import PARTIAL_TOTAL_PATTERN, TOTAL_PATTERN
from terugkom.workbook.foreign.status_marks import NO_MARKS, YES_MARKS, get_mark
from terugkom.workbook.foreign.status_words import asks_whether_done
from terugkom.workbook.special_cells import FormattedNumber, UncachedFormula

_ENTITY = re.compile(r"&(?:#\d{1,19}|#x[0-9a-fA-F]+|[a-zA-Z]\w*);")
_TOTAL, _PARTIAL_TOTAL = re.compile(TOTAL_PATTERN), re.compile(PARTIAL_TOTAL_PATTERN)
_LEAST_FIGURES = 2  # beside the sum of a part
_UNCHECKED = frozenset({"false", "onwaar", "faux", "falsch"})  # as a csv has it
_UNIT_LETTERS, _CURRENCY_LETTERS = 6, 3  # beside figures, as in "ton CO2", and alone, as in "EUR"


def read_progress_cell(cell: Cell, header: str, figures: Mapping[str, str]) -> Cell:
    """Return what a cell says under a header that says half of it: "ja" under "Klaar?", 60 under "Stand (%)".

    A no says only that it is not done, so it is nothing. `figures` are the shares that bare figures of the
    column are.
    """
    if isinstance(cell, FormattedNumber):
        return cell
    text = format_cell(cell)
    if text in figures:
        return figures[text]
    if "%" in header and re.fullmatch(r"\d{1,3}", text):
        return f"{text}%"
    if asks_whether_done(header):
        word = get_mark(cell)
        if word in YES_MARKS:
            return header.strip(" ?:")
        if word in NO_MARKS:
            return ""
    return cell


def unescape_entities(cell: Cell) -> Cell:
    """Return a cell with HTML entities such as &amp; unescaped, as their semicolon would split names."""
    if isinstance(cell, str) and "&" in cell and not isinstance(cell, UncachedFormula):
        return _ENTITY.sub(lambda match: html.unescape(match[0]), cell)
    return cell


def is_ruled_line(cell: Cell) -> bool:
    """Return whether a cell holds signs only, as in a row of dashes that separates others."""
    return isinstance(cell, str) and not any(map(str.isalnum, cell))


def is_unchecked(cell: Cell) -> bool:
    """Return whether a cell is a box that nobody ticked, as programs put one in each row below a table."""
    return cell is False or (isinstance(cell, str) and cell.lower() in _UNCHECKED)


def is_figure(cell: Cell) -> bool:
    """Return whether a cell holds a figure, which in a csv is text: ``€ 30.000``, ``55 ton``, ``(12) M€``."""
    if isinstance(cell, int | float | UncachedFormula):
        return True
    text = str(cell)
    letters = sum(each.isalpha() for each in text)
    has_digit = any(each.isdigit() for each in text)
    return letters <= (_UNIT_LETTERS if has_digit else _CURRENCY_LETTERS)


def is_total_row(row: Sequence[Cell], places: list[int]) -> bool:
    """Return whether a row holds a sum: a word for it, and figures only beside it."""
    first = str(row[places[0]])
    words = normalize_text(first) if first[:1].isalpha() else ""
    several = len(places) > _LEAST_FIGURES and _PARTIAL_TOTAL.fullmatch(words)
    return bool(several or _TOTAL.fullmatch(words)) and all(is_figure(row[at]) for at in places[1:])
