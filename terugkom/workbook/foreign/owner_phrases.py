"""Take what stands around the names in a cell of owners off: a label, brackets, a doubt, who works along.

"Trekker: An Peeters" names her; "An Peeters i.s.m. Bart Claes" the two of them; "waarschijnlijk An Peeters"
and "An Peeters of Bart Claes" leave in doubt who it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from terugkom.normalize import strip_accents
from terugkom.workbook.foreign import owner_words as words
from terugkom.workbook.foreign.absent_owners import is_nobody
from terugkom.workbook.foreign.name_kinds import (
    WORD,
    has_first_name,
    has_organisation_word,
    is_full_name,
    is_role,
)

_WHOLE_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]\s*")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_LABEL = re.compile(rf"(?<!\w)(?:{words.LABELS})\s*:\s*(?=\S)", re.IGNORECASE)
_BARE_LABEL = re.compile(rf"(?:{words.BARE_LABELS})\s+(?=\S)", re.IGNORECASE)
_IS_LABEL = re.compile(rf"(?:{words.LABELS}|{words.BARE_LABELS}|{words.ACTING})", re.IGNORECASE)
_DOUBT = re.compile(rf"(?<!\w)(?:{words.DOUBTS})(?!\w)[.:]?\s*", re.IGNORECASE)
_OTHERS = re.compile(rf"[\s,]+(?:{words.AND_OTHERS})(?!\w)\.?", re.IGNORECASE)
_TOGETHER = re.compile(rf"(?:^|[\s,]+)(?:{words.TOGETHER_WITH})(?!\w)\.?\s*:?\s*", re.IGNORECASE)
_WITH = re.compile(rf"\s+(?:{words.WITH})\s+", re.IGNORECASE)
_HELPED = re.compile(rf"[\s,]+(?:{words.HELPED_BY})(?!\w)\.?\s.*", re.IGNORECASE | re.DOTALL)
_DEPARTMENT = re.compile(rf"(?:{words.DEPARTMENTS})\b")
_OR = re.compile(rf"\s+(?:{words.OR})\s+", re.IGNORECASE)


@dataclass(frozen=True)
class OwnerPhrase:
    """What a phrase names, each part with one or more names; `is_doubted`: it leaves in doubt who it is."""

    owners: tuple[str, ...]
    is_doubted: bool = False


@lru_cache(maxsize=8192)
def read_phrase(text: str) -> OwnerPhrase:
    """Return the owners that a phrase names, without what stands around them."""
    if is_nobody(text):
        return OwnerPhrase((text,))
    whole = _WHOLE_BRACKETS.fullmatch(text)
    bare, asked = _read_brackets(whole[1] if whole else text)
    bare = _LABEL.sub("", bare)
    label = _BARE_LABEL.match(bare.lstrip())
    if label and is_full_name(bare.lstrip()[label.end() :]):
        bare = bare.lstrip()[label.end() :]
    plain = _OTHERS.sub("", _DOUBT.sub("", bare))
    alone = _HELPED.sub("", plain)
    parts = list(_split_together(alone))
    named = [part for part in parts if _may_be_owner(part)] or parts
    owners = [each for part in named for each in _split_alternatives(part)]
    is_doubted = asked or alone != bare or len(named) < len(parts) or len(owners) > len(named)
    return OwnerPhrase(tuple(owners), is_doubted)


def _read_brackets(text: str) -> tuple[str, bool]:
    """Return a text with what works along in brackets behind a comma, and without a label or a doubt in them;
    and whether there was a doubt."""
    kept, at, is_doubted = [], 0, False
    for found in _BRACKETS.finditer(text):
        inside = found[1].strip()
        is_doubt = not inside.strip("? ") or is_nobody(inside) or _DOUBT.sub("", inside).strip(" .") == ""
        if is_doubt or _IS_LABEL.fullmatch(inside) or _TOGETHER.match(inside):
            kept += [text[at : found.start()], f", {inside}" if _TOGETHER.match(inside) else ""]
            at, is_doubted = found.end(), is_doubted or is_doubt
    return "".join([*kept, text[at:]]), is_doubted


def _split_together(text: str) -> Iterator[str]:
    """Yield those who work together."""
    for part in _TOGETHER.split(text):
        around = _WITH.split(part)
        for each in around if len(around) > 1 and all(map(_is_name, around)) else [part]:
            if each.strip(" ,"):
                yield each.strip(" ,")


def _split_alternatives(text: str) -> list[str]:
    """Return those of whom a text says that it is one: people, of whom one has a first name that is common,
    or departments. "Ministry of Economic Affairs" is one, and so is "Flemish Chamber of Ghent Port"."""
    parts = _OR.split(text)
    are_departments = all(_DEPARTMENT.match(strip_accents(part.strip())) for part in parts)
    are_names = all(is_full_name(part.strip()) or has_first_name(part) for part in parts)
    are_people = are_names and any(map(has_first_name, parts)) and not any(map(has_organisation_word, parts))
    return parts if len(parts) > 1 and (are_people or are_departments) else [text]


def _is_name(text: str) -> bool:
    return is_full_name(text.strip()) or bool(_DEPARTMENT.match(strip_accents(text.strip())))


def _may_be_owner(text: str) -> bool:
    """Return whether a text may name an owner: with a capital, an address, or a word for one."""
    several = WORD.findall(strip_accents(text))
    is_known = has_first_name(text) or has_organisation_word(text) or any(map(is_role, several))
    return text != text.lower() or "@" in text or is_known or is_nobody(text)
