"""Parse owners from a cell: several names, with addresses, people and departments, or nobody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from terugkom.documents.mail_address import is_mail_address
from terugkom.normalize import normalize_text, strip_accents
from terugkom.plan.model import PersonKind
from terugkom.workbook.foreign import name_words as words

_OUTSIDE_BRACKETS = r"(?![^()]*\))"
_ANY_COMMA = re.compile(rf",{_OUTSIDE_BRACKETS}")
_COMMA_WITHOUT_SPACE = re.compile(rf",(?!\s){_OUTSIDE_BRACKETS}")
_SEPARATOR = re.compile(rf"[;\n|•]{_OUTSIDE_BRACKETS}")
_AMBIGUOUS_SEPARATOR = re.compile(
    rf"\s+(?:en|et|and|und|&|\+|alsook|ainsi que|sowie)\s+{_OUTSIDE_BRACKETS}|\s*/\s*{_OUTSIDE_BRACKETS}"
)
_SPACED_SLASH = re.compile(r"\s/\s")
_ADDRESS = re.compile(r"[(<\[]?\s*(?:mailto:)?([^\s<>()\[\];,]+@[^\s<>()\[\];,]+)\s*[)>\]]?")
_ORGANISATION_HEAD = re.compile(rf"\b(?:{words.ORGANISATION_HEADS})|(?:dienst|afdeling|directie|amt)\b")
_WORD = re.compile(r"[a-z0-9']+")
_TRIMMED_CHARACTERS = " ,.-–:*\t"


@dataclass(frozen=True)
class ParsedOwner:
    """An owner named in a cell: the name as written, an address or "", and the kind."""

    name: str
    email: str
    kind: PersonKind


def detect_name_comma(cells: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of the comma that separates names in this column.

    A comma inside brackets separates nothing. Where commas without a space after them prevail, as programs
    write lists, a comma with a space belongs to a name ("FPS Health, Food Chain Safety").
    """
    texts = {text.rstrip(" ,") for text in cells}
    bare = sum(len(_COMMA_WITHOUT_SPACE.findall(text)) for text in texts)
    every = sum(len(_ANY_COMMA.findall(text)) for text in texts)
    return _COMMA_WITHOUT_SPACE if 2 * bare > every else _ANY_COMMA


@lru_cache(maxsize=8192)
def parse_owners(
    cell: str, comma: re.Pattern[str] = _ANY_COMMA, *, expected: PersonKind | None = None
) -> tuple[ParsedOwner, ...]:
    """Return the owners named in a cell, each once; `expected` is the kind that the column's header
    implies."""
    parts = (
        part for line in _SEPARATOR.split(cell) for each in comma.split(line) for part in _split_names(each)
    )
    found: dict[str, ParsedOwner] = {}
    for part in parts:
        owner = _parse_owner(part, expected)
        if owner:
            found.setdefault(normalize_text(owner.name) or owner.name, owner)
    return tuple(found.values())


def detect_person_kind(name: str, expected: PersonKind | None = None) -> PersonKind:
    """Return the kind of a name: a person, or a department or organisation."""
    if expected is PersonKind.ORGANISATION:
        return expected
    organisation = _has_organisation_word(name) or (expected is None and _looks_like_organisation(name))
    return PersonKind.ORGANISATION if organisation else PersonKind.PERSON


def is_nobody(text: str) -> bool:
    """Return whether the text means that there is no owner."""
    return strip_accents(text).strip(" ()[]") in words.NOBODY_WORDS or not re.search(r"\w", text)


def _parse_owner(part: str, expected: PersonKind | None) -> ParsedOwner | None:
    address = _ADDRESS.search(part)
    email = address[1].strip(".,") if address and is_mail_address(address[1].strip(".,")) else ""
    if email and address:
        part = f"{part[: address.start()]} {part[address.end() :]}"
    name = " ".join(part.split()).strip(_TRIMMED_CHARACTERS)
    if not name and email:
        return ParsedOwner(email, email, detect_person_kind("", expected))
    return (
        None if not name or is_nobody(name) else ParsedOwner(name, email, detect_person_kind(name, expected))
    )


def _split_names(text: str) -> list[str]:
    """Split at "en", "et", "and", "und" and slashes where the parts are names: not in "Stad en Ruimte"."""
    parts = [part for part in _AMBIGUOUS_SEPARATOR.split(text) if part.strip()]
    if len(parts) < 2:
        return [text]
    all_people = all(_may_be_person(part) for part in parts)
    loose_ampersand = re.search(r"[&+]", text) and not any(" " in part.strip() for part in parts)
    if (all_people and not loose_ampersand) or all(
        _ORGANISATION_HEAD.search(strip_accents(part)) for part in parts
    ):
        return parts
    return _SPACED_SLASH.split(text)


def _may_be_person(part: str) -> bool:
    name = _ADDRESS.sub("", part).strip(_TRIMMED_CHARACTERS)
    if not name:
        return "@" in part
    several = [word for word in name.split() if strip_accents(word) not in words.NAME_PARTICLES]
    capital = all(word[:1].isupper() for word in several) and len(several) <= 4
    return capital and len(name) > 1 and detect_person_kind(name) is PersonKind.PERSON


@lru_cache(maxsize=8192)
def _has_organisation_word(name: str) -> bool:
    found = [word for word in _WORD.findall(strip_accents(name)) if word not in words.NAME_PARTICLES]
    if not found or _is_role(found[0]):
        return False
    lower = not all(
        word[:1].isupper() for word in name.split() if strip_accents(word) not in words.NAME_PARTICLES
    )
    return (
        found[0] in words.DEPARTMENT_TOPICS
        or (lower and any(word in words.DEPARTMENT_TOPICS for word in found))
        or any(word in words.ORGANISATION_WORDS or _is_organisation_compound(word) for word in found)
    )


def _is_organisation_compound(word: str) -> bool:
    return any(part in word for part in words.ORGANISATION_COMPOUND_PARTS) and not _is_role(word)


def _is_role(word: str) -> bool:
    return word.endswith(words.ROLE_SUFFIXES)


def _looks_like_organisation(name: str) -> bool:
    """Return whether a name has digits, a colon, is an acronym, or has more than five words."""
    several = [word for word in name.split() if strip_accents(word) not in words.NAME_PARTICLES]
    acronym = len(several) == 1 and len(name) > 2 and name.isupper() and name.isalpha()
    return bool(re.search(r"[\d:]", name)) or acronym or len(several) > 5
