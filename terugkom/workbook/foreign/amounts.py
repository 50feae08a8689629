"""Parse amounts of money in European and English notation; an ambiguous amount has no value, only its
text."""

import re
from dataclasses import dataclass
from functools import lru_cache

from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.special_cells import format_share

_TOO_MUCH = 1e12  # euro: more than any action costs
_MAX_TEXT = 100  # characters of an amount
_UNROUNDED = 12  # decimals of an amount that is added to others: only their sum is rounded to cents
_MONEY = r"(?:€|eur(?:o'?s?)?|euros?)"
_NUMBER = r"\d{1,3}(?:[ .,'’]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_SCALES = {
    "k": 1e3,
    "m": 1e6,
    "mio": 1e6,
    "mln": 1e6,
    "miljoen": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "millionen": 1e6,
    "duizend": 1e3,
    "mille": 1e3,
    "thousand": 1e3,
    "tausend": 1e3,
    "tsd": 1e3,
    "miljard": 1e9,
    "mrd": 1e9,
    "milliard": 1e9,
    "milliards": 1e9,
    "billion": 1e9,
    "bn": 1e9,
}
_PER_YEAR = (
    r"(?:/|per |par |p\.? ?|pro |jaarlijks|yearly|annually)\s*"
    r"(?:j(?:aar|ahr|r)?|an(?:nee|née|num)?|y(?:ear|r)?)?\.?"
)
_BOUND = (
    r"<=?|>=?|≤|≥|~|±|ca\.?|circa|max(?:imaal|imum|\.)?|min(?:imaal|imum|\.)?|tot|ongeveer|environ|about|etwa"
    r"|minder dan|meer dan"
)
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<bound>{_BOUND})?\s*{_MONEY}?\s*(?P<figure>{_NUMBER})\s*(?P<scale>{_SCALE})?\.?"
    rf"\s*{_MONEY}?\s*(?:,-|,--|\.-)?\s*(?:htva|ht|ttc|excl\.? btw|incl\.? btw|netto|brutto)?"
    rf"\s*(?P<per>{_PER_YEAR})?"
)

_BY_YEAR = re.compile(r"(?:19|20)\d\d:[^;]+(?:;\s*(?:19|20)\d\d:[^;]+)*")


@dataclass(frozen=True)
class Amount:
    """A parsed amount; `value` in euro is None where the text is ambiguous.

    `number` is the one that was read, also of an upper bound or of a yearly amount.
    """

    value: float | None
    text: str
    number: float | None = None
    bound: str = ""


def read_amount(cell: object) -> Amount:
    """Return the amount in a cell.

    A range, a bound, an amount a year, a share, less than nothing and other words have no value.
    """
    if share := format_share(cell):
        return Amount(None, share)
    text = format_cell(cell)
    if isinstance(cell, str) and _BY_YEAR.fullmatch(text):
        return _add_years(text)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        is_amount = 0 <= cell < _TOO_MUCH
        return Amount(float(cell) if is_amount else None, text[:_MAX_TEXT], float(cell))
    return _parse_amount(text)


def _add_years(text: str) -> Amount:
    """Return the sum of amounts by year, "2026: 1000; 2027: 2000"; no value if one of them has none."""
    found = [_parse_amount(part.partition(":")[2].strip(), _UNROUNDED).value for part in text.split(";")]
    values = [each for each in found if each is not None]
    total = round(sum(values), 2) if len(values) == len(found) else None
    return Amount(total, text, total)


@lru_cache(maxsize=8192)
def _parse_amount(text: str, decimals: int = 2) -> Amount:
    found = _AMOUNT.fullmatch(" ".join(text.lower().split())) if len(text) <= _MAX_TEXT else None
    if not found:
        return Amount(None, text)
    figure = _parse_number(found["figure"], found["scale"]) * _SCALES.get(found["scale"] or "", 1)
    figure = round(figure, decimals)
    bound, yearly = found["bound"] or "", bool(found["per"])
    return Amount(None if bound or yearly else figure, text, figure, bound)


def _parse_number(figure: str, scale: str | None) -> float:
    """Return a figure. Three digits behind a lone point or comma are thousands, but not in 5,125 million."""
    plain = re.sub("[ '’]", "", figure)
    marks = re.findall("[.,]", plain)
    if len(set(marks)) == 2 or (len(marks) == 1 and (scale or not re.search(r"[.,]\d{3}$", plain))):
        whole, _, fraction = plain.replace(",", ".").rpartition(".")
        return float(f"{whole.replace('.', '')}.{fraction}")
    return float(re.sub("[.,]", "", plain))
