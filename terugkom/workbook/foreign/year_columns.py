"""Columns for years below one header: the budget of 2026, of 2027 and of 2028, each in a column."""

import math
import re
from collections.abc import Container, Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from terugkom.normalize import normalize_text
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.foreign.header_synonyms import CROSSES, TOTAL_PATTERN, TOTAL_WORDS
from terugkom.workbook.special_cells import format_share

_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_IN_HEADER = re.compile(r"\b(?:19|20)\d\d\b")
_TOTAL, _TOTAL_WORDS = re.compile(TOTAL_PATTERN), re.compile(TOTAL_WORDS)


def is_row_of_years(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Return whether a row holds only years, and their total, below headers of several columns."""
    texts = {at: format_cell(cell) for at, cell in enumerate(row) if cell != ""}
    years = [at for at, text in texts.items() if _YEAR.fullmatch(text)]
    if len(years) < 2 or any(not _TOTAL.fullmatch(normalize_text(texts[at])) for at in {*texts} - {*years}):
        return False
    groups = {at: find_upper_header(above, at) for at in texts}
    if sum(cell != "" for cell in above) < 2 or -1 in groups.values():
        return False
    pairs = list(pairwise(years))
    rising = all(texts[one] < texts[other] for one, other in pairs if groups[one] == groups[other])
    return rising and any(groups[one] == groups[other] for one, other in pairs)


def stands_above_years(rows: Sequence[Sequence[Cell]], index: int) -> bool:
    """Return whether the row below this one holds the years of its headers: that is the header row then."""
    return index + 1 < len(rows) and is_row_of_years(rows[index], rows[index + 1])


def find_upper_header(header: Sequence[Cell], at: int) -> int:
    """Return the index of the header over a column: its own cell, or the filled one before it, else -1."""
    return max((place for place, cell in enumerate(header[: at + 1]) if cell != ""), default=-1)


def name_years(rows: Sequence[Sequence[Cell]], header_row: int, headers: Sequence[str]) -> list[str]:
    """Return the headers of a row, those of years behind the header that stands over them: "Budget 2026".

    A year with nothing but crosses below is the period of a planning, and stays a year.
    """
    row, above = rows[header_row], rows[header_row - 1] if header_row else []
    if not is_row_of_years(above, row):
        return list(headers)
    named = list(headers)
    for at, cell in enumerate(row):
        below = [format_cell(each[at]).lower() for each in rows[header_row + 1 :] if at < len(each)]
        if cell != "" and any(text and text not in CROSSES for text in below):
            named[at] = f"{format_cell(above[find_upper_header(above, at)])} {headers[at]}"
    return named


def add_years_of_budget(fields: dict[str, list[int]], headers: Sequence[str], fixed: Container[int]) -> None:
    """Take all the years of a budget where one of them was taken, or their total; in place.

    What a person named (`fixed`) stays as it is.
    """
    places = fields.get("budget_text", [])
    if len(places) != 1 or places[0] in fixed or not find_year(headers[places[0]]):
        return
    stem = _find_stem(headers[places[0]])
    taken = {at for name, used in fields.items() if name != "budget_text" for at in used}
    free = [at for at, header in enumerate(headers) if header and at not in taken and at not in fixed]
    totals = [at for at in free if not find_year(headers[at]) and _find_stem(headers[at]) == stem]
    years = [at for at in free if find_year(headers[at]) and _find_stem(headers[at]) == stem]
    fields["budget_text"] = totals[:1] or years


def list_years_of_total(headers: Sequence[str], places: Sequence[int], free: Iterable[int]) -> list[int]:
    """Return which of the `free` columns are the years of the budget whose total is in `places`."""
    stem = _find_stem(headers[places[0]]) if len(places) == 1 else ""
    if not stem or find_year(headers[places[0]]):
        return []
    return [at for at in free if find_year(headers[at]) and _find_stem(headers[at]) == stem]


def join_years(headers: Sequence[str], row: Sequence[Cell], places: Sequence[int]) -> str:
    """Return the amounts of a row by year, "2026: 1000; 2027: 2000"; "" without any."""
    filled = [at for at in places if at < len(row) and row[at] != ""]
    return "; ".join(f"{find_year(headers[at])}: {_write_amount(row[at])}" for at in filled)


def _write_amount(cell: Cell) -> str:
    """Return an amount as text that is read as the same one: 2500.125 as 2500.1250, for a point before three
    figures parts thousands; a share as its sheet shows it."""
    if share := format_share(cell):
        return share
    if not isinstance(cell, float) or not math.isfinite(cell) or cell.is_integer():
        return format_cell(cell)
    text = f"{Decimal(repr(float(cell))):f}"
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def find_year(header: str) -> str:
    """Return the year in a header that has one; "" for none and for several."""
    found = _YEAR_IN_HEADER.findall(header)
    return found[0] if len(found) == 1 else ""


def _find_stem(header: str) -> str:
    """Return a header without its year or the word for a total, for comparison."""
    words = normalize_text(_YEAR_IN_HEADER.sub(" ", header)).split()
    return " ".join(word for word in words if not _TOTAL_WORDS.fullmatch(word))
