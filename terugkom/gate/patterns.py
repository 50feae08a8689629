"""The rules' notation for words, and where in a text they stand.

A pattern is written as people speak: ``zoveel mogelijk``. A ``*`` stands for any letters (``*studie``,
``onderzoek*``), or alone for one word; ``(a|b)`` for a choice, ``x?`` for what may lack; ``...`` for up to
six words; ``#`` for a number. What begins with ``re:`` is a regular expression, and with ``re#:`` one that is
tried where a number begins. All are matched in lower case.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Generic, TypeAlias, TypeVar

Span: TypeAlias = tuple[int, int]
_Phrase: TypeAlias = tuple[str, re.Pattern[str]]

_WORD = re.compile(r"\w+(?:['’]s(?!\w))?")
_PLAIN = re.compile(r"[\w'’*()|?]+")
_SPECIAL = {"*": r"\w*", "#": r"(?<![\w.,])\d+(?:[.,]\d+)*", ".": r"\.", "'": "['’]"}
_SOME_WORDS = r"(?:[ \t]+[\w'’-]+){0,6}"
_CACHED = 20_000  # distinct words; a plan of ten thousand actions has about as many

T = TypeVar("T")


class Lexicon:
    """Named lists of patterns, all looked for in one go.

    Each word of a text is looked up; what is known of a word is kept, as plans repeat themselves. Patterns of
    several words are tried only where their first word stands, so few are left to search the whole text for.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        """Compile the lists. Raises re.error for a pattern that makes no sense."""
        words: _Words[str | _Phrase] = _Words()
        self._at_numbers: list[_Phrase] = []
        self._anywhere: list[_Phrase] = []
        for name, patterns in lists.items():
            for pattern in patterns:
                first, *more = pattern.split()
                phrase = (name, re.compile(_regex(pattern)))
                if pattern.startswith(("re#:", "#")):
                    self._at_numbers.append(phrase)
                elif pattern.startswith("re:") or first == "*" or not _is_a_word(first):
                    self._anywhere.append(phrase)
                elif more:
                    words.add(first, phrase)
                else:
                    words.add(first, name)

        @lru_cache(_CACHED)
        def known(word: str) -> tuple[list[str], list[_Phrase]]:
            found = list(words.of(word))
            names = [each for each in found if isinstance(each, str)]
            return names, [each for each in found if not isinstance(each, str)]

        self._known = known

    def find(self, text: str) -> dict[str, list[Span]]:
        """Return where the patterns of each list stand in a text of lower case; without those that do not."""
        found: dict[str, list[Span]] = {}
        for word in _WORD.finditer(text):
            start = word.start()
            lists, phrases = self._known(word[0])
            for name in lists:
                found.setdefault(name, []).append(word.span())
            for name, phrase in (*phrases, *self._at_numbers) if text[start].isdigit() else phrases:
                if match := phrase.match(text, start):
                    found.setdefault(name, []).append(match.span())
        for name, pattern in self._anywhere:
            for match in pattern.finditer(text):
                found.setdefault(name, []).append(match.span())
        return found


class _Words(Generic[T]):
    """What belongs to which word: patterns of one word, by what they begin or end with."""

    def __init__(self) -> None:
        self._whole: dict[str, list[T]] = {}
        self._begins: dict[str, list[T]] = {}
        self._ends: dict[str, list[T]] = {}
        self._others: list[tuple[re.Pattern[str], T]] = []

    def add(self, pattern: str, value: T) -> None:
        for one in _choices(pattern.lower()):
            if "*" not in one:
                self._whole.setdefault(one, []).append(value)
            elif "*" not in one[:-1]:
                self._begins.setdefault(one[:-1], []).append(value)
            elif "*" not in one[1:]:
                self._ends.setdefault(one[1:], []).append(value)
            else:
                self._others.append((re.compile(one.replace("*", r"\w*")), value))

    def of(self, word: str) -> Iterator[T]:
        """Yield what belongs to a word."""
        word = word.replace("’", "'")
        yield from self._whole.get(word, ())
        for length in range(1, len(word) + 1):
            if (begin := word[:length]) in self._begins:
                yield from self._begins[begin]
            if (end := word[-length:]) in self._ends:
                yield from self._ends[end]
        for pattern, value in self._others:
            if pattern.fullmatch(word):
                yield value


def _choices(pattern: str) -> list[str]:
    """Return the words without brackets that ``(ge)?stimul(eer|er)*`` stands for; brackets do not nest."""
    parts = re.findall(r"\(([^()]*)\)(\?)?|([^()?])(\?)?", pattern)
    options = [
        [*group.split("|"), *([""] if may_lack else [])] if not letter else [letter, *([""] if lacks else [])]
        for group, may_lack, letter, lacks in parts
    ]
    return ["".join(chosen) for chosen in product(*options)]


def _is_a_word(pattern: str) -> bool:
    return _PLAIN.fullmatch(pattern) is not None and pattern.count("(") == pattern.count(")")


def _regex(pattern: str) -> str:
    if pattern.startswith(("re:", "re#:")):
        return pattern.partition(":")[2]
    regex = ""
    for word in pattern.lower().split():
        if word == "...":
            regex += _SOME_WORDS
        else:
            spoken = r"\w+" if word == "*" else "".join(_SPECIAL.get(letter, letter) for letter in word)
            regex += rf"\s+{spoken}" if regex else spoken
    return rf"(?<!\w){regex}(?!\w)"
