"""Normalize text: for comparison without case and accents, for storage without control characters."""

import re
import unicodedata
from functools import lru_cache

_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")
# Control characters but tab and newline, lone surrogates, noncharacters, and what turns the direction of the
# text that follows (Unicode TR 9). Databases refuse some, XML (Word, PDF) others, and no person types them.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
# What shows nothing: hyphens that only break a line, joiners of words, marks of direction, such as an address
# book puts around an address. A joiner (200c, 200d) stays where it joins letters or faces outside ASCII.
INVISIBLE_SIGNS = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
)
JOINERS = "\u200c\u200d"
_INVISIBLE = re.compile(  # a run of joiners is looked at once, from its first
    f"[{INVISIBLE_SIGNS}]|(?<![^\x00-\x7f])[{JOINERS}]++|(?<![{JOINERS}])[{JOINERS}]++(?![^\x00-\x7f])"
)


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


def remove_control_characters(text: str) -> str:
    """Return a text that every database and document can hold; its lines end with a newline alone."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def remove_invisible(text: str) -> str:
    """Return a text without the characters that its readers do not see."""
    return _INVISIBLE.sub("", text)
