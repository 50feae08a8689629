"""Normalize text for comparison: case, accents, punctuation and spaces."""

import re
import unicodedata
from functools import lru_cache

_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


def strip_accents(text: str) -> str:
    """Return text in lower case without accents; the German ß becomes ss."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return "".join(each for each in decomposed if not unicodedata.combining(each))


@lru_cache(maxsize=8192)
def normalize_text(text: str) -> str:
    """Return text as words of lower-case letters and digits, separated by single spaces."""
    return _NOT_ALPHANUMERIC.sub(" ", strip_accents(text)).strip()
