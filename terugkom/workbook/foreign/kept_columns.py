"""Columns that are kept under their own header, and say what an action delivers or how it is measured.

The gate asks for exactly that, so what a plan says in a column of its own is not asked again. A header that
only has the word of an action in it ("Mesure" in French) is none of them.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from terugkom.workbook.foreign.header_matching import normalize_header
from terugkom.workbook.foreign.header_patterns import KEPT_PATTERNS

RESULT, INDICATOR = "result", "indicator"
KEPT_FIELDS = frozenset({RESULT, INDICATOR})
_PATTERNS = {field: re.compile(pattern) for field, pattern in KEPT_PATTERNS.items()}


@lru_cache(maxsize=4096)
def find_kept_field(header: str) -> str:
    """Return `RESULT` or `INDICATOR` for a header that says so, else ""."""
    normalized = normalize_header(header)
    return next((field for field, pattern in _PATTERNS.items() if pattern.search(normalized)), "")


def list_kept_texts(
    extra: Mapping[str, Any], field: str, column_map: Mapping[str, str] | None
) -> tuple[str, ...]:
    """Return the texts of the columns of an action for a field; `column_map` is what a person said."""
    chosen = column_map or {}
    return tuple(
        str(text)
        for header, text in extra.items()
        if text and (chosen[header] if header in chosen else find_kept_field(header)) == field
    )
