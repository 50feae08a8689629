"""Find proper names in a text: "Meer" in "Meer Mobiel vzw" is not a vague word."""

import re

from terugkom.language_rules.spans import Span, merge_spans

_MAX_NAME_SHARE = 0.7  # of the letters of a text
# Each begins with its first letter, with a lookbehind from there, so that the search only stops at capitals.
_CAPITAL, _WORD_REST = "[A-ZÀ-ÖØ-Þ]", r"[\w’'.-]*"
_PATTERNS = (
    # A capital inside a sentence; not after a number, for "1.2 Stimuleren ..." begins one.
    re.compile(rf"{_CAPITAL}(?<=[^\s\d.!?:;(•*-] .){_WORD_REST}"),
    # Several in a row, of which the first is no code.
    re.compile(rf"{_CAPITAL}(?<!\w.){_WORD_REST}(?<!\d)(?:[ -]{_CAPITAL}{_WORD_REST})+(?:-\w+)?"),
    # Words in quotes.
    re.compile(
        r"['\"‘“«](?<!\w.)"
        r"(?:(?<=')[^'\n]{2,60}'|(?<=\")[^\"\n]{2,60}\"|(?<=‘)[^’\n]{2,60}’|(?<=“)[^”\n]{2,60}”|(?<=«)[^»\n]{2,60}»)(?!\w)"
    ),
    # Legal persons.
    re.compile(rf"{_CAPITAL}(?<!\w.){_WORD_REST}(?: \w+){{0,2}} (?:vzw|cv|cvba|bv|nv|asbl)(?!\w)"),
)


def find_names(text: str) -> list[Span]:
    """Return the spans of names: capitals inside a sentence, words in quotes, legal persons.

    Returns none for a text that is mostly written in capitals.
    """
    spans = [match.span() for pattern in _PATTERNS for match in pattern.finditer(text)]
    named = sum(end - start for start, end in merge_spans(spans))
    return [] if named > _MAX_NAME_SHARE * len(text) else spans
