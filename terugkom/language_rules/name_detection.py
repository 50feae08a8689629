"""Find proper names in a text: "Meer" in "Meer Mobiel vzw" is not a vague word."""

import re

from terugkom.language_rules.spans import Span, merge_spans

_MAX_NAME_SHARE = 0.7  # of the letters of a text
# Each begins with its first letter, with a lookbehind from there, so that the search only stops at capitals.
# A word is read up to its 60th sign: a text of one word a page long would be read again from each capital.
_CAPITAL, _WORD_REST = "[A-ZÀ-ÖØ-Þ]", r"[\w’'.-]{0,60}"
_PATTERNS = (
    # A capital inside a sentence; not after a number, for "1.2 Stimuleren ..." begins one.
    re.compile(rf"{_CAPITAL}(?<=[^\s\d.!?:;(•*-] .){_WORD_REST}"),
    # Several in a row, of which the first is no code.
    re.compile(rf"{_CAPITAL}(?<!\w.){_WORD_REST}(?<!\d)(?:[ -]{_CAPITAL}{_WORD_REST})+(?:-\w+)?"),
    # Words in quotes.
    re.compile(
        r"['\"‘“«„‚](?<!\w.)"
        r"(?:(?<=')[^'\n]{2,60}'|(?<=\")[^\"\n]{2,60}\"|(?<=‘)[^’\n]{2,60}’|(?<=“)[^”\n]{2,60}”|(?<=«)[^»\n]{2,60}»"
        r"|(?<=„)[^“”\n]{2,60}[“”]|(?<=‚)[^‘’\n]{2,60}[‘’])(?!\w)"
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


_PROPER = rf"{_CAPITAL}[a-zà-ÿ]{_WORD_REST}"
_CAPITALIZED = (
    re.compile(rf"(?<=[^\s\d.!?:;(•*\"“‘«'-]\s){_PROPER}(?:[ -](?:{_PROPER}|\d+))*"),
    re.compile(rf"(?<!\w){_PROPER}(?: {_PROPER})+"),
)
_QUOTED = re.compile(
    r"(?<!\w)(?:'([^',;.!?]{2,50})'|\"([^\",;.!?]{2,50})\"|‘([^’,;.!?]{2,50})’|“([^”,;.!?]{2,50})”|«([^»,;.!?]{2,50})»"
    r"|„([^“”,;.!?]{2,50})[“”]|‚([^‘’,;.!?]{2,50})[‘’])(?!\w)"
)
_MAX_QUOTED_WORDS = 4  # more is what somebody said


def find_capitalized_names(text: str) -> list[Span]:
    """Return the spans of words with a capital inside a sentence, and of several with capitals in a row.

    Words of capitals only, as CO2, are none. Returns none for a text of which most words have a capital.
    """
    words = re.findall(r"\w{4,}", text)
    if sum(word[0].isupper() for word in words) > _MAX_NAME_SHARE * len(words):
        return []
    return [match.span() for pattern in _CAPITALIZED for match in pattern.finditer(text)]


def find_quoted_names(text: str) -> list[Span]:
    """Return the spans of a few words in quotes, without a mark between clauses; a longer quote is speech."""
    found = (match for match in _QUOTED.finditer(text) if match.span() != (0, len(text)))
    return [match.span() for match in found if len(match[0].split()) <= _MAX_QUOTED_WORDS]
