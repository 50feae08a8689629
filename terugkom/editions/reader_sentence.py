"""Sentences for readers: what a person must write at least."""

import re
from enum import StrEnum

from terugkom.documents.end_sentence import SENTENCE_END

MAX_SENTENCE_LENGTH = 240  # characters: with its heading it fits in a post of any network
_MIN_WORDS = 4
_WORD = re.compile(r"[^\W\d_]{2,}")


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
    if not SENTENCE_END.search(text):
        return SentenceProblem.NO_END
    return SentenceProblem.TOO_LONG if len(text) > MAX_SENTENCE_LENGTH else None
