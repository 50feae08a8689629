"""Parse owners from a cell: several names, with addresses, people and departments, or nobody."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from terugkom.documents.mail_address import is_mail_address
from terugkom.normalize import normalize_text, strip_accents
from terugkom.plan.model import PersonKind
from terugkom.workbook.foreign import name_words as words
from terugkom.workbook.foreign.absent_owners import find_named_behind, is_nobody, is_remark_beside
from terugkom.workbook.foreign.name_kinds import (
    BRACKETS,
    WORD,
    detect_person_kind,
    has_first_name,
    has_organisation_word,
    is_full_name,
    is_role,
)
from terugkom.workbook.foreign.owner_phrases import read_phrase
from terugkom.workbook.foreign.telephone_numbers import is_only_number, remove_telephone_numbers

_OUTSIDE_BRACKETS = r"(?![^()]*\))"
_ANY_COMMA = re.compile(rf",{_OUTSIDE_BRACKETS}")
_COMMA_WITHOUT_SPACE = re.compile(rf",(?!\s){_OUTSIDE_BRACKETS}")
_MENTION = re.compile(r"(?<!\S)@(?=[^\W\d_])")  # before a name, as online sheets write people: "@An Peeters"
_SEPARATOR = re.compile(rf"[;\n|•]{_OUTSIDE_BRACKETS}")
_AMBIGUOUS_SEPARATOR = re.compile(
    rf"\s+(?:en|et|and|und|&|\+|alsook|ainsi que|sowie)\s+{_OUTSIDE_BRACKETS}|\s*/\s*{_OUTSIDE_BRACKETS}"
)
_SPACED_SLASH = re.compile(r"\s/\s")
_PLUS = re.compile(rf"\s\+\s{_OUTSIDE_BRACKETS}")
_HONORIFIC = re.compile(rf"(?:{words.HONORIFICS})\b\.?\s+(?=\S)", re.IGNORECASE)
_LAST_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]$")
_ADDRESS = re.compile(r"[(<\[]?\s*(?:mailto:)?([^\s<>()\[\];,]+@[^\s<>()\[\];,]+)\s*[)>\]]?")
_ORGANISATION_HEAD = re.compile(rf"\b(?:{words.ORGANISATION_HEADS})|(?:dienst|afdeling|directie|amt)\b")
_TRIMMED_CHARACTERS = " ,.-–:*?&+/\t"
_MAX_LENGTH = 3000  # characters of a cell of owners: sixty with their addresses


_INITIALS = re.compile(r"[A-Z]{2,4}|(?:[A-Z]\.){2,4}")
_LAST_CONJUNCTION = re.compile(r"\s+(?:en|et|and|und|&)\s+(?!.*\s(?:en|et|and|und|&)\s)")
_FIRST_CONJUNCTION = re.compile(r"^(?:en|et|and|und)\s+(?=\S+\s)")  # "An, Bart, and the city council"
_LEFT_CONJUNCTION = re.compile(r"\s(?:en|et|and|und)\s*$")  # before a doubt that was taken off
_MIN_SENTENCE_WORDS = 4


@dataclass(frozen=True)
class OwnerColumn:
    """How the owners of a column are written: what its commas separate, and whether it holds initials.

    `comma` is the pattern of the comma that separates names. Where other signs separate them, a comma may
    stand between surname and first name: in most of the column (`has_surname_commas`), or where the surname
    has a particle ("Van den Berghe, Jan").
    """

    comma: re.Pattern[str] = _ANY_COMMA
    has_separators: bool = False
    has_surname_commas: bool = False
    has_initials: bool = False
    has_capitals: bool = False  # so that words without any are no name
    namesakes: frozenset[str] = frozenset()  # names that only what stands in brackets behind them tells apart
    expected: PersonKind | None = None  # the kind that its header implies


@dataclass(frozen=True)
class ParsedOwner:
    """An owner named in a cell: the name as written, an address or "", and the kind."""

    name: str
    email: str
    kind: PersonKind


def detect_owner_column(cells: Iterable[str], expected: PersonKind | None = None) -> OwnerColumn:
    """Return how the owners of a column are written.

    A comma inside brackets separates nothing. Where commas without a space after them prevail, as programs
    write lists, a comma with a space belongs to a name ("FPS Health, Food Chain Safety"). Most of a column of
    initials are two to four capitals: there "NA" and "SO" are people.
    """
    texts = {text.strip().rstrip(" ,") for text in cells if text.strip() and len(text) <= _MAX_LENGTH}
    bare = sum(len(_COMMA_WITHOUT_SPACE.findall(text)) for text in texts)
    every = sum(len(_ANY_COMMA.findall(text)) for text in texts)
    parts = [part.strip() for text in texts for part in re.split(r"[;,/\n&+]", text) if part.strip()]
    lines = [
        line for text in texts for line in _SEPARATOR.split(text) if line.strip() and not is_nobody(line)
    ]
    initials = [part for part in parts if _INITIALS.fullmatch(part) and not _is_dotted_nobody(part)]
    return OwnerColumn(
        _COMMA_WITHOUT_SPACE if 2 * bare > every else _ANY_COMMA,
        any(_SEPARATOR.search(text) for text in texts),
        5 * sum(map(_is_surname_first, lines)) >= 4 * len(lines),
        len(parts) > 1 and 2 * len(initials) > len(parts),
        2 * sum(part != part.lower() for part in parts) > len(parts),
        _find_namesakes(part.strip() for line in lines for part in _ANY_COMMA.split(line)),
        expected,
    )


def _find_namesakes(parts: Iterable[str]) -> frozenset[str]:
    """Return the names that stand with two different texts in brackets behind them."""
    first: dict[str, str] = {}
    found = set()
    for part in parts:
        if (bracket := _LAST_BRACKETS.search(part)) and normalize_text(bracket[1]):
            name = normalize_text(part[: bracket.start()])
            if first.setdefault(name, normalize_text(bracket[1])) != normalize_text(bracket[1]):
                found.add(name)
    return frozenset(found)


def is_ditto(text: str) -> bool:
    """Return whether a text means the owner of the row above: "idem", two commas."""
    return text.strip() in words.DITTO_SIGNS or strip_accents(text).strip(" .()") in words.DITTO_WORDS


@lru_cache(maxsize=8192)
def parse_owners(cell: str, column: OwnerColumn = OwnerColumn()) -> tuple[ParsedOwner, ...]:
    """Return the owners named in a cell, each once; two of one name with two addresses are two.

    A text longer than any list of owners names nobody: what is looked for in it takes its length squared.
    """
    if len(cell) > _MAX_LENGTH:
        return ()
    found: dict[tuple[str, str], ParsedOwner] = {}
    for line in _SEPARATOR.split(remove_telephone_numbers(_MENTION.sub("", cell))):
        for part in _split_line(line, column):
            owner = _parse_owner(part, column)
            if owner:
                found.setdefault((normalize_text(owner.name) or owner.name, owner.email.lower()), owner)
    named = {name for name, email in found if email}
    return tuple(owner for (name, email), owner in found.items() if email or name not in named)


def is_doubted(text: str, column: OwnerColumn) -> bool:
    """Return whether a text in place of an owner asks whether it is so, or leaves in doubt who it is:
    "An Peeters (?)", "waarschijnlijk An Peeters", "An Peeters of Bart Claes"."""
    lines = _SEPARATOR.split(text) if len(text) <= _MAX_LENGTH else []
    items = [item for line in lines for item in _list_items(line, column) if not _is_sentence(item, column)]
    parts = (
        part for item in items for each in read_phrase(item).owners for part in _split_item(each, column)
    )
    names_nobody = any(re.search(r"\w", part) and _parse_owner(part, column) is None for part in parts)
    return "?" in text or names_nobody or any(read_phrase(each).is_doubted for each in items)


def list_owner_sentences(cell: str, column: OwnerColumn) -> list[str]:
    """Return the sentences in a cell of owners, which name nobody for certain."""
    if len(cell) > _MAX_LENGTH:
        return [cell]
    if is_only_number(cell):
        return [cell]
    return [
        part
        for line in _SEPARATOR.split(remove_telephone_numbers(cell))
        for part in _list_items(line, column)
        if _is_sentence(part, column)
    ]


def _is_dotted_nobody(part: str) -> bool:
    """Return whether letters with points mean nobody, as no initials do: n.v.t., t.b.c."""
    return part.islower() and is_nobody(part)


def _split_line(line: str, column: OwnerColumn) -> Iterator[str]:
    """Yield what a line of a cell names: one person or department each."""
    for item in _list_items(line, column):
        if not _is_sentence(item, column):
            for each in read_phrase(item).owners:
                yield from _split_item(each, column)


def _list_items(line: str, column: OwnerColumn) -> list[str]:
    """Return the items of a line: commas without a space, as programs write them, surely separate."""
    return column.comma.split(line) if column.comma is _COMMA_WITHOUT_SPACE else [line]


def _is_sentence(text: str, column: OwnerColumn) -> bool:
    """Return whether a text is no name: with a verb, or in small letters where names have capitals."""
    if is_only_number(text):
        return True
    several = strip_accents(text).split()
    if several and several[0].strip(".:") in words.REFERENCE_WORDS:
        return True
    if named := find_named_behind(text):  # "nog te bepalen (na goedkeuring)"
        is_reference = strip_accents(named).split()[0].strip(".:") in words.REFERENCE_WORDS
        is_remark = is_remark_beside(text) or (named.islower() and not _may_be_in_small_letters(named))
        return is_reference or is_remark
    if column.has_capitals and len(several) > 1 and text.islower() and not _may_be_in_small_letters(text):
        return True
    return len(several) >= _MIN_SENTENCE_WORDS and any(
        word.strip(".,;:()") in words.SENTENCE_VERBS for word in several
    )


def _may_be_in_small_letters(text: str) -> bool:
    """Return whether words in small letters can name somebody: a department, a function, a person, nobody."""
    has_role = any(is_role(word) for word in WORD.findall(strip_accents(text)))
    return "@" in text or has_role or has_first_name(text) or has_organisation_word(text) or is_nobody(text)


def _split_item(line: str, column: OwnerColumn) -> Iterator[str]:
    is_one_name = column.has_separators and _is_surname_first(line, alone=not column.has_surname_commas)
    if _is_one_department(line, column.expected) or is_one_name:
        yield line
        return
    for part in _join_functions(column.comma.split(line)):
        for each in _PLUS.split(part):
            yield from _split_names(each)


def _join_functions(parts: Iterable[str]) -> Iterator[str]:
    """Yield the parts of a list without the function of a person who is named right before it:
    "Jan Maes, milieuambtenaar"."""
    before = ""
    for part in parts:
        if not (_is_function(part) and is_full_name(before.strip()) and _may_be_person(before)):
            yield part
            before = part


def _is_function(part: str) -> bool:
    several = part.split()
    plain = strip_accents(part).strip()
    return (
        bool(several) and len(several) <= 2 and part == part.lower() and plain.endswith(words.ROLE_SUFFIXES)
    )


def _is_one_department(line: str, expected: PersonKind | None) -> bool:
    """Return whether a line lists the topics of one department: "Jeugd, Sport en Cultuur".

    The last two stand around "en"; each is one word, the first may have more ("Dienst Wonen"); and one of
    them is no name of a person.
    """
    parts = [part.strip() for part in _ANY_COMMA.split(line)]
    last = _LAST_CONJUNCTION.split(parts[-1]) if len(parts) > 1 else []
    if len(last) != 2:
        return False
    topics = [*parts[:-1], *last]
    if any(" " in topic for topic in topics[1:]) or any("@" in topic for topic in topics):
        return False
    return expected is PersonKind.ORGANISATION or any(has_organisation_word(topic) for topic in topics)


def _is_surname_first(line: str, *, alone: bool = False) -> bool:
    """Return whether a line is one name with the surname first; `alone`: without the others of its column,
    so that it needs a particle."""
    parts = [part.strip() for part in BRACKETS.sub("", _ADDRESS.sub("", line)).split(",")]
    if len(parts) != 2 or not all(parts) or has_organisation_word(line):
        return False
    surname = [word for word in parts[0].split() if strip_accents(word) not in words.NAME_PARTICLES]
    first = parts[1].split()
    if alone and len(surname) == len(parts[0].split()):
        return False
    is_double = len(surname) == 2 and not alone and has_first_name(parts[1]) and not has_first_name(parts[0])
    is_surname = len(surname) == 1 or is_double
    return is_surname and len(first) <= 2 and all(word[:1].isupper() for word in (*surname, *first))


def _parse_owner(part: str, column: OwnerColumn) -> ParsedOwner | None:
    address = _ADDRESS.search(part)
    email = address[1].strip(".,") if address and is_mail_address(address[1].strip(".,")) else ""
    if email and address:
        part = f"{part[: address.start()]} {part[address.end() :]}"
    written = " ".join(part.split())
    name = _LEFT_CONJUNCTION.sub("", _FIRST_CONJUNCTION.sub("", written)).strip(_TRIMMED_CHARACTERS)
    if not name and email:
        return ParsedOwner(email, email, detect_person_kind("", column.expected))
    if not name:
        return None
    if column.has_initials and _INITIALS.fullmatch(written):
        return ParsedOwner(name, email, column.expected or PersonKind.PERSON)
    if is_nobody(written):
        return None
    name = _strip_department(_strip_honorific(name), column)
    return ParsedOwner(name, email, detect_person_kind(name, column.expected))


def _strip_honorific(name: str) -> str:
    """Return a name without what stands before it: "Dhr. Tom Maes"; with it there would be two of him."""
    bare = _HONORIFIC.sub("", name, count=1) if _HONORIFIC.match(name) else name
    return bare if bare[:1].isupper() else name


def _strip_department(name: str, column: OwnerColumn) -> str:
    """Return the name of a person without the department or function in brackets behind it.

    Where the same name stands with two of them, they tell two people apart, and stay.
    """
    bracket = _LAST_BRACKETS.search(name)
    if bracket is None:
        return name
    bare, inside = name[: bracket.start()], bracket[1].strip()
    several = WORD.findall(strip_accents(inside))
    is_department = has_organisation_word(inside) or any(map(is_role, several))
    is_person = is_full_name(bare) and detect_person_kind(bare, column.expected) is PersonKind.PERSON
    is_told_apart = normalize_text(bare) in column.namesakes
    return bare if is_person and is_department and not is_told_apart else name


def _split_names(text: str) -> list[str]:
    """Split at "en", "et", "and", "und" and slashes where the parts are names: not in "Stad en Ruimte"."""
    parts = [part for part in _AMBIGUOUS_SEPARATOR.split(text) if part.strip()]
    if len(parts) < 2:
        return [text]
    if not is_nobody(text) and (apart := _split_off_nobody(text)) != [text]:
        return [name for each in apart for name in _split_names(each)]
    all_people = all(_may_be_person(part) or is_nobody(part) for part in parts)
    are_names = any(" " in part.strip() for part in parts) or all(map(has_first_name, parts))
    loose_ampersand = re.search(r"[&+]", text) and not are_names  # "Groen & Co"
    if (all_people and not loose_ampersand) or all(
        _ORGANISATION_HEAD.search(strip_accents(part)) for part in parts
    ):
        return parts
    return _SPACED_SLASH.split(text)


def _split_off_nobody(text: str) -> list[str]:
    """Return what names nobody, and what stands between: of "Stad en Ruimte/vacature" the department too. Two
    letters may be those of a name, and a French "en" behind the first is no conjunction."""
    ends = [each.span() for each in _AMBIGUOUS_SEPARATOR.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    kept = list[tuple[int, int, bool]]()
    for start, end in zip(starts, [*(start for start, _ in ends), len(text)], strict=True):
        part = text[start:end]
        says_nobody = is_nobody(part) and len(re.findall(r"\w", part)) > 2
        says_nobody &= start > 0 or not text.startswith("en ", end + 1)
        if kept and not says_nobody and not kept[-1][2]:
            kept[-1] = (kept[-1][0], end, False)
        else:
            kept.append((start, end, says_nobody))
    return [text[start:end] for start, end, _ in kept]


def _may_be_person(part: str) -> bool:
    name = _ADDRESS.sub("", part).strip(_TRIMMED_CHARACTERS)
    if not name:
        return "@" in part
    several = [word for word in name.split() if strip_accents(word) not in words.NAME_PARTICLES]
    capital = all(word[:1].isupper() for word in several) and len(several) <= 4
    return capital and len(name) > 1 and detect_person_kind(name) is PersonKind.PERSON
