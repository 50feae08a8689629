"""Find proper names in a text: "Meer" in "Meer Mobiel vzw" is not a vague word."""

import re

from terugkom.language_rules.spans import Span, joined

_MOSTLY = 0.7  # of the letters of a text
# Each begins with its first letter, with a lookbehind from there, so that the search only stops at capitals.
_CAPITAL, _MORE = "[A-ZÀ-ÖØ-Þ]", r"[\w’'.-]*"
_PATTERNS = (
    # A capital inside a sentence; not after a number, for "1.2 Stimuleren ..." begins one.
    re.compile(rf"{_CAPITAL}(?<=[^\s\d.!?:;(•*-] .){_MORE}"),
    # Several in a row, of which the first is no code.
    re.compile(rf"{_CAPITAL}(?<!\w.){_MORE}(?<!\d)(?:[ -]{_CAPITAL}{_MORE})+(?:-\w+)?"),
    # Words in quotes.
    re.compile(
        r"['\"‘“«](?<!\w.)"
        r"(?:(?<=')[^'\n]{2,60}'|(?<=\")[^\"\n]{2,60}\"|(?<=‘)[^’\n]{2,60}’|(?<=“)[^”\n]{2,60}”|(?<=«)[^»\n]{2,60}»)(?!\w)"
    ),
    # Legal persons.
    re.compile(rf"{_CAPITAL}(?<!\w.){_MORE}(?: \w+){{0,2}} (?:vzw|cv|cvba|bv|nv|asbl)(?!\w)"),
)


def names_in(text: str) -> list[Span]:
    """Return the spans of names: capitals inside a sentence, words in quotes, legal persons.

    Returns none for a text that is mostly written in capitals.
    """
    spans = [match.span() for pattern in _PATTERNS for match in pattern.finditer(text)]
    named = sum(end - start for start, end in joined(spans))
    return [] if named > _MOSTLY * len(text) else spans
