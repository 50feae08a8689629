"""What a channel said of itself, found again in a stored reason, which is English, to show it in a language.

A reason is shown up to its first colon or semicolon, for what follows may be a server's words about somebody.
So it is compared with the messages up to there.
"""

import re
from dataclasses import dataclass
from functools import cache
from string import Formatter

from terugkom.catalogues import DEFAULT_LANGUAGE, load_catalogue
from terugkom.errors import ERROR_LANGUAGE

_NAMESPACE = "channel."
_MIN_WORDS = 6  # characters that are no value: else anything would be such a message


@dataclass(frozen=True)
class _Head:
    """A message up to its first colon or semicolon: what fits it in English, and its text in a language."""

    pattern: re.Pattern[str]
    text: str


def translate_channel_reason(head: str, language: str) -> str | None:
    """Return the head of a reason in a language; None if it is not what a channel of ours says."""
    for each in _list_heads(language):
        if found := each.pattern.fullmatch(head):
            return each.text.format(**found.groupdict())
    return None


@cache
def _list_heads(language: str) -> tuple[_Head, ...]:
    """Return the heads of all messages of channels, those with the most words of ours first."""
    ids = sorted(each for each in load_catalogue(DEFAULT_LANGUAGE).own_ids if each.startswith(_NAMESPACE))
    english = {each: _cut(load_catalogue(ERROR_LANGUAGE).messages.gettext(each)) for each in ids}
    kept = {each: head for each, head in english.items() if _count_words(head) >= _MIN_WORDS}
    messages = load_catalogue(language).messages
    return tuple(
        _Head(_build_pattern(kept[each]), _cut(messages.gettext(each)))
        for each in sorted(kept, key=lambda each: -_count_words(kept[each]))
    )


def _cut(text: str) -> str:
    """Return a message up to its first colon or semicolon, its values without the way they are formatted."""
    plain = "".join(
        literal + ("" if name is None else f"{{{name}}}") for literal, name, _, _ in Formatter().parse(text)
    )
    return re.split("[:;]", plain, maxsplit=1)[0].strip()


def _count_words(head: str) -> int:
    return len(re.sub(r"\{\w+\}", "", head))


def _build_pattern(head: str) -> re.Pattern[str]:
    parts = Formatter().parse(head)
    return re.compile(
        "".join(re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, _, _ in parts)
    )
