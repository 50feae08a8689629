"""Tell the names of people from those of departments and organisations."""

import re
from functools import lru_cache

from terugkom.normalize import strip_accents
from terugkom.plan.model import PersonKind
from terugkom.workbook.foreign import name_words as words

WORD = re.compile(r"[a-z0-9']+")
_OFFICE = re.compile(rf"(?:{words.OFFICE_PATTERN})$")
_SURNAME = re.compile(words.LONE_SURNAME_PATTERN)
BRACKETS = re.compile(r"(?<!\s)\s*+[(\[][^()\[\]]*[)\]]")


def detect_person_kind(name: str, expected: PersonKind | None = None) -> PersonKind:
    """Return the kind of a name: a person, or a department or organisation."""
    if expected is PersonKind.ORGANISATION:
        return expected
    name = BRACKETS.sub("", name) or name  # "An Peeters (milieudienst)" is a person
    organisation = has_organisation_word(name) or (expected is None and _looks_like_organisation(name))
    return PersonKind.ORGANISATION if organisation else PersonKind.PERSON


def is_full_name(name: str) -> bool:
    """Return whether a name has two to five words of which the first and another begin with a capital."""
    several = BRACKETS.sub("", name).replace(",", " ").split()
    capitals = sum(word[:1].isupper() for word in several)
    return 2 <= len(several) <= 5 and capitals >= 2 and several[0][:1].isupper()


def has_first_name(name: str) -> bool:
    """Return whether a word of a name is a first name that is common here: An-Sofie is, by its first part."""
    plain = (strip_accents(word) for word in re.split(r"[\s,]+", name))
    return any(word in words.FIRST_NAMES or word.split("-")[0] in words.FIRST_NAMES for word in plain)


@lru_cache(maxsize=8192)
def has_organisation_word(name: str) -> bool:
    """Return whether a word of a name marks a department or an organisation."""
    if _SURNAME.fullmatch(name.strip()):
        return False
    found = [word for word in WORD.findall(strip_accents(name)) if word not in words.NAME_PARTICLES]
    if not found or is_role(found[0]):
        return False
    lower = not all(
        word[:1].isupper() for word in name.split() if strip_accents(word) not in words.NAME_PARTICLES
    )
    return (
        found[0] in words.DEPARTMENT_TOPICS
        or (lower and any(word in words.DEPARTMENT_TOPICS for word in found))
        or any(
            word in words.ORGANISATION_WORDS | words.AUDIENCE_WORDS
            or _is_organisation_compound(word, is_named=found[0] in words.FIRST_NAMES)
            for word in found
        )
    )


def _is_organisation_compound(word: str, *, is_named: bool) -> bool:
    """Return whether a word is a compound for a department; `is_named`: behind a first name, where only its
    end says so: "Jan Van de Werken" and "Paul Desbureaux" are people."""
    ends = word.endswith(words.ORGANISATION_COMPOUND_ENDS) and word not in words.ORGANISATION_COMPOUND_ENDS
    begins = not is_named and any(part in word for part in words.ORGANISATION_COMPOUND_PARTS)
    is_one = ends or begins or word.endswith(words.ORGANISATION_COMPOUND_PARTS) or _OFFICE.search(word)
    return bool(is_one) and not is_role(word)


def is_role(word: str) -> bool:
    """Return whether a word is the function of a person, such as "milieuambtenaar"."""
    return word.endswith(words.ROLE_SUFFIXES)


def _looks_like_organisation(name: str) -> bool:
    """Return whether a name has digits, a colon, is an acronym, or has more than five words."""
    several = [word for word in name.split() if strip_accents(word) not in words.NAME_PARTICLES]
    acronym = len(several) == 1 and len(name) > 2 and name.isupper() and name.isalpha()
    return bool(re.search(r"[\d:]", name)) or acronym or len(several) > 5
