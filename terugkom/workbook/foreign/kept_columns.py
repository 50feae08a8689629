"""Columns that are kept beside an action under their own header, and say what it delivers or how it is measured.

The gate asks for exactly that, so what a plan says in a column of its own is not asked again. A header that
only has the word of an action in it ("Mesure" in French) is none of them.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from terugkom.workbook.foreign.header_matching import normalize_header

RESULT, INDICATOR = "result", "indicator"
KEPT_FIELDS = frozenset({RESULT, INDICATOR})
_PATTERNS = {
    INDICATOR: re.compile(
        r"\b(?:\w*indicator(?:en)?|indicators|\w*indicateurs?|\w*indikator(?:en)?|kpi s?|kpis?"
        r"|hoe (?:meten|weten|zien) (?:we|wij)(?: \w+)*|waaraan (?:meten|zien) (?:we|wij)(?: \w+)*|meetbaar(?: \w+)?"
        r"|meetcriteri\w*|succescriteri\w*|meting|meetwijze|streefwaarde|streefcijfer|doelwaarde"
        r"|comment (?:mesure\w*|mesurons nous|le mesurer)|criteres? (?:de reussite|de succes|d evaluation)"
        r"|valeur cible|moyens? de verification"
        r"|how (?:do|will) we measure(?: \w+)*|how measured|measured by|metrics?|success criteri\w+|target value"
        r"|messgrosse|messzahl|kennzahl(?:en)?|kenngrosse|zielwert|erfolgskriteri\w+|wie messen wir(?: \w+)*"
        r"|woran messen wir(?: \w+)*)\b"
    ),
    RESULT: re.compile(
        r"\b(?:\w*resulta(?:at|ten|ts?)|results?|resultaten|deliverables?|outputs?|eindproduct(?:en)?"
        r"|(?:wat )?lever(?:en)? (?:we|wij)(?: op| af)?|wat levert (?:het|dit|ze) op|op te leveren(?: \w+)?"
        r"|te leveren(?: \w+)?|oplevering(?:en)?|wat is er dan|wat zal er zijn|wat is het eindproduct"
        r"|livrables?|produits? attendus?|realisations? attendues?|que livrons nous|ce que nous livrons"
        r"|what (?:do|will) we deliver|expected outcomes?|outcomes?|end product"
        r"|\w*ergebnis(?:se)?|lieferobjekte?|was liefern wir|liefergegenstand|endprodukt)\b"
    ),
}


@lru_cache(maxsize=4096)
def find_kept_field(header: str) -> str:
    """Return `RESULT` or `INDICATOR` for a header that says so, else ""."""
    normalized = normalize_header(header)
    return next((field for field, pattern in _PATTERNS.items() if pattern.search(normalized)), "")


def list_kept_texts(
    extra: Mapping[str, Any], field: str, column_map: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return the texts of the columns of an action for a field; `column_map` is what a person said of them."""
    chosen = column_map or {}
    return tuple(
        str(text)
        for header, text in extra.items()
        if text and (chosen[header] if header in chosen else find_kept_field(header)) == field
    )
