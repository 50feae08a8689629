"""Read the ideas of one row one by one, where a form has a column for each: *Idee 1*, *Idee 2*, *Idee 3*."""

import re
from collections.abc import Mapping, Sequence

from terugkom.normalize import normalize_text

_MAX_NUMBER = 20  # a year is none
_NUMBER = re.compile(r"\b(?:n ?r ?|nummer |numero |no )?0*(\d{1,2})$|^0*(\d{1,2})\b")
_ORDINALS: Mapping[str, int] = {
    **dict.fromkeys(("eerste", "1e", "1ste", "premiere", "1ere", "erste", "first", "1st"), 1),
    **dict.fromkeys(("tweede", "2e", "2de", "deuxieme", "seconde", "2eme", "zweite", "second", "2nd"), 2),
    **dict.fromkeys(("derde", "3e", "3de", "troisieme", "3eme", "dritte", "third", "3rd"), 3),
    **dict.fromkeys(("vierde", "4e", "4de", "quatrieme", "4eme", "vierte", "fourth", "4th"), 4),
    **dict.fromkeys(("vijfde", "5e", "5de", "cinquieme", "5eme", "funfte", "fifth", "5th"), 5),
}


def list_ideas_of_a_row(
    headers: Sequence[str], ideas: Sequence[int], of_ideas: Sequence[int]
) -> list[frozenset[int]]:
    """Return for each idea of a row the columns that are of another one; once none if a row has one idea.

    `ideas` are the columns whose header has a word for an idea: if two of them have different numbers, each
    number is an idea. `of_ideas` are all columns that may be numbered along: their explanation, their theme.
    """
    numbers = {at: _find_number(headers[at]) for at in of_ideas}
    wanted = sorted({numbers[at] for at in ideas if numbers.get(at)})
    if len(wanted) < 2:
        return [frozenset()]
    return [frozenset(at for at, number in numbers.items() if number not in (0, each)) for each in wanted]


def _find_number(header: str) -> int:
    """Return the number at the end or the beginning of a header, or its ordinal; 0 without."""
    words = normalize_text(header)
    found = _NUMBER.search(words)
    number = int(found[1] or found[2]) if found else 0
    ordinal = next((_ORDINALS[each] for each in words.split() if each in _ORDINALS), 0)
    return ordinal or (number if number <= _MAX_NUMBER else 0)
