"""A name in named fields: JSON with a given name and a surname, and lines such as *Voornaam: Jan*."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import combinations, combinations_with_replacement, count, product
from typing import Any

from terugkom.normalize import normalize_text
from terugkom.personal_data.person_pattern import ERASED, PersonPattern
from terugkom.workbook.foreign.header_patterns import FIRST_NAME_PATTERN, SURNAME_PATTERN

_GIVEN = re.compile(rf"{FIRST_NAME_PATTERN}|\b(?:first|given|forename|firstname|givenname)\b")
_FAMILY = re.compile(rf"{SURNAME_PATTERN}|\b(?:last|family|lastname|familyname|nomdefamille)\b")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # firstName
_LINE = re.compile(
    r"^[ \t>*#-]*([^\W\d_][^:=\n]{0,40}?)[*_ \t]*[:=][*_ \t]*([^\n]*?)[\"\'*_, \t\r]*$", re.MULTILINE
)
_MOST_LINES = 6  # between the two fields of a name
_LAYOUTS: list[dict[str, Any]] = [
    {"indent": indent, "separators": separators, "ensure_ascii": is_ascii}
    for indent, separators, is_ascii in product(
        (None, 2, 4, 1, 3, "\t"), (None, (",", ":"), (",", ": "), (", ", ":")), (True, False)
    )
]


def replace_in_value(value: Any, pattern: PersonPattern, by: str = ERASED) -> Any:
    """Return a JSON value without the person, in keys and texts at any depth."""
    match value:
        case str():
            return pattern.replace(value, by)
        case dict():
            whole = {key for pair in _list_certain(value, pattern) for key in pair}
            made: dict[str, Any] = {}
            taken = set(value)
            for key, each in value.items():
                new = pattern.replace(str(key), by)
                if new != key:  # two ways to write a person become one text
                    new = next(name for name in _number_key(new) if name not in taken)
                    taken.add(new)
                made[new] = by if key in whole else replace_in_value(each, pattern, by)
            return made
        case list():
            return [replace_in_value(each, pattern, by) for each in value]
    return value


def _number_key(key: str) -> Iterator[str]:
    yield key
    yield from (f"{key} {number}" for number in count(2))


def may_occur_in_value(value: Any, pattern: PersonPattern) -> bool:
    """Return whether the person stands in a JSON value or a text, or words of their name do that may be of
    two people."""
    match value:
        case str():
            return pattern.may_occur_in(value) or occurs_in_lines(value, pattern)
        case dict():
            return bool(
                any(may_occur_in_value(str(key), pattern) for key in value)
                or any(may_occur_in_value(each, pattern) for each in value.values())
                or next(_iterate_pairs(value, pattern), None)
            )
        case list():
            return any(may_occur_in_value(each, pattern) for each in value)
    return False


def occurs_in_lines(text: str, pattern: PersonPattern) -> bool:
    """Return whether the given name and the surname of a person stand in two lines near one another that are
    called so. Who that is, a person must say."""
    if not pattern.has_word_in(text):
        return False
    fields = [(_name_field(found[1]), found[2].strip(" \"'")) for found in _LINE.finditer(text)]
    for at, (kind, value) in enumerate(fields):
        for other, beside in fields[at + 1 : at + 1 + _MOST_LINES] if kind else ():
            if other and other != kind and _is_name(value, beside, pattern):
                return True
    return False


def list_json_fields(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield every object of a text that is JSON, or has a JSON value on each of its lines."""
    for value in _parse_json(text):
        yield from _iterate_objects(value)


def may_occur_in_fields(text: str, pattern: PersonPattern) -> bool:
    """Return whether two values of an object in a JSON text are the name of a person."""
    return any(next(_iterate_pairs(each, pattern), None) for each in list_json_fields(text))


def occurs_in_fields(text: str, pattern: PersonPattern) -> bool:
    """Return whether the given name and the surname of an object in a JSON text are those of a person."""
    return any(_list_certain(each, pattern) for each in list_json_fields(text))


def erase_in_json(text: str, pattern: PersonPattern) -> str:
    """Return a JSON text without the person, laid out as it was; what is laid out otherwise than programs do
    has its fields of a name still, and a text that is no JSON is one as any other. One of which two keys
    would become the same is returned as it is."""
    whole = _erase_laid_out(text, pattern)
    if whole is None:
        lines = [_erase_laid_out(each, pattern) for each in text.splitlines(keepends=True)]
        whole = "".join(each for each in lines if each is not None) if None not in lines else text
    erased = pattern.replace(whole)
    return erased if erased == whole or _count_keys(erased) == _count_keys(whole) else text


def _count_keys(text: str) -> int:
    return sum(map(len, list_json_fields(text)))


def _erase_laid_out(text: str, pattern: PersonPattern) -> str | None:
    content = text.strip()
    begin = text.index(content)
    try:
        value = json.loads(content)
    except ValueError:
        return None if content else text
    for layout in _LAYOUTS:
        if json.dumps(value, **layout) == content:
            erased = json.dumps(replace_in_value(value, pattern), **layout)
            return f"{text[:begin]}{erased}{text[begin + len(content) :]}"
    return None


def _parse_json(text: str) -> Iterator[Any]:
    content = text.strip().removeprefix("\ufeff")
    if not content.startswith(("{", "[")):
        return
    try:
        yield json.loads(content)
        return
    except ValueError:
        pass
    for line in content.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def _iterate_objects(value: Any) -> Iterator[Mapping[str, Any]]:
    stack = [value]
    while stack:
        each = stack.pop()
        if isinstance(each, dict):
            yield each
            stack += each.values()
        elif isinstance(each, list):
            stack += each


def _iterate_pairs(fields: Mapping[str, Any], pattern: PersonPattern) -> Iterator[tuple[str, str]]:
    """Yield the keys of two values that are words of one name together."""
    texts = [(key, each.strip()) for key, each in fields.items() if isinstance(each, str)]
    named: dict[str, list[str]] = {}  # keys by value: of thousands of values few differ
    for key, value in texts:
        if value and pattern.begins(value):
            named.setdefault(value, []).append(key)
    for value, beside in combinations_with_replacement(named, 2):
        if _is_name(value, beside, pattern):
            same = value == beside
            yield from combinations(named[value], 2) if same else product(named[value], named[beside])


def _list_certain(fields: Mapping[str, Any], pattern: PersonPattern) -> list[tuple[str, str]]:
    """Return the keys of a given name and a surname, which the object has once."""
    kinds = [_name_field(str(key)) for key in fields]
    if kinds.count("given") != 1 or kinds.count("family") != 1:
        return []
    return [
        each
        for each in _iterate_pairs(fields, pattern)
        if {_name_field(str(key)) for key in each} == {"given", "family"}
    ]


def _is_name(value: str, beside: str, pattern: PersonPattern) -> bool:
    return bool(value and beside) and (
        pattern.is_whole(f"{value} {beside}") or pattern.is_whole(f"{beside} {value}")
    )


def _name_field(label: str) -> str:
    """Return whether a field is called a given name or a surname, "" if neither or both."""
    plain = normalize_text(_INNER_CAPITAL.sub(" ", label))
    is_given = _GIVEN.search(plain) is not None
    is_family = _FAMILY.search(_GIVEN.sub("", plain)) is not None
    return "" if is_given is is_family else "given" if is_given else "family"
