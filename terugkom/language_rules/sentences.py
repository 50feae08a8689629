"""Split a text into sentences: a line, a heading or a point of a list ends one too."""

import re

from terugkom.language_rules.spans import Span

_ABBREVIATIONS = (
    "bv", "bijv", "ca", "nr", "art", "o.a", "m.a.w", "t.o.v", "i.p.v", "d.w.z", "dhr", "mevr", "incl", "excl",
    "env", "p.ex", "c.-à-d", "mme", "e.g", "i.e", "mr", "mrs", "dr", "z.b", "d.h", "u.a", "ggü", "bzw",
)  # fmt: skip
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s+[\"'“‘«(\[]?[A-ZÀ-ÖØ-Þ0-9])|\n+")
_LAST_WORD = re.compile(r"[\w.\-]*\w(?=\.$)")
_MARKS = " \t\r-–•*#"  # what begins a point of a list or a heading


def split_sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of a text, without the marks that begin a point or a heading."""
    ends = [match.end() for match in _END.finditer(text) if not _ends_abbreviated(text, match.end())]
    found = [_trim(text, start, end) for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    return [span for span in found if span[0] < span[1]]


def _ends_abbreviated(text: str, end: int) -> bool:
    last = _LAST_WORD.search(text[max(0, end - 12) : end])
    return last is not None and last[0].lower() in _ABBREVIATIONS


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_MARKS + "\n"))
    return start, max(start, end - (len(piece) - len(piece.rstrip())))
