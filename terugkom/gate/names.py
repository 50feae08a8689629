"""Names in a text: what is called "Meer Mobiel vzw" does not promise more of anything."""

import re

from terugkom.gate.patterns import Span

_MOSTLY = 0.7  # of the letters of a text
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'.-]*"
_PATTERNS = (
    re.compile(rf"(?<=[^\s.!?:;(•*-] ){_CAPITAL}"),  # a capital inside a sentence
    re.compile(rf"(?<!\w){_CAPITAL}(?:[ -]{_CAPITAL})+(?:-\w+)?"),  # several in a row
    re.compile(
        r"(?<!\w)(?:'[^'\n]{2,60}'|\"[^\"\n]{2,60}\"|‘[^’\n]{2,60}’|“[^”\n]{2,60}”|«[^»\n]{2,60}»)(?!\w)"
    ),
    re.compile(rf"(?<!\w){_CAPITAL}(?: \w+){{0,2}} (?:vzw|cv|cvba|bv|nv|asbl)(?!\w)"),
)


def names_in(text: str) -> list[Span]:
    """Return where names stand: capitals inside a sentence, words in quotes, legal persons.

    A text that is written in capitals all through tells nothing by them.
    """
    spans = [match.span() for pattern in _PATTERNS for match in pattern.finditer(text)]
    named = {at for start, end in spans for at in range(start, end)}
    return [] if len(named) > _MOSTLY * len(text) else spans
