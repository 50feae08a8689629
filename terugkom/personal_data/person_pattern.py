"""A pattern that finds a person in any text: their addresses, and their names as people write them."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, partial
from html import escape
from urllib.parse import quote

from terugkom.normalize import strip_accents
from terugkom.personal_data.name_context import DIRECT, TURNED, may_be_of_two

ERASED = "[gewist]"

# A word processor makes other signs of these, and HTML and JSON write them in their own way.
_APOSTROPHE, _HYPHEN = "'\u2019\u2018\u02bc\u00b4`", "-\u2010\u2011\u2013"
_SIGNS = {
    **dict.fromkeys(
        _APOSTROPHE, rf"(?:[{_APOSTROPHE}]|&#x27;|&#39;|&apos;|&[lr]squo;|\\u2019|\\u2018|%27|%E2%80%99)"
    ),
    **dict.fromkeys(_HYPHEN, rf"(?:[{_HYPHEN[1:]}{_HYPHEN[0]}]|\\u201[013]|&ndash;)"),
}
# What is between two words: also the marks of a quoted line, and those that say in which direction a text is
# read, which nobody sees.
_QUOTES = r"(?<=\n)>|(?<=\n) >|(?<=>)>|(?<=> )>"
_UNSEEN = r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069]"
_SPACE = rf"(?:\s|{_QUOTES}|&nbsp;|&#160;|_|%20|\+|{_UNSEEN})+"
# What people type for letters that they do not find on their keyboard, and the other way round.
_PAIRS = {"ss": "ß", "ae": "äæ", "oe": "öœø", "ue": "ü"}
_TYPED = {sign: pair for pair, signs in _PAIRS.items() for sign in signs}
_LETTERS = re.compile("|".join(_PAIRS) + "|.")
_ACCENTED = [chr(code) for code in (*range(0xC0, 0x180), 0x1E9E)]  # Latin-1, Latin Extended-A and the large ß
_MIN_WORD_LENGTH = 5  # letters of a name of one word: a shorter one stands in other words and in other people


@dataclass(frozen=True)
class PersonPattern:
    """Finds and replaces a person in texts. Case, accents and the kind of spaces do not matter.

    Who types a name leaves accents out (*Zoe* for *Zoë*), or writes *Weiss* for *Weiß*: it is the same
    person. Words of a name that may be of two people beside one another are not the person's for certain
    (see `terugkom.personal_data.name_context`).
    """

    addresses: frozenset[str]
    names: frozenset[str]

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        addresses = [_write_expression(each, _escape) for each in self.addresses]
        names = [[*_list_variants(name)] for name in self.names]
        direct = [_write_expression(each, _escape_name) for variants in names for each in variants[:1]]
        turned = [_write_expression(each, _escape_name) for variants in names for each in variants[1:]]
        found = [rf"(?<![\w.+-])(?:{each})(?![\w-])" for each in addresses]
        if direct:
            found.append(rf"(?<!\w)(?P<{DIRECT}>{'|'.join(direct)})(?!\w)")
        if turned:
            found.append(rf"(?<!\w)(?P<{TURNED}>{'|'.join(turned)})(?!\w)")
        if not found:
            return re.compile(r"(?!)")
        # To try all of them at each sign of a text takes seven times as long.
        return re.compile(f"(?=[{re.escape(self._first_signs)}])(?:{'|'.join(found)})", re.IGNORECASE)

    @cached_property
    def _first_signs(self) -> str:
        """The signs with which an address or a name may begin, in whatever way it is written."""
        names = [each for name in self.names for each in _list_variants(name)]
        found = {sign for each in self.addresses for sign in _list_first_signs(_compose(each)[0])}
        for name in names:
            found |= _list_first_signs(_LETTERS.findall(_compose(name).lower())[0])
        return "".join(sorted(found))

    @cached_property
    def _word_expression(self) -> re.Pattern[str]:
        words = {word for name in self.names for word in name.replace(",", " ").split()}
        found = [_escape_name(_compose(each)) for each in sorted(words)]
        return re.compile(rf"(?:{'|'.join(found)})(?!\w)" if found else r"(?!)", re.IGNORECASE)

    def occurs_in(self, text: str) -> bool:
        """Return whether the person certainly stands in a text."""
        return next(self._iterate_certain(_compose(text)), None) is not None

    def may_occur_in(self, text: str) -> bool:
        """Return whether the person stands in a text, or words of their name that may be of two people."""
        return self._expression.search(_compose(text)) is not None

    def _iterate_certain(self, text: str) -> Iterator[re.Match[str]]:
        at = 0
        while found := self._expression.search(text, at):
            is_certain = not may_be_of_two(found)
            at = found.end() if is_certain else found.start() + 1
            if is_certain:
                yield found

    def begins(self, text: str) -> bool:
        """Return whether a text begins with a word of a name of the person."""
        return self._word_expression.match(_compose(text)) is not None

    def has_word_in(self, text: str) -> bool:
        """Return whether a word of a name of the person begins anywhere in a text."""
        return self._word_expression.search(_compose(text)) is not None

    def is_whole(self, text: str) -> bool:
        """Return whether a text is the person, and nothing else."""
        return self._expression.fullmatch(_compose(text)) is not None

    def replace(self, text: str, by: str = ERASED) -> str:
        """Return a text without the person; the same text if they do not certainly stand in it."""
        composed = _compose(text)
        made, last = [], 0
        for found in self._iterate_certain(composed):
            made += [composed[last : found.start()], by]
            last = found.end()
        return "".join([*made, composed[last:]]) if made else text


def _list_variants(name: str) -> Iterator[str]:
    """Yield a name as it is written, and with the family name first or last."""
    family, comma, given = name.partition(",")
    words = f"{given} {family}".split() if comma and given.strip() else name.split()
    name = " ".join(words)
    if len(words) > 1:
        yield name
        yield f"{' '.join(words[1:])} {words[0]}"
        yield f"{' '.join(words[1:])}, {words[0]}"
        yield f"{words[0]}, {' '.join(words[1:])}"
    elif len(name.strip()) >= _MIN_WORD_LENGTH:
        yield name


def _write_expression(text: str, escape_word: Callable[[str], str]) -> str:
    """Return the expression of a text: as it is, and as HTML, XML, JSON and addresses have it."""
    words = _compose(text).split()
    written = {
        _SPACE.join(map(escape_word, words)),
        re.escape("".join(quote(word, safe="") for word in words)),
    }
    return "|".join(sorted(written, key=len, reverse=True))


def _escape(word: str) -> str:
    """Return the expression of a word, each of its signs written in any way."""
    return "".join(_SIGNS.get(sign) or _escape_sign(sign) for sign in word)


def _escape_name(word: str) -> str:
    """Return the expression of a word of a name, whichever accents it is written with."""
    return "".join(map(_escape_letters, _LETTERS.findall(word.lower())))


@cache
def _escape_letters(letters: str) -> str:
    """Return the expression of a letter, or of two that stand for one (*ss*)."""
    if len(letters) > 1:
        each = "".join(map(_escape_letters, letters))
        return f"(?:{each}|{_escape_any(_PAIRS[letters])})"
    if letters in _TYPED:
        typed = "".join(map(_escape_letters, _TYPED[letters]))
        return f"(?:{_escape_any(_list_accented(letters))}|{typed})"
    same = _list_accented(letters)
    return _SIGNS.get(letters) or (_escape_any(same) if len(same) > 1 else _escape_sign(letters))


def _list_accented(letter: str) -> str:
    """Return the letters that are this one, with whichever accent or none."""
    base = strip_accents(letter)  # of ß two letters
    same = {each for each in _ACCENTED if strip_accents(each) == base}
    return "".join(sorted({letter, *same, *([base] if len(base) == 1 else [])}))


def _list_first_signs(letters: str) -> set[str]:
    """Return the signs with which a sign may begin, or two that stand for one: codes of all begin alike."""
    written = {letters[0], *_PAIRS.get(letters, ""), *_TYPED.get(letters, "")[:1]}
    same = {other for each in written for other in _list_accented(each.lower())}
    for signs in (_APOSTROPHE, _HYPHEN):
        same |= set(signs) if written & set(signs) else set()
    return {sign for each in same | written for sign in (each, each.lower()[0], each.upper()[0])} | set(
        "%&\\"
    )


def _escape_any(letters: str) -> str:
    """Return the expression of one of these letters; a class of them, for many alternatives are slow."""
    both = sorted({each for letter in letters for each in (letter, letter.lower(), letter.upper())})
    signs = [each for each in both if len(each) == 1]
    ways = {
        way(each) for each in signs if not each.isascii() for way in (_escape_json, partial(quote, safe=""))
    }
    alternatives = [f"[{re.escape(''.join(signs))}]", *map(re.escape, sorted(ways))]
    return f"(?:{'|'.join(alternatives)})"


def _compose(text: str) -> str:
    """Return a text with each letter and its accent as one sign."""
    return unicodedata.normalize("NFC", text)


def _escape_sign(sign: str) -> str:
    if sign.isascii() and sign.isalnum():
        return sign
    both = {sign, sign.lower(), sign.upper()}
    written = {way(each) for each in both for way in (str, escape, _escape_json, partial(quote, safe=""))}
    return f"(?:{'|'.join(map(re.escape, sorted(written, key=len, reverse=True)))})"


def _escape_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def build_pattern(addresses: Iterable[str], names: Iterable[str]) -> PersonPattern:
    """Return the pattern of a person; empty texts are left out."""
    return PersonPattern(
        frozenset(each.strip() for each in addresses if each.strip()),
        frozenset(each.strip() for each in names if each.strip()),
    )
