"""The text of a story in parts: no sentence ends in a colon, and what is told in short is told to its end.

A part is a paragraph, a heading or a list of the Markdown that stories are written in.
"""

import re
from collections.abc import Sequence

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_POINT = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)|[^\n]+\n *(?:=+|-+) *$")
# Blank space is read from its beginning only, and colons from the first of them.
_LAST_LINE_IS_POINT = re.compile(r"(?:^|(?<!\s)(?=[^\S\n]*\n))\s*+(?:[-*+]|\d{1,9}[.)])\s[^\n]*$")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")  # what a backslash may stand before, in CommonMark
_HEADING_COLON = re.compile(r"(?<![:：])[:：]++(?=[*_#\s]*(?:\n|$))")
_COLON = re.compile(r"[:：](?=[*_\s]*$)")


def split_parts(text: str) -> list[str]:
    """Return the parts of a text, in order; a list with blank lines between its points is one part."""
    found: list[str] = []
    for part in _BLANK_LINES.split(text.strip("\n")):
        if found and _LAST_LINE_IS_POINT.search(found[-1]) and (_is_list(part) or part[:1] in " \t"):
            found[-1] += f"\n\n{part}"
        elif part.strip():
            found.append(part)
    return found


def finish_sentences(text: str) -> str:
    """Return a text in which a colon announces something: the list, or the words, that follow it.

    A paragraph that ends in a colon is joined with the next one; where none follows, it gets a full stop.
    """
    parts = split_parts(text)
    for at in range(len(parts) - 1, -1, -1):
        after = parts[at + 1] if at + 1 < len(parts) else ""
        if _is_heading(parts[at]):
            parts[at] = _HEADING_COLON.sub("", parts[at])
        elif not _COLON.search(parts[at]):
            continue
        elif _LAST_LINE_IS_POINT.search(parts[at]) or not after or _is_heading(after):
            parts[at] = _COLON.sub(".", parts[at])
        elif not _is_list(after):
            parts[at : at + 2] = [f"{parts[at].rstrip()} {after.lstrip()}"]
    return "\n\n".join(parts)


def escape_text(text: str) -> str:
    """Return plain text as Markdown that says the same."""
    return _PUNCTUATION.sub(r"\\\1", text)


def count_short_parts(parts: Sequence[str], *, has_reason: bool) -> int:
    """Return how many parts a short channel tells: the first, what it announces, and a reason if it has one.

    Of what went less well the reason is the first paragraph after the lead.
    """
    end = _end_of_announcement(parts, 0)
    if has_reason and end < len(parts):
        while end < len(parts) - 1 and _is_heading(parts[end]):
            end += 1
        end = _end_of_announcement(parts, end)
    return end


def _end_of_announcement(parts: Sequence[str], at: int) -> int:
    """Return the place after a part, and after what its colon announces."""
    while at < len(parts) - 1 and _COLON.search(parts[at]):
        at += 1
    return min(at + 1, len(parts))


def _is_list(part: str) -> bool:
    return bool(_POINT.match(part))


def _is_heading(part: str) -> bool:
    return not _is_list(part) and bool(_HEADING.match(part))
