"""Whether the numeric dates of a column have the day or the month first, judged by the column as a whole.

Here the day stands first. A column in which a date can only have its month first (12/31/2027) is one of
another country, and so are all its dates. One that has both is a contradiction, which nobody resolves by
guessing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

_NUMERIC_DATE = re.compile(
    r"(?<![\d/.-])(\d{1,2})( ?[/.-] ?)(\d{1,2})( ?[/.-] ?)(\d{4}|\d{2})"
    r"(?: (?:12|0?0):00(?::00)? ?am)?(?![\d/.-])",
    re.IGNORECASE,
)
_MONTHS = 12


class DayOrder(Enum):
    """What a text, or a column, says of the order of day and month."""

    UNKNOWN = "either could be first"
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    MIXED = "both occur"


def detect_day_order(text: str) -> DayOrder:
    """Return the order that the numeric dates in one text prove."""
    found = {_detect_order(first, second) for first, second in _list_numbers(text)} - {DayOrder.UNKNOWN}
    return found.pop() if len(found) == 1 else DayOrder.MIXED if found else DayOrder.UNKNOWN


def detect_column_orders(columns: Mapping[str, Sequence[str]]) -> dict[str, DayOrder]:
    """Return the order of each column of a table.

    A column that proves nothing has that of the others, if these agree: one program wrote them all.
    """
    orders = {name: _combine({detect_day_order(text) for text in texts}) for name, texts in columns.items()}
    shared = _combine(set(orders.values()))
    return {
        name: shared if order is DayOrder.UNKNOWN and shared is not DayOrder.MIXED else order
        for name, order in orders.items()
    }


def is_ambiguous(text: str) -> bool:
    """Return whether a text holds a date that is another one if its month stands first."""
    return any(first != second and max(first, second) <= _MONTHS for first, second in _list_numbers(text))


def put_day_first(text: str) -> str:
    """Return a text in which the numeric dates had their month first with their day first."""
    return _NUMERIC_DATE.sub(r"\3\2\1\4\5", text)


def _list_numbers(text: str) -> Iterator[tuple[int, int]]:
    for found in _NUMERIC_DATE.finditer(text):
        yield int(found[1]), int(found[3])


def _detect_order(first: int, second: int) -> DayOrder:
    if first > _MONTHS >= second:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if second > _MONTHS >= first else DayOrder.UNKNOWN


def _combine(orders: set[DayOrder]) -> DayOrder:
    proven = orders - {DayOrder.UNKNOWN}
    return proven.pop() if len(proven) == 1 else DayOrder.MIXED if proven else DayOrder.UNKNOWN
