"""Sentences for readers: what a person must write at least, and free text that ends as a sentence does."""

import re
from enum import StrEnum

MAX_SENTENCE_LENGTH = 240  # characters: with its heading it fits in a post of any network
_MIN_WORDS = 4
_WORD = re.compile(r"[^\W\d_]{2,}")
_OPEN_END = re.compile(r"[\w)%\"'”’»]$")  # after which a full stop can stand
_END = re.compile(r"[.!?…][\"'”’»)]*$")


class SentenceProblem(StrEnum):
    """Why a text is no sentence for readers, as the catalogues name it."""

    TOO_SHORT = "too-short"
    NO_END = "no-end"
    TOO_LONG = "too-long"


def find_sentence_problem(text: str) -> SentenceProblem | None:
    """Return why this is not at least a sentence, or None: four words or more, not all the same, that end."""
    text = text.strip()
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < _MIN_WORDS or len(set(words)) < _MIN_WORDS - 1:
        return SentenceProblem.TOO_SHORT
    if not _END.search(text):
        return SentenceProblem.NO_END
    return SentenceProblem.TOO_LONG if len(text) > MAX_SENTENCE_LENGTH else None


def end_sentence(text: str) -> str:
    """Return free text with a full stop behind it if its last sentence does not end; not behind an address
    of a page."""
    text = text.rstrip()
    is_open = _OPEN_END.search(text) and not _END.search(text) and "://" not in text.rsplit(maxsplit=1)[-1]
    return f"{text}." if is_open else text
