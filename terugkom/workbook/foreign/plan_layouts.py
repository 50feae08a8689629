"""Layouts of plans that many authorities share, as data in ``plan_layouts.yaml``: which headers hold what."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from terugkom.normalize import normalize_text
from terugkom.workbook.foreign.column_scores import (
    find_exact_field,
    find_responsible_field,
    list_synonyms,
)
from terugkom.workbook.foreign.fields import KEEP_AS_EXTRA
from terugkom.workbook.foreign.header_matching import NO_FIELD, normalize_header
from terugkom.workbook.foreign.header_patterns import ARTICLES, SINGULARS
from terugkom.yaml_loader import load_yaml

_FILE = Path(__file__).with_suffix(".yaml")
_FIRST_WORD = re.compile(r"[A-Za-z0-9]++(?![^\x00-\x7f])")  # of a text without accents in it
_RESPONSIBLE = re.compile(r"responsib|responsab|verantwoord|verantwortlich|zuständig", re.IGNORECASE)
_MAY_GO_ON = 12  # letters of a header after which another may go on


@dataclass(frozen=True)
class PlanLayout:
    """One layout: the words it is known by, its headers by field, and which rows are parts of the plan."""

    name: str
    signature: tuple[tuple[str, ...], ...]
    fields: Mapping[str, tuple[str, ...]]
    sections: frozenset[str] = frozenset()
    merge_rows: bool = False

    def fits(self, headers: Sequence[str]) -> bool:
        """Return whether headers have all words of the signature, and one that holds the title."""
        words = [f" {normalize_text(header)} " for header in headers if header]
        return (
            all(
                any(f" {choice}" in word for choice in choices for word in words)
                for choices in self.signature
            )
            and "title" in self.map_columns(headers).values()
        )

    def map_columns(self, headers: Sequence[str], empty: Container[int] = ()) -> dict[int, str]:
        """Return the field of each column whose header the layout knows; a field has one column.

        An `empty` one has it where no other may.
        """
        words = [normalize_header(header) if header else "" for header in headers]
        found: dict[int, str] = {}
        for is_named in (str.__eq__, _goes_on, _is_same_but_articles):
            for field, names in self.fields.items():
                if field in found.values() and field != KEEP_AS_EXTRA:
                    continue
                places = [at for name in names for at, word in enumerate(words) if is_named(word, name)]
                free = [at for at in dict.fromkeys(places) if at not in found]
                if field != KEEP_AS_EXTRA:
                    free.sort(key=lambda at: at in empty)
                found |= dict.fromkeys(free if field == KEEP_AS_EXTRA else free[:1], field)
        return found

    def is_section(self, text: str) -> bool:
        """Return whether a text that stands alone in a row names a part of the plan."""
        return normalize_text(text.replace("&", " and ")) in self.sections


def find_layout(headers: Sequence[str]) -> PlanLayout | None:
    """Return the layout that has these headers, or None."""
    return next((layout for layout in list_plan_layouts() if layout.fits(headers)), None)


def find_header_field(text: str) -> str | None:
    """Return the field of a header or a label by a synonym or a known layout, `NO_FIELD` for one known to be
    none of ours, None for any other text."""
    first = _FIRST_WORD.match(text)
    if first and first[0].lower() not in _list_first_words() and not _RESPONSIBLE.search(text):
        return None  # quick, as it is asked of each text of a sheet
    return _find_field(text.rstrip(" :*?"))


@lru_cache(maxsize=8192)
def _find_field(header: str) -> str | None:
    exact = find_exact_field(header)
    if exact:
        return exact
    word, labels = normalize_header(header), _list_labels()
    if word in labels:
        return labels[word]
    stems = _list_stems().get(word.partition(" ")[0], ())
    found = next((labels[name] for name in stems if word.startswith(name)), exact)
    if found is None:
        found = _list_reduced_labels().get(_reduce(word))
    return find_responsible_field(header) if found is None else found


@lru_cache
def _list_first_words() -> frozenset[str]:
    return frozenset(word.partition(" ")[0] for words in (list_synonyms(), _list_labels()) for word in words)


@lru_cache
def list_plan_layouts() -> tuple[PlanLayout, ...]:
    """Return the known layouts, the most particular first."""
    return tuple(
        PlanLayout(
            each["name"],
            tuple(tuple(map(normalize_text, words)) for words in each["signature"]),
            {field: tuple(map(normalize_text, names)) for field, names in each["fields"].items()},
            frozenset(map(normalize_text, each.get("sections", ()))),
            merge_rows=each.get("merge_rows", False),
        )
        for each in load_yaml(_FILE.read_text(encoding="utf-8"))
    )


@lru_cache
def _list_labels() -> dict[str, str]:
    """Return the fields of headers of more than one word: a single word may be a value in a form."""
    return {
        name: NO_FIELD if field == KEEP_AS_EXTRA else field
        for layout in list_plan_layouts()
        for field, names in layout.fields.items()
        for name in names
        if " " in name
    }


@lru_cache
def _list_reduced_labels() -> dict[str, str]:
    return {_reduce(name): field for name, field in _list_labels().items()}


@lru_cache(maxsize=8192)
def _reduce(word: str) -> str:
    """Return a normalized header without its articles, and some words in the singular."""
    return " ".join(SINGULARS.get(each, each) for each in word.split() if each not in ARTICLES)


def _is_same_but_articles(word: str, name: str) -> bool:
    return " " in name and _reduce(word) == _reduce(name)


@lru_cache
def _list_stems() -> dict[str, list[str]]:
    """Return the headers after which another may go on, by their first word."""
    stems: dict[str, list[str]] = {}
    for name in _list_labels():
        if len(name) >= _MAY_GO_ON:
            stems.setdefault(name.partition(" ")[0], []).append(name)
    return stems


def _goes_on(word: str, name: str) -> bool:
    """Return whether a header of several words begins with one we know: ``total cost estimated 2``."""
    return len(name) >= _MAY_GO_ON and " " in name and word.startswith(name)
