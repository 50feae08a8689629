"""Take what stands around the names in a cell of owners off: a label, brackets, a doubt, who works along.

"Trekker: An Peeters" names her; "An Peeters i.s.m. Bart Claes" the two of them; "waarschijnlijk An Peeters"
and "An Peeters of Bart Claes" leave in doubt who it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from terugkom.normalize import strip_accents
from terugkom.workbook.dates.date_words import MONTHS
from terugkom.workbook.foreign import owner_words as words
from terugkom.workbook.foreign.absent_owners import find_named_behind, is_nobody
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
_CONJUNCTIONS = (
    rf"en|et|and|und|{words.OR}|{words.WITH}|{words.TOGETHER_WITH}|{words.HELPED_BY}|{words.HANDED_OVER}"
)
_PHRASE_ENDS = rf"(?=\s*(?:$|[^\w\s]|(?i:{_CONJUNCTIONS})(?!\w)))"
_OTHERS = re.compile(
    rf"[\s,]+(?:(?i:{words.AND_OTHERS})(?!\w)\.?|(?:{words.AND_OTHERS_SHORT})(?!\w)\.?+{_PHRASE_ENDS})"
)
_OTHERS_AT_END = re.compile(rf"[\s,]+(?:{words.AND_OTHERS_SHORT})\.?$", re.IGNORECASE)
_AND_COMPANY = re.compile(rf"\s+(?:{words.AND_COMPANY})\.?(?=\s*(?:$|[,;]))", re.IGNORECASE)
_TOGETHER = re.compile(rf"(?:^|[\s,]+)(?:{words.TOGETHER_WITH})(?!\w)\.?\s*:?\s*", re.IGNORECASE)
_WITH = re.compile(rf"\s+(?:{words.WITH})\s+", re.IGNORECASE)
_HELPED = re.compile(rf"[\s,]+(?:{words.HELPED_BY})(?!\w)\.?\s.*", re.IGNORECASE | re.DOTALL)
_DEPARTMENT = re.compile(rf"(?:{words.DEPARTMENTS})\b")
_OR = re.compile(rf"\s+(?:{words.OR})\s+", re.IGNORECASE)
_SURELY_OR = re.compile(rf"\s(?:{words.SURELY_OR})\s", re.IGNORECASE)
_OR_SOMEBODY = re.compile(rf"\s+(?:{words.OR})\s+{words.SOMEBODY}(?!\w).*", re.DOTALL)
_COMPOUND_DEPARTMENT = re.compile(r"\w+(?:dienst|afdeling|amt)")
_NAME_ENDS = r"(?=\s*(?:$|[,/&+]|(?:en|et|and|und)\s))"
_ACTING_BEHIND = re.compile(
    rf"(?<=\w)(?:[\s,]+(?i:{words.ACTING_WORDS})|\s*,?\s(?:{words.ACTING_SHORT})){_NAME_ENDS}"
)
_ACTING_BEFORE = re.compile(rf"(?:{words.ACTING_WORDS}|wnd\.?)\s+(?=\S)", re.IGNORECASE)
_ABSENT = re.compile(words.ABSENT, re.IGNORECASE)
_ABSENT_BEHIND = re.compile(rf"\s*,\s*(?:{words.ABSENT})\.?$", re.IGNORECASE)
_FOR_A_TIME = re.compile(rf"{words.FOR_A_TIME}.*(?:\d|\b(?:{'|'.join(MONTHS)})\b)", re.IGNORECASE)
_HANDED_OVER = re.compile(rf"(?:^|(?<![\s,])[\s,]++)(?:{words.HANDED_OVER})\s+", re.IGNORECASE)
_ARROW = re.compile(r"\s+(?:→|->|=>|>)\s+")


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
    if behind := find_named_behind(text):  # "n.t.b. (An Peeters?)"
        return OwnerPhrase(read_phrase(behind).owners, is_doubted=True)
    whole = _WHOLE_BRACKETS.fullmatch(text)
    bare, asked = _read_brackets(whole[1] if whole else text)
    bare = _LABEL.sub("", bare)
    asked |= any(has_first_name(bare[: each.start()]) for each in _AND_COMPANY.finditer(bare))
    for before in (_BARE_LABEL, _ACTING_BEFORE):
        label = before.match(bare.lstrip())
        if label and is_full_name(bare.lstrip()[label.end() :]):
            bare = bare.lstrip()[label.end() :]
    bare = _ACTING_BEHIND.sub("", bare)
    plain = _ABSENT_BEHIND.sub("", _leave_out_others(_DOUBT.sub("", bare)))
    alone = _leave_out_somebody(_HELPED.sub("", plain))
    in_turn = _split_handed_over(alone)
    parts = [each for part in in_turn for each in _split_together(part)]
    named = [part for part in parts if _may_be_owner(part)] or parts
    owners = [each for part in named for each in _split_alternatives(part)]
    is_doubted = (
        asked or alone != bare or len(in_turn) > 1 or len(named) < len(parts) or len(owners) > len(named)
    )
    return OwnerPhrase(tuple(owners), is_doubted)


def _read_brackets(text: str) -> tuple[str, bool]:
    """Return a text with what works along in brackets behind a comma, and without a label or a doubt in them;
    and whether there was a doubt."""
    kept, at, is_doubted = [], 0, False
    is_in_turn = _HANDED_OVER.search(_BRACKETS.sub("", text)) is not None
    for found in _BRACKETS.finditer(text):
        inside = found[1].strip()
        is_doubt = not inside.strip("? ") or is_nobody(inside) or _DOUBT.sub("", inside).strip(" .") == ""
        is_doubt |= bool(_ABSENT.fullmatch(inside.strip(" .")) or (is_in_turn and _FOR_A_TIME.match(inside)))
        names_more = _TOGETHER.match(inside) or _HANDED_OVER.match(inside)
        if is_doubt or _IS_LABEL.fullmatch(inside) or names_more:
            kept += [text[at : found.start()], f", {inside}" if names_more else ""]
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
    are_one_of = are_people or are_departments or _names_two_people(text, parts) or _are_of_two_kinds(parts)
    return parts if len(parts) > 1 and are_one_of else [text]


def _names_two_people(text: str, parts: Sequence[str]) -> bool:
    """Return whether two people stand around a word that surely leaves the choice, whatever their names."""
    surely = len(_SURELY_OR.split(text)) == len(parts)
    return surely and all(is_full_name(part.strip()) and not has_organisation_word(part) for part in parts)


def _are_of_two_kinds(parts: Sequence[str]) -> bool:
    """Return whether one of two is a person and one a department, or both are departments of which the first
    is one by its name alone: "An Peeters of Milieudienst", "Milieudienst of Mobiliteit"."""
    people = [_is_person(part) for part in parts]
    others = [part for part, is_person in zip(parts, people, strict=True) if not is_person]
    if len(parts) != 2 or not all(map(has_organisation_word, others)):
        return False
    is_compound = _COMPOUND_DEPARTMENT.fullmatch(strip_accents(parts[0].strip())) is not None
    return any(people) or (is_compound and " " not in parts[1].strip())


def _is_person(part: str) -> bool:
    return is_full_name(part.strip()) and has_first_name(part) and not has_organisation_word(part)


def _leave_out_others(text: str) -> str:
    """Return a text without "e.a." and its like. In capitals they may be initials, but not behind a full
    name: "AN PEETERS E.A.", not "Dhr. C.S. Janssens"."""
    text = _AND_COMPANY.sub(lambda found: found[0] if _is_company(found) else "", text)
    found = _OTHERS_AT_END.search(text)
    name = text[: found.start()] if found else ""
    return name if is_full_name(name.strip()) and has_first_name(name) else _OTHERS.sub("", text)


def _is_company(found: re.Match[str]) -> bool:
    """Return whether "& Co" may belong to the name of a company: "Groen & Co", not "Jan & co"."""
    before = re.split(r"[,;]", found.string[: found.start()])[-1].strip()
    is_small = found[0].islower() and has_first_name(before)
    return has_organisation_word(before) or not (is_small or _is_person(before))


def _leave_out_somebody(text: str) -> str:
    """Return a text without the one behind "of" who is not named: "An Peeters of een collega"."""
    alone = _OR_SOMEBODY.sub("", text)
    return alone if is_full_name(alone.strip()) or has_first_name(alone) else text


def _split_handed_over(text: str) -> list[str]:
    """Return those of whom one comes after the other: "An Peeters, daarna Bart Claes". Who it is now, a
    person says."""
    for separator in (_HANDED_OVER, _ARROW):
        parts = [part for part in separator.split(text) if part.strip(" ,")]
        are_names = all(is_full_name(part.strip()) or has_first_name(part) for part in parts)
        if len(parts) > 1 and are_names and not any(map(has_organisation_word, parts)):
            return parts
    return [text]


def _is_name(text: str) -> bool:
    return is_full_name(text.strip()) or bool(_DEPARTMENT.match(strip_accents(text.strip())))


def _may_be_owner(text: str) -> bool:
    """Return whether a text may name an owner: with a capital, an address, or a word for one."""
    several = WORD.findall(strip_accents(text))
    is_known = has_first_name(text) or has_organisation_word(text) or any(map(is_role, several))
    return text != text.lower() or "@" in text or is_known or is_nobody(text)
