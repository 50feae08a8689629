"""Numbers that are written in words: *vierhonderdduizend*, *deux cent cinquante mille*, *twenty-five*.

A number is made of the words of `figures.yml`: below a hundred they add up, a scale multiplies what stands
before it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

_THOUSAND, _HUNDRED, _TWENTY = 1000, 100, 20
_BETWEEN = r"(?:-?(?:en|ën|und)-?|-et-|-)"  # the parts of one word
_BETWEEN_WORDS = r"(?:\s(?:(?:en|and|et)\s)?)"


def build_number_pattern(words: Mapping[str, float], scales: Mapping[str, float]) -> str:
    """Return a pattern of a number in words, over one word or more."""
    part = f"(?:{'|'.join(_list_parts(words, scales))})"
    word = rf"{part}(?:{_BETWEEN}?{part})*+(?!\w)"
    return rf"{word}(?:{_BETWEEN_WORDS}{word})*+"


def parse_number_words(
    typed: str, words: Mapping[str, float], scales: Mapping[str, float]
) -> tuple[float, float]:
    """Return the number that a text ends with, and the size of its last digit.

    What stands before it is another number where two words do not go together: *tien en twintig*.
    """
    values = list(words.items()) + list(scales.items())
    known = {word: value for word, value in values if _is_part(word, value)}
    number: list[float] = []
    before = ""
    for gap, word in _iterate_parts(typed.lower(), known):
        if number and not _goes_on(number[-1], gap, known[word]):
            number = []
        number.append(known[word])
        before = word
    step = known[before] if before and known[before] >= _THOUSAND else 1
    return _add_up(number), step


def _add_up(number: list[float]) -> float:
    total = current = 0.0
    for value in number:
        if value >= _THOUSAND:
            total, current = total + (current or 1) * value, 0.0
        elif value == _HUNDRED:
            current = (current or 1) * value
        else:
            current += value
    return total + current


def _goes_on(last: float, gap: str, value: float) -> bool:
    """Return whether a number goes on: within a word, behind a blank at a scale or from tens to units."""
    between = gap.split()
    if gap == "" or not (gap[0].isspace() or gap[-1].isspace()):
        return True
    if between:
        return last >= _HUNDRED or (between == ["et"] and last >= _TWENTY)
    return max(last, value) >= _HUNDRED or value < _TWENTY <= last


def _iterate_parts(typed: str, known: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """Yield each part of a number with what stands between it and the one before."""
    pattern = _compile_parts(tuple(sorted(known, key=len, reverse=True)))
    end = 0
    for found in pattern.finditer(typed):
        yield typed[end : found.start()], found[0]
        end = found.end()


@lru_cache
def _compile_parts(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, parts)))


def _list_parts(words: Mapping[str, float], scales: Mapping[str, float]) -> list[str]:
    known = [word for each in (words, scales) for word, value in each.items() if _is_part(word, value)]
    return [re.escape(word) for word in sorted(known, key=len, reverse=True)]


def _is_part(word: str, value: float) -> bool:
    return value >= 1 and value == int(value) and len(word) > 1
