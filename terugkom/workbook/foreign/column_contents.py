"""Correct the fields of columns by what stands in them, where their headers mislead.

A column called "Actie" with one sector on many rows is a theme, and the titles stand elsewhere; of two
columns of owners the one with people counts; one called "Dienst" can hold people, and one called "Groep"
those for whom an action is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from terugkom.normalize import normalize_text
from terugkom.plan.model import PersonKind
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.dates.read_dates import ImpossibleDate, read_date_range
from terugkom.workbook.foreign.column_scores import (
    compute_matching_share,
    compute_share_under,
    has_few_values,
    is_code_content,
    is_title_content,
    names_no_field,
    score_fields,
)
from terugkom.workbook.foreign.header_matching import normalize_header
from terugkom.workbook.foreign.header_patterns import FIRST_NAME_PATTERN, SURNAME_PATTERN
from terugkom.workbook.foreign.header_synonyms import CROSSES, YEAR_HEADERS
from terugkom.workbook.foreign.name_kinds import has_first_name, is_full_name
from terugkom.workbook.foreign.name_words import AUDIENCE_WORDS
from terugkom.workbook.foreign.owner_names import parse_owners
from terugkom.workbook.foreign.period_columns import split_period
from terugkom.workbook.foreign.status_marks import is_status_mark, is_status_sign
from terugkom.workbook.foreign.status_words import asks_whether_done

_MIN_CELLS = 2  # of which something can be said
_MOST, _NEARLY_ALL = 0.6, 0.8
_SHARE_OF_FIRST_NAMES = 0.4
_OWNER_HEADER = 0.3  # score of a header that may name owners
_SEPARATOR = re.compile(r"[,;/&\n]|\b(?:en|et|and|und)\b")
_INVOLVED = re.compile(r"\b(?:stakeholders?|betrokken\w*|involved|parties prenantes|beteiligte\w*)\b")
_FIRST_NAME, _SURNAME = re.compile(FIRST_NAME_PATTERN), re.compile(SURNAME_PATTERN)
_YEAR_HEADERS = frozenset(word.strip() for word in YEAR_HEADERS.split("|"))
_PLAN_FIELDS = ("owners", "organisation", "deadline", "status")


@dataclass(frozen=True)
class ColumnContents:
    """The columns of a table: their headers, and their filled cells by index."""

    headers: Sequence[str]
    cells: Mapping[int, list[Cell]]

    def list_free(self, fields: Mapping[str, list[int]]) -> list[int]:
        """Return the columns with a header and a few cells that are no field yet."""
        taken = {at for places in fields.values() for at in places}
        return [
            at
            for at, header in enumerate(self.headers)
            if header and at not in taken and len(self.cells[at]) >= _MIN_CELLS
        ]

    def compute_share(self, at: int, kind: PersonKind) -> float:
        """Return which share of a column's cells name people in full, or departments."""
        texts = list(map(format_cell, self.cells[at]))
        return sum(_names_only(text, kind) for text in texts) / len(texts) if texts else 0.0


def correct_fields(fields: dict[str, list[int]], contents: ColumnContents, fixed: frozenset[int]) -> None:
    """Correct the fields of a table, in place; `fixed` are the columns that a person has named."""
    _correct_owners(fields, contents, fixed)
    _add_first_names(fields, contents)
    _correct_title(fields, contents, fixed)
    if "title" in fields and "theme" not in fields:
        _find_theme(fields, contents)
    if "deadline" not in fields:
        _find_deadline(fields, contents)
    if not {*fields.get("deadline", ())} & fixed:
        split_period(fields, contents.headers, contents.cells)
    _correct_status(fields, contents, fixed)
    groups = fields.get("group", [])
    if groups and not set(groups) & fixed and _is_audience(contents.cells[groups[0]]):
        del fields["group"]


