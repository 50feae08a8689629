"""The pattern notation of the rules, and a search for the patterns in a text.

A pattern is written as plain words: ``zoveel mogelijk``. A ``*`` stands for any letters (``*studie``,
``onderzoek*``), or alone for one word; ``(a|b)`` for a choice, ``x?`` for an optional part, ``(a|b)?`` for an
optional word; ``...`` for up to six words, ``~`` for up to ten with their commas, numbers and signs; ``#``
for a number. What begins with ``re:`` is a regular expression, and with ``re#:`` one that is tried where a
number begins. All are matched in lower case.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain, product
from typing import Generic, TypeAlias, TypeVar

from terugkom.language_rules.spans import Span

_Phrase: TypeAlias = tuple[str, str]  # the name of a list, and a regular expression

_WORD = re.compile(r"\w+(?:['’]s(?!\w))?")
_OPTIONAL_WORD = re.compile(r"\([^()]*\)\?")
_PLAIN_PATTERN = re.compile(r"[\w*()|?]+(?:['’]s)?")
_WHOLE_WORD = re.compile(r"(?!\*\Z)[\w*]+")  # which is looked up and not searched for
_PLAIN_WORD = re.compile(r"[^()?]+")
_BEFORE_A_MARK = re.compile(r"\w+(?=[.'’-])(?!.\?)")
_SPECIAL = str.maketrans({"*": r"\w*", "#": r"(?<![\w.,])\d+(?:[.,]\d+)*", ".": r"\.", "'": "['’]"})
_SOME_WORDS = r"(?:[ \t]+[\w'’-]+){0,6}"
_MORE_WORDS = r"(?:[ \t]+[^\s;:!?()]+){0,10}?"
_OPTIONAL_START = re.compile(r"(\([^()]*\))(\?) +(?=\S)")
_CHOICE_OF_PHRASES = re.compile(r"\(([^()]* [^()]*)\)(\?)?")
_FIRST_CHOICE = re.compile(r"\(([^()]*)\)(?= |\Z)")
_GAPS = {"...": _SOME_WORDS, "~": _MORE_WORDS}
_CACHE_SIZE = 20_000  # distinct words; a plan of ten thousand actions has about as many

T = TypeVar("T")


class Lexicon:
    """Named lists of patterns, all searched for in one pass.

    Each word of a text is looked up, with a cache, as plans repeat words. Patterns of
    several words are tried only where their first word occurs, so few need a search of the whole text, and
    most are never compiled: to compile all took a process that renders documents a fifth of a second.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        """Index the lists."""
        words: _WordIndex[str | _Phrase] = _WordIndex()
        at_numbers: list[_Phrase] = []
        self._anywhere: list[_Phrase] = []
        for name, patterns in lists.items():
            begun = chain.from_iterable(map(_split_optional_start, patterns))
            expanded = chain.from_iterable(map(_expand_phrases, begun))
            for pattern in chain.from_iterable(map(_split_first_word, expanded)):
                first, *more = pattern.split()
                if not more and _WHOLE_WORD.fullmatch(first):
                    words.add(first, name)
                    continue
                phrase = (name, build_regex(pattern))
                if pattern.startswith(("re#:", "#")):
                    at_numbers.append(phrase)
                elif pattern.startswith("re:") or first == "*" or not (begin := _first_word_pattern(first)):
                    self._anywhere.append(phrase)
                elif more or begin != first:
                    words.add(begin, phrase)
                else:
                    words.add(first, name)

        @lru_cache(_CACHE_SIZE)
        def known(word: str) -> tuple[list[str], list[_Phrase]] | None:
            found = list(words.find(word))
            names = [each for each in found if isinstance(each, str)]
            phrases = [each for each in found if not isinstance(each, str)]
            phrases += at_numbers if word[0].isdigit() else []
            return (names, phrases) if names or phrases else None

        self._lookup = known

    def find(self, text: str) -> dict[str, list[Span]]:
        """Return the spans of matches by list in a lower-case text; lists without a match are left out."""
        found: dict[str, list[Span]] = {}
        for word in _WORD.finditer(text):
            known = self._lookup(word[0])
            if known is None:
                continue
            lists, phrases = known
            for name in lists:
                found.setdefault(name, []).append(word.span())
            for name, phrase in phrases:
                if match := _compile(phrase).match(text, word.start()):
                    found.setdefault(name, []).append(match.span())
        for name, pattern in self._anywhere:
            for match in _compile(pattern).finditer(text):
                found.setdefault(name, []).append(match.span())
        return found


@cache
def _compile(regex: str) -> re.Pattern[str]:
    return re.compile(regex)


