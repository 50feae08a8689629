"""The words of the file format of a story, from the message catalogues: its fields, kinds, yes and no.

A file is written in the municipality's language; it is read in any language that has the words.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from terugkom.documents.messages import translate, translate_everywhere
from terugkom.editions.story import StoryKind
from terugkom.workbook.foreign.status_words import NO_WORDS, YES_WORDS

YES_OR_NO_FIELDS = ("public", "claims_done")
_WORD = re.compile(r"[^\W\d_]+|\d[\w/.-]*")
_BEFORE_REASON = " \t\n,.;:!–—-"  # and behind it
_AROUND_REASON = _BEFORE_REASON + "()"
_SHORTEST_REASON = 3  # letters: a shorter word only stands between two choices
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


def split_yes_or_no(text: str) -> tuple[bool | None, str]:
    """Return whether a text begins with yes or no in any language, and what stands behind it: "nee: wacht op
    foto". None for neither, and for both ("ja/nee")."""
    first = _WORD.match(text.strip())
    said = find_yes_or_no(first[0].casefold()) if first else None
    if first is None or said is None:
        return None, ""
    reason = text.strip()[first.end() :]
    others = _WORD.findall(reason.casefold())
    is_open = (not said) in map(find_yes_or_no, others)
    if is_open and all(len(word) < _SHORTEST_REASON or find_yes_or_no(word) is not None for word in others):
        return None, ""
    if reason.strip() and not others and "?" in reason:  # "nee?" is none yet
        return None, ""
    return said, reason.strip(_AROUND_REASON if not others else _BEFORE_REASON)


def find_yes_or_no(word: str) -> bool | None:
    """Return whether a word is yes or no in any language, or None if it is neither."""
    found = _index_words("choice", ("yes", "no")).get(word)
    if found is None and len(word) >= _SHORTEST_REASON - 1:  # a letter alone ticks a box, and no more
        return True if word in YES_WORDS else False if word in NO_WORDS else None
    return found == "yes" if found else None


@lru_cache
def _index_words(prefix: str, ids: Iterable[str]) -> dict[str, str]:
    return {word: each for each in ids for word in translate_everywhere(f"{prefix}.{each}")}
