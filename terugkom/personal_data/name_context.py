"""Whether the words of a name that stand beside one another in a text are of one person.

*Bart Peeters, Jan Claes* holds *Peeters, Jan*, and a line that ends with *Jan* may be followed by one that
begins with *Peeters*. What may be of two people is for a person.
"""

import re

from terugkom.normalize import normalize_text
from terugkom.personal_data.name_context_words import BEFORE_A_NAME

DIRECT, TURNED = "direct", "turned"  # groups of a match: a name as it is stored, and its family name first
_AROUND = 200  # characters that are looked at on both sides
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_GAP = re.compile(r"\t|[ \u00a0]{3}")  # between columns
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_][\w\'\u2019.-]*)[ \u00a0]{1,2}$")
_WORD_BEHIND = re.compile(r"[ \u00a0]{1,2}([^\W\d_][\w\'\u2019-]*)(?![\w:=])")
_HYPHENS = "-\u2010\u2011"
_HYPHEN_BEFORE = re.compile(rf"[^\W\d_][{_HYPHENS}]$")
_HYPHEN_BEHIND = re.compile(rf"[{_HYPHENS}][^\W\d_]")
_GOES_ON = re.compile(r"[ \u00a0]([^\W\d_]+)")
_ENDS = re.compile(r"[.,;!?)]")
_WRAPPED_AT = 50  # characters of a line that a program may have wrapped
_SEGMENT = re.compile(r"[^\w\'\u2019 \u00a0-]")  # what parts names in a list
_PAIR = 2


def may_be_of_two(found: re.Match[str]) -> bool:
    """Return whether the words of a name that were found in a text may be of two people."""
    kind = found.lastgroup
    if kind not in (DIRECT, TURNED):
        return False  # an address
    before = found.string[max(found.start() - _AROUND, 0) : found.start()]
    behind = found.string[found.end() : found.end() + _AROUND]
    if _HYPHEN_BEFORE.search(before) or _HYPHEN_BEHIND.match(behind) or _GAP.search(found[0]):
        return True
    if _BREAK.search(found[0]):
        return kind == TURNED or not _is_wrapped(found[0], before, behind)
    if kind == TURNED:
        return _stands_behind_name(before) or _stands_before_name(behind)
    return _is_between_pairs(found[0], before, behind)


def _is_wrapped(name: str, before: str, behind: str) -> bool:
    """Return whether a name was parted by the end of a line in a sentence that goes on behind it."""
    first, *others = _BREAK.split(name)
    word = _WORD_BEFORE.search(before)
    if len(others) != 1 or not (word and word[1].islower() and first[:1].isupper()):
        return False
    if not others[0].strip(" \t\u00a0>")[:1].isupper():
        return False
    line = _BREAK.split(before)[-1] + first
    next_word = _GOES_ON.match(behind)
    is_long = len(line) >= _WRAPPED_AT and next_word is not None and next_word[1].islower()
    return is_long or _ENDS.match(behind) is not None


def _is_name_word(word: str) -> bool:
    return word[:1].isupper() and normalize_text(word) not in BEFORE_A_NAME


def _stands_behind_name(before: str) -> bool:
    word = _WORD_BEFORE.search(before)
    return word is not None and _is_name_word(word[1])


def _stands_before_name(behind: str) -> bool:
    word = _WORD_BEHIND.match(behind)
    return word is not None and _is_name_word(word[1])


def _is_between_pairs(name: str, before: str, behind: str) -> bool:
    """Return whether a name lies across pairs of words in a list of nothing else: *Claes Jan Peeters An*."""
    words_before = _SEGMENT.split(before)[-1].split()
    words_behind = _SEGMENT.split(behind)[0].split()
    every = [*words_before, *name.split(), *words_behind]
    is_list = all(map(_is_name_word, every)) and len(every) % _PAIR == 0
    return is_list and len(words_before) % _PAIR == 1