class _WordIndex(Generic[T]):
    """An index of one-word patterns by prefix, suffix and substring."""

    def __init__(self) -> None:
        self._whole: dict[str, list[T]] = {}
        self._begins: dict[str, list[T]] = {}
        self._ends: dict[str, list[T]] = {}
        self._holds: list[tuple[str, T]] = []
        self._others: list[tuple[re.Pattern[str], T]] = []
        self._longest = 0  # letters of a beginning or end

    def add(self, pattern: str, value: T) -> None:
        for one in _expand_choices(pattern.lower()):
            if "*" not in one:
                self._whole.setdefault(one, []).append(value)
            elif "*" not in one[:-1]:
                self._begins.setdefault(one[:-1], []).append(value)
                self._longest = max(self._longest, len(one) - 1)
            elif "*" not in one[1:]:
                self._ends.setdefault(one[1:], []).append(value)
                self._longest = max(self._longest, len(one) - 1)
            elif "*" not in one[1:-1]:
                self._holds.append((one[1:-1], value))
            else:
                self._others.append((re.compile(one.replace("*", r"\w*")), value))

    def find(self, word: str) -> Iterator[T]:
        """Yield the values of the patterns that match a word."""
        word = word.replace("’", "'")
        yield from self._whole.get(word, ())
        for length in range(1, min(len(word), self._longest) + 1):
            if (begin := word[:length]) in self._begins:
                yield from self._begins[begin]
            if (end := word[-length:]) in self._ends:
                yield from self._ends[end]
        for part, value in self._holds:
            if part in word:
                yield value
        for pattern, value in self._others:
            if pattern.fullmatch(word):
                yield value


def _split_optional_start(pattern: str) -> list[str]:
    """Return a pattern with and without its first word if that may lack, as in ``(nog)? nooit``."""
    found = None if pattern.startswith(("re:", "re#:")) else _OPTIONAL_START.match(pattern)
    return [pattern[: found.end(1)] + pattern[found.end(2) :], pattern[found.end() :]] if found else [pattern]


def _expand_phrases(pattern: str) -> list[str]:
    """Return a pattern for each choice of several words, as in ``(zo|zo goed) als``; others stay together."""
    is_one = "(" not in pattern or pattern.startswith(("re:", "re#:"))
    found = None if is_one else _CHOICE_OF_PHRASES.search(pattern)
    if not found:
        return [pattern]
    words = found[1].split("|")
    single = [word for word in words if " " not in word]
    options = [f"({'|'.join(single)})"] * bool(single) + [word for word in words if " " in word]
    options += [""] * bool(found[2])
    return [
        one
        for option in options
        for one in _expand_phrases(f"{pattern[: found.start()]}{option}{pattern[found.end() :]}")
    ]


def _split_first_word(pattern: str) -> list[str]:
    """Return a pattern for each first word of a choice that holds marks, as in ``(can't|#) ...``.

    So each is tried only where its first word occurs, and not searched for in the whole text.
    """
    found = None if pattern.startswith(("re:", "re#:")) else _FIRST_CHOICE.match(pattern)
    if not found or _PLAIN_PATTERN.fullmatch(found[0]):
        return [pattern]
    words, rest = found[1].split("|"), pattern[found.end() :]
    plain = [word for word in words if _WHOLE_WORD.fullmatch(word)]
    return [f"({'|'.join(plain)}){rest}"] * bool(plain) + [word + rest for word in words if word not in plain]


def _expand_choices(pattern: str) -> list[str]:
    """Return the words without brackets that ``(ge)?stimul(eer|er)*`` stands for; brackets do not nest."""
    if _PLAIN_WORD.fullmatch(pattern):
        return [pattern]
    parts = re.findall(r"\(([^()]*)\)(\?)?|([^()?])(\?)?", pattern)
    options = [
        [*group.split("|"), *([""] if may_lack else [])] if not letter else [letter, *([""] if lacks else [])]
        for group, may_lack, letter, lacks in parts
    ]
    return ["".join(chosen) for chosen in product(*options)]


def _first_word_pattern(pattern: str) -> str:
    """Return the pattern of the first word of a match; empty if it cannot be determined.

    It is the pattern itself, or, where it goes on after a mark (``t.o.v.``, ``co2-arm``, ``l'action``), what
    comes before that.
    """
    if _PLAIN_PATTERN.fullmatch(pattern) and pattern.count("(") == pattern.count(")"):
        return pattern
    begin = _BEFORE_A_MARK.match(pattern)
    return begin[0] if begin else ""


def build_regex(pattern: str) -> str:
    """Return a pattern as a regular expression."""
    if pattern.startswith(("re:", "re#:")):
        return pattern.partition(":")[2]
    regex = ""
    for word in pattern.lower().split():
        if word in _GAPS:
            regex += _GAPS[word]
        else:
            spoken = r"\w+" if word == "*" else word.translate(_SPECIAL)
            may_lack = regex and _OPTIONAL_WORD.fullmatch(word)
            regex += rf"(?:\s+{spoken[:-1]})?" if may_lack else rf"\s+{spoken}" if regex else spoken
    return rf"(?<!\w){regex}(?!\w)"