def _correct_owners(fields: dict[str, list[int]], contents: ColumnContents, fixed: frozenset[int]) -> None:
    """Take the column with people for the owners; one with departments beside it is the organisation."""
    if set(fields.get("owners", ())) & fixed:
        return
    _set_involved_aside(fields, contents)
    owners = fields.get("owners", [])
    free = [at for at in contents.list_free(fields) if not names_no_field(contents.headers[at])]
    if not owners:
        departments = [at for at in fields.get("organisation", []) if at not in fixed]
        people = _find_people(contents, departments, _MOST)
        people = _find_people(contents, free, _NEARLY_ALL) if people is None else people
    elif contents.compute_share(owners[0], PersonKind.ORGANISATION) >= _MOST:
        people = _find_people(contents, _list_owner_columns(contents, free), _MOST)
    else:
        return
    if people is None:
        return
    departments = [*owners, *(at for at in fields.pop("organisation", []) if at != people)]
    fields["owners"] = [people]
    if departments:
        fields["organisation"] = departments


def _add_first_names(fields: dict[str, list[int]], contents: ColumnContents) -> None:
    """Take the columns of first names and of surnames for the owners, in this order: "Prénom", "Nom"."""
    owners = fields.get("owners", [])
    if len(owners) != 1:
        return
    at = owners[0]
    is_first = names_first_name(contents.headers[at])
    for other in contents.list_free(fields):
        first, last = (at, other) if is_first else (other, at)
        if _name_one_person(contents.headers[first], contents.headers[last]):
            fields["owners"] = [first, last]
            return


def _name_one_person(first: str, last: str) -> bool:
    """Return whether two headers are alike but for the words for a first name and for a surname."""
    one, other = normalize_header(first), normalize_header(last)
    if not _FIRST_NAME.search(one) or _FIRST_NAME.search(other) or not _SURNAME.search(other):
        return False
    return _FIRST_NAME.sub("", one).split() == _SURNAME.sub("", other).split()


def names_first_name(header: str) -> bool:
    """Return whether a header is that of a column of first names."""
    return _FIRST_NAME.search(normalize_header(header)) is not None


def _set_involved_aside(fields: dict[str, list[int]], contents: ColumnContents) -> None:
    """Take a column of who is involved for the owners only where nobody else is responsible."""
    owners = fields.get("owners", [])
    if not owners or not _INVOLVED.search(normalize_text(contents.headers[owners[0]])):
        return
    others = _list_owner_columns(contents, contents.list_free(fields))
    if others:
        fields["owners"] = others[:1]
    elif "organisation" in fields and _find_people(contents, owners, _MOST) is None:
        del fields["owners"]


def _list_owner_columns(contents: ColumnContents, places: Sequence[int]) -> list[int]:
    return [at for at in places if score_fields(contents.headers[at]).get("owners", 0) >= _OWNER_HEADER]


def _correct_title(fields: dict[str, list[int]], contents: ColumnContents, fixed: frozenset[int]) -> None:
    """Find another title where that column holds the same few texts, or people; or where there is none."""
    former = fields.get("title", [])
    if set(former) & fixed or "part" in fields:
        return
    if not former and not any(field in fields for field in _PLAN_FIELDS):
        return
    is_people = bool(former) and _find_people(contents, former, _NEARLY_ALL) is not None
    if former and not is_people and not has_few_values(contents.cells[former[0]]):
        return
    title = _find_title(fields, contents, fixed)
    if title is None:
        if is_people:  # a list of people is no plan
            del fields["title"]
        return
    if title in fields.get("description", ()):
        del fields["description"]
    fields["title"] = [title]
    if is_people:
        fields.setdefault("owners", former)
    if not former and "code" not in fields:
        _find_code(fields, contents)


def _find_title(
    fields: Mapping[str, list[int]], contents: ColumnContents, fixed: frozenset[int]
) -> int | None:
    """Return the first column that looks most like titles: free, or called a description."""
    free = [at for at in contents.list_free(fields) if not names_no_field(contents.headers[at])]
    described = [at for at in fields.get("description", []) if at not in fixed]
    found = [at for at in (*free, *described) if is_title_content(contents.cells[at])]
    titled = [at for at in found if "title" in score_fields(contents.headers[at])]
    return max(titled or found, key=lambda at: (len(set(map(str, contents.cells[at]))), -at), default=None)


