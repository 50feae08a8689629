"""A list of choices in a sentence. Apart from dates and numbers: importing those of Babel takes 15 ms."""

from collections.abc import Sequence

from babel import lists


def format_choices(words: Sequence[str], language: str) -> str:
    """Return words as a choice in this language: ``gepland, lopend of klaar``."""
    return lists.format_list(words, style="or", locale=language)
