"""Normalize text for comparison: case, accents, punctuation and spaces."""

import re
import unicodedata
from functools import lru_cache

_OTHER = re.compile(r"[^a-z0-9]+")


def without_accents(text: str) -> str:
    """Return text in lower case without accents; the German ß becomes ss."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return "".join(each for each in decomposed if not unicodedata.combining(each))


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return text as words of lower-case letters and digits, separated by single spaces."""
    return _OTHER.sub(" ", without_accents(text)).strip()
