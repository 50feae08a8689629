"""A pattern that finds a person in any text: their addresses, and their names as people write them."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import quote

ERASED = "[gewist]"

_MIN_WORD_LENGTH = 5  # letters of a name of one word: a shorter one stands in other words and in other people


@dataclass(frozen=True)
class PersonPattern:
    """Finds and replaces a person in texts. Case and the kind of spaces do not matter."""

    addresses: frozenset[str]
    names: frozenset[str]

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        addresses = [_write_expression(each) for each in self.addresses]
        names = [_write_expression(each) for name in self.names for each in _list_variants(name)]
        found = [rf"(?<![\w.+-])(?:{each})(?![\w-])" for each in addresses]
        found += [rf"(?<!\w)(?:{each})(?!\w)" for each in names]
        return re.compile("|".join(found) or r"(?!)", re.IGNORECASE)

    def occurs_in(self, text: str) -> bool:
        """Return whether the person stands in a text."""
        return self._expression.search(unicodedata.normalize("NFC", text)) is not None

    def replace(self, text: str, by: str = ERASED) -> str:
        """Return a text without the person; the same text if they do not stand in it."""
        composed = unicodedata.normalize("NFC", text)
        replaced = self._expression.sub(lambda _: by, composed)
        return text if replaced == composed else replaced

    def replace_in_value(self, value: Any, by: str = ERASED) -> Any:
        """Return a JSON value without the person, in keys and texts at any depth."""
        match value:
            case str():
                return self.replace(value, by)
            case dict():
                return {
                    self.replace(str(key), by): self.replace_in_value(each, by) for key, each in value.items()
                }
            case list():
                return [self.replace_in_value(each, by) for each in value]
        return value


def _list_variants(name: str) -> Iterator[str]:
    """Yield a name as it is written, and with the family name first."""
    words = name.split()
    if len(words) > 1:
        yield name
        yield f"{' '.join(words[1:])} {words[0]}"
        yield f"{' '.join(words[1:])}, {words[0]}"
    elif len(name.strip()) >= _MIN_WORD_LENGTH:
        yield name


def _write_expression(text: str) -> str:
    """Return the expression of a text: as it is, in HTML, XML and JSON, and in an address of the web."""
    words = unicodedata.normalize("NFC", text).split()
    written = {
        r"(?:\s|&nbsp;|&#160;|_|%20|\+)+".join(map(re.escape, words)),
        r"\s+".join(re.escape(escape(word)) for word in words),
        re.escape("%20".join(map(quote, words))),
        re.escape("".join(quote(word, safe="") for word in words)),
        r"\s+".join(re.escape(json.dumps(word)[1:-1]) for word in words),
    }
    return "|".join(sorted(written, key=len, reverse=True))


def build_pattern(addresses: Iterable[str], names: Iterable[str]) -> PersonPattern:
    """Return the pattern of a person; empty texts are left out."""
    return PersonPattern(
        frozenset(each.strip() for each in addresses if each.strip()),
        frozenset(each.strip() for each in names if each.strip()),
    )
