"""Read the ideas of one row one by one, where a form has a column for each: *Idee 1*, *Idee 2*, *Idee 3*.

A number counts only where headers are equal but for it: the questions of a form are often numbered too.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from terugkom.normalize import normalize_text

_MAX_NUMBER = 20  # a year is none
_QUESTION = re.compile(r"0*(\d{1,2}) (?=\S)")
_NUMBER = re.compile(r"(?:^|(?<=\w) )(?:(?:n|nr|n r|nummer|numero|no) )?0*(\d{1,2})(?!\w)")
_BRACKETS = re.compile(r"[(\[][^()\[\]\d]*[)\]]")  # "(optioneel)"
_ORDINALS: Mapping[str, int] = {
    **dict.fromkeys(("eerste", "1e", "1ste", "premiere", "1ere", "erste", "first", "1st"), 1),
    **dict.fromkeys(("tweede", "2e", "2de", "deuxieme", "seconde", "2eme", "zweite", "second", "2nd"), 2),
    **dict.fromkeys(("derde", "3e", "3de", "troisieme", "3eme", "dritte", "third", "3rd"), 3),
    **dict.fromkeys(("vierde", "4e", "4de", "quatrieme", "4eme", "vierte", "fourth", "4th"), 4),
    **dict.fromkeys(("vijfde", "5e", "5de", "cinquieme", "5eme", "funfte", "fifth", "5th"), 5),
}


@dataclass(frozen=True)
class _Header:
    """A header without its numbers; the number of its idea, and that of its question; 0 without.

    `is_beside`: the first stands beside a word for an idea, so that it counts ideas and not their steps.
    """

    words: str
    number: int
    question: int
    is_beside: bool


def list_ideas_of_a_row(
    headers: Sequence[str], ideas: Collection[int], of_ideas: Sequence[int], names: Collection[str]
) -> list[frozenset[int]]:
    """Return for each idea of a row the columns that are of another one; once none if a row has one idea.

    `ideas` are the columns whose header has one of the `names` of an idea. `of_ideas` are all columns that
    may be numbered along: their explanation, their theme. One with the number of no idea is of each.
    """
    read = {at: _read_header(headers[at], names) for at in of_ideas}
    numbers = _find_numbers(read, ideas) or _count_questions(read)
    wanted = sorted({numbers.get(at, 0) for at in ideas} - {0})
    if len(wanted) < 2:
        return [frozenset()]
    return [
        frozenset(at for at, number in numbers.items() if number in wanted and number != each)
        for each in wanted
    ]


def _find_numbers(read: Mapping[int, _Header], ideas: Collection[int]) -> dict[int, int]:
    """Return the numbers that stand in the headers; none without two ideas that are equal but for them.

    The same header without a number is that of the first.
    """
    equal: defaultdict[str, set[int]] = defaultdict(set)
    for at in ideas:
        if read[at].is_beside or not read[at].number:
            equal[read[at].words].add(read[at].number or 1)
    if not any(len(numbers) > 1 for numbers in equal.values()):
        return {}
    numbered = {each.words for each in read.values() if each.number}
    found = {}
    for at, each in read.items():
        number = each.number or (1 if each.words in numbered else 0)
        found[at] = 0 if at in ideas and each.number and not each.is_beside else number
    return found


def _count_questions(read: Mapping[int, _Header]) -> dict[int, int]:
    """Return how often the same question was asked until each column: *1. Voorstel*, *2. Voorstel*."""
    equal: defaultdict[str, list[int]] = defaultdict(list)
    for at, each in read.items():
        if not each.number:
            equal[each.words].append(at)
    return {
        at: count
        for columns in equal.values()
        if len(columns) > 1 and len({read[each].question for each in columns}) == len(columns)
        for count, at in enumerate(columns, 1)
    }


def _read_header(header: str, names: Collection[str]) -> _Header:
    words = normalize_text(_BRACKETS.sub(" ", header)) or normalize_text(header)
    asked = _QUESTION.match(words)
    words = words[asked.end() :] if asked else words
    question = int(asked[1]) if asked else 0
    several = words.split()
    for at, word in enumerate(several):
        if word in _ORDINALS:
            is_beside = at + 1 < len(several) and several[at + 1] in names
            return _Header(
                " ".join([*several[:at], *several[at + 1 :]]), _ORDINALS[word], question, is_beside
            )
    for found in _NUMBER.finditer(words):
        before = words[: found.start()].split()
        is_beside = bool(before) and before[-1] in names
        if (is_beside or found.end() == len(words)) and 0 < int(found[1]) <= _MAX_NUMBER:
            rest = f"{words[: found.start()]}{words[found.end() :]}"
            return _Header(" ".join(rest.split()), int(found[1]), question, is_beside)
    return _Header(words, 0, question, False)