def _find_code(fields: dict[str, list[int]], contents: ColumnContents) -> None:
    """Take a column that is called a title and holds codes for that: "Actie" with A-1, A-2."""
    for at in contents.list_free(fields):
        if score_fields(contents.headers[at]).get("title") == 1.0 and is_code_content(contents.cells[at]):
            fields["code"] = [at]
            return


def _is_audience(cells: Sequence[Cell]) -> bool:
    """Return whether most of a column names for whom an action is: residents, schools."""
    parts = [normalize_text(part) for cell in cells for part in _SEPARATOR.split(format_cell(cell))]
    named = [part for part in parts if part]
    return sum(part in AUDIENCE_WORDS for part in named) > len(named) / 2


def _find_theme(fields: dict[str, list[int]], contents: ColumnContents) -> None:
    """Take a column that is called a title and holds the same few texts for a theme."""
    for at in contents.list_free(fields):
        if score_fields(contents.headers[at]).get("title") == 1.0 and has_few_values(contents.cells[at]):
            fields["theme"] = [at]
            return


def _correct_status(fields: dict[str, list[int]], contents: ColumnContents, fixed: frozenset[int]) -> None:
    """Take another column for the status where there is none, or none of the one says a state: "Phase"."""
    former = fields.get("status", [])
    if former:
        says_nothing = compute_matching_share("status", contents.cells[former[0]]) == 0
        if set(former) & fixed or not contents.cells[former[0]] or not says_nothing:
            return
    taken = {at for places in fields.values() for at in places}
    for at, header in enumerate(contents.headers):
        if header and at not in taken and _says_state(header, contents.cells[at], is_other=bool(former)):
            fields["status"] = [at]
            return


def _says_state(header: str, cells: list[Cell], *, is_other: bool) -> bool:
    """Return whether most of a column says yes or no, by a sign too, or a state under a word for done:
    "Klaar?"; or, beside another column of which nothing does, nearly all of it a state."""
    if len(cells) < _MIN_CELLS and not asks_whether_done(header):
        return False
    answers = sum(map(is_status_mark if "%" in header else is_status_sign, cells))
    if cells and answers and asks_whether_done(header):
        return answers + len(cells) * compute_matching_share("status", cells) >= _MOST * len(cells)
    return is_other and compute_share_under(header, "status", cells) >= _NEARLY_ALL


def _find_deadline(fields: dict[str, list[int]], contents: ColumnContents) -> None:
    """Take for the deadline a column of years that is called so, or the years or quarters with crosses below.

    A column of days with another header is none: it can be a start, or the day of a decision.
    """
    for at in contents.list_free(fields):
        is_called_so = normalize_text(contents.headers[at]) in _YEAR_HEADERS
        if is_called_so and compute_matching_share("date", contents.cells[at]) >= _NEARLY_ALL:
            fields["deadline"] = [at]
            return
    taken = {at for places in fields.values() for at in places}
    planned = [
        (end, at)
        for at, header in enumerate(contents.headers)
        if at not in taken
        and header
        and (end := _find_end(header)) is not None
        and all(format_cell(cell).lower() in CROSSES for cell in contents.cells[at])
    ]
    if len(planned) > 1 and any(contents.cells[at] for _, at in planned):
        fields["deadline"] = [at for _, at in sorted(planned)]


def _find_end(header: str) -> date | None:
    """Return the last day of the period that a header is: 2027, Q2 2027."""
    try:
        return read_date_range(header).last
    except ImpossibleDate:
        return None


def _find_people(contents: ColumnContents, places: Sequence[int], least: float) -> int | None:
    """Return the column of which at least this share are people, some with a first name that is known."""
    shares = {at: contents.compute_share(at, PersonKind.PERSON) for at in places}
    best = max(shares, key=shares.__getitem__, default=None)
    if best is None or shares[best] < least:
        return None
    texts = list(map(format_cell, contents.cells[best]))
    return best if sum(map(has_first_name, texts)) >= _SHARE_OF_FIRST_NAMES * len(texts) else None


def _names_only(text: str, kind: PersonKind) -> bool:
    owners = parse_owners(text)
    if kind is PersonKind.ORGANISATION:
        return any(owner.kind is kind for owner in owners)
    return bool(owners) and all(owner.kind is kind and is_full_name(owner.name) for owner in owners)
