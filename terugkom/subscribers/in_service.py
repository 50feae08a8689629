"""Tell which columns of a staff list say who works here, and what a word in them says."""

import re
from collections.abc import Iterable

from terugkom.normalize import normalize_text
from terugkom.subscribers.employment_words import IN_SERVICE, OUT_OF_SERVICE
from terugkom.subscribers.staff_headers import HEADER_SYNONYMS, VAGUE_HEADERS
from terugkom.workbook.foreign.header_matching import index_synonyms, normalize_header

_HEADERS = index_synonyms(HEADER_SYNONYMS, "")
_VAGUE = frozenset(map(normalize_text, VAGUE_HEADERS.split("|")))
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_CHOICE = re.compile(r"[/|,;=-]|\b(?:of|ou|or|oder)\b")  # between the words that a header offers


def parse_in_service(text: str) -> bool | None:
    """Return whether a word says that somebody works here, or does not; None if it says neither."""
    word = normalize_text(text) or text.replace("\ufe0f", "").strip()
    return True if word in IN_SERVICE else False if word in OUT_OF_SERVICE else None


def is_whole_header(header: str, name: str) -> bool:
    """Return whether a header is that of a field and says nothing else: neither *Account actief* nor *Actief
    (vrijwilliger)*; the words that it offers in brackets are allowed, as in *Actief (ja/nee)*."""
    offered = [each for inside in _BRACKETS.findall(header) for each in _CHOICE.split(inside.lower())]
    is_plain = all(parse_in_service(each) is not None for each in offered if each.strip())
    return is_plain and _HEADERS.get(normalize_header(header)) == name


def says_who_works_here(header: str, texts: Iterable[str]) -> bool:
    """Return whether a column says who works here: some of its texts do, and where its header may be that of
    anything (*Status*), all of them in a word, for a letter or figure is a code of something."""
    if not is_whole_header(header, "in_service"):
        return False
    said = {text: parse_in_service(text) for text in texts if text}
    if normalize_header(header) in _VAGUE:
        return bool(said) and all(len(text) > 1 and each is not None for text, each in said.items())
    return any(each is not None for each in said.values())
