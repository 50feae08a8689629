"""The words of the file format of a story, from the message catalogues: its fields, kinds, yes and no.

A file is written in the municipality's language; it is read in any language that has the words.
"""

from collections.abc import Iterable
from functools import lru_cache

from terugkom.documents.messages import translate, translate_everywhere
from terugkom.editions.story import StoryKind

FIELDS = (
    *("kind", "title", "public", "actions", "theme"),
    *("picture", "alt", "photographer", "permission", "quote", "claims_done"),
    *("checked", "kept", "correction"),
)


def get_field_word(field: str, language: str) -> str:
    """Return what a field is called in a file."""
    return translate(f"story.field.{field}", language)


def get_kind_word(kind: StoryKind, language: str) -> str:
    """Return the word for a kind of story, which its file's name starts with."""
    return translate(f"story.kind.{kind.value}", language)


def get_yes_or_no(value: bool, language: str) -> str:
    """Return the word for a field that is true or false."""
    return translate("choice.yes" if value else "choice.no", language)


def find_field(word: str) -> str | None:
    """Return the field that is called so in any language, or None."""
    return _index_words("story.field", FIELDS).get(word)


def find_kind(word: str) -> StoryKind | None:
    """Return the kind that is called so in any language, or None."""
    found = _index_words("story.kind", tuple(StoryKind)).get(word)
    return StoryKind(found) if found else None


def find_yes_or_no(word: str) -> bool | None:
    """Return whether a word is yes or no in any language, or None if it is neither."""
    found = _index_words("choice", ("yes", "no")).get(word)
    return found == "yes" if found else None


@lru_cache
def _index_words(prefix: str, ids: Iterable[str]) -> dict[str, str]:
    return {word: each for each in ids for word in translate_everywhere(f"{prefix}.{each}")}
