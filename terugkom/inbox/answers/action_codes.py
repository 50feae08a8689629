"""Find which actions an answer names by their codes, and which part of it is about each."""

import re
from collections.abc import Iterable, Sequence

from terugkom.inbox.answers import answer_words
from terugkom.inbox.reply_text import ReplySegment
from terugkom.normalize import strip_accents


def find_codes(text: str, codes: Iterable[str]) -> list[str]:
    """Return which of these codes a text names, each as a whole word, in the order in which it does."""
    found = {}
    for code in codes:
        if match := re.search(rf"(?<![\w-]){re.escape(code)}(?![\w-])", text, re.IGNORECASE):
            found[code] = match.start()
    return sorted(found, key=lambda each: found[each])


def split_by_codes(segment: ReplySegment, codes: Sequence[str]) -> list[tuple[str, str]]:
    """Return the parts of a text by the code with which each begins, or under which it was written."""
    parts: list[tuple[str, list[str]]] = []
    under = find_codes(segment.under, codes)
    parts.append((under[0] if len(under) == 1 else "", []))
    for line in segment.text.split("\n"):
        beginning = next((each for each in codes if _begins_with(line, each)), None)
        if beginning:
            parts.append((beginning, []))
        parts[-1][1].append(line)
    named = [(code, "\n".join(lines).strip()) for code, lines in parts]
    found = [(code, text) for code, text in named if text] or named[:1]
    if len(found) == 1 and not found[0][0]:
        mentioned = find_codes(found[0][1], codes)
        if len(mentioned) == 1 and not _names_as_well(found[0][1], mentioned[0]):
            return [(mentioned[0], found[0][1])]
    return found


def _names_as_well(text: str, code: str) -> bool:
    """Return whether a text names an action by its code beside the one that it is about: "ook E-02"."""
    as_well = answer_words.AS_WELL.replace("CODE", re.escape(code.lower()))
    return re.search(as_well, strip_accents(text)) is not None


def _begins_with(line: str, code: str) -> bool:
    return re.match(rf"\s*[-*•]?\s*[\[(]?{re.escape(code)}(?![\w-])", line, re.IGNORECASE) is not None
