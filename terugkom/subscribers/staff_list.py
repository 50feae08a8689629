"""Read a staff list: find its header, account for each row, report each wrong cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from terugkom.errors import InputError
from terugkom.normalize import plain
from terugkom.subscribers.staff_headers import ELSEWHERE, HEADINGS, PRIVATE
from terugkom.subscribers.subscription import key_of
from terugkom.workbook import cells
from terugkom.workbook.columns import Column, Kind
from terugkom.workbook.dates.deadlines import written
from terugkom.workbook.foreign.header_matching import ELSEWHERE as NONE_OF_OURS
from terugkom.workbook.foreign.header_matching import cell_at, headers_of, likeness, ours, words_of
from terugkom.workbook.import_report import ColumnRead, Fate, Notes, WrongCell
from terugkom.workbook.read_tables import Cell, Table, read_tables

_FURTHEST_HEADER = 40  # rows searched for a header
_SAMPLE = 200  # rows read to detect a column of addresses
_SURE = 0.5
_WORDS = words_of(HEADINGS, ELSEWHERE)
_PRIVATE = re.compile(PRIVATE)
_LONGEST_NAME = 200
_DAYS: tuple[str, ...] = ("started_on", "departed_on")
_COLUMNS: Mapping[str, Column] = {
    "email": Column("E-mail", "email", Kind.EMAIL, "", longest=254),
    "name": Column("Naam", "name", Kind.TEXT, ""),
    "first_name": Column("Voornaam", "first_name", Kind.TEXT, ""),
    "last_name": Column("Familienaam", "last_name", Kind.TEXT, ""),
    "started_on": Column("In dienst", "started_on", Kind.START, ""),
    "departed_on": Column("Uit dienst", "departed_on", Kind.DAY, ""),
}


@dataclass(frozen=True)
class StaffRow:
    """A person on the list. A date is in `days` if its column exists and its cell is valid."""

    email: str  # lower case
    name: str
    days: Mapping[str, date | None]


@dataclass
class StaffList:
    """The content of a file: rows by address, names on refused rows, and the fields that have a column."""

    rows: dict[str, StaffRow] = field(default_factory=dict)
    refused_names: set[str] = field(default_factory=set)
    tells: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Form:
    """A recognised sheet: its header row, its headers, and the column of each field."""

    table: Table
    header_row: int
    headers: tuple[str, ...]
    places: Mapping[str, int]
    score: float


def read_staff(path: Path, notes: Notes) -> StaffList:
    """Read a staff list, and record in `notes` the fate of each row of the sheets with addresses.

    Raises UnreadableFile, or InputError for a file in which no column with addresses is found, or no
    address: whoever is not on the list counts as departed, so an empty list would unsubscribe everybody.
    """
    tables = [table for table in read_tables(path) if table.first_filled() is not None]
    found = StaffList()
    first_rows: dict[str, int] = {}
    forms = [(table, _recognised(table)) for table in tables]
    for table, form in forms:
        if form is None:
            notes.unread.append(table.sheet)
            continue
        fields = {place: name for name, place in form.places.items()}
        notes.columns += [
            ColumnRead(table.sheet, header, fields.get(place, ""))
            for place, header in enumerate(form.headers)
            if header
        ]
        found.tells |= set(form.places)
        for index, row in enumerate(table.rows):
            notes.fates[_take(form, index, row, found, first_rows, notes)] += 1
    if all(form is None for _, form in forms):
        named = ", ".join(header for table in tables[:1] for header in _first_headers(table) if header)
        raise InputError(f"{path.name}: no column with e-mail addresses is found; its columns are: {named}")
    if not found.rows:
        raise InputError(f"{path.name}: there is no address on this list; nothing was changed")
    return found


def _recognised(table: Table) -> _Form | None:
    """Return the layout with the highest score, or None if the sheet contains no addresses."""
    first = table.first_filled() or 0
    forms = (_understood(table, row) for row in range(first, min(first + _FURTHEST_HEADER, len(table.rows))))
    return max((form for form in forms if form), key=lambda form: form.score, default=None)


def _understood(table: Table, header_row: int) -> _Form | None:
    headers = headers_of(table, header_row)
    if any(cells.is_email(header) for header in headers):
        return None  # a row of the list itself
    likely = [likeness(header, _WORDS) for header in headers]
    sample = table.rows[header_row + 1 : header_row + 1 + _SAMPLE]
    addresses = {
        place: 0.0 if _PRIVATE.search(plain(header)) else _addresses(sample, place)
        for place, header in enumerate(headers)
    }
    scores = [
        (score * addresses[place] if field == "email" else score, field, place)
        for place, found in enumerate(likely)
        for field, score in ours(dict(found)).items()
        if score >= _SURE and (field != "email" or addresses[place] >= _SURE)
    ]
    places: dict[str, int] = {}
    total = 0.0
    for score, name, place in sorted(scores, key=lambda each: (-each[0], each[2])):
        if name not in places and place not in places.values():
            places[name] = place
            total += score
    if "email" not in places:  # an unknown header over a column that is certainly addresses
        free = [place for place, found in enumerate(likely) if headers[place] and NONE_OF_OURS not in found]
        best = max(free, key=addresses.__getitem__, default=None)
        if best is None or addresses[best] <= _SURE or not places:
            return None
        places["email"] = best
    return _Form(table, header_row, headers, places, total)


def _addresses(rows: Sequence[Sequence[Cell]], place: int) -> float:
    """Return the fraction (0 to 1) of filled cells of a column that are addresses; 0.5 if none is filled."""
    texts = [written(cell) for row in rows if (cell := cell_at(row, place)) != ""]
    return sum(map(cells.is_email, texts)) / len(texts) if texts else _SURE


def _take(
    form: _Form, index: int, row: list[Cell], found: StaffList, first_rows: dict[str, int], notes: Notes
) -> Fate:
    """Read one row; return its fate."""
    address = written(cell_at(row, form.places["email"]))
    if all(cell == "" for cell in row):
        return Fate.BLANK
    if index <= form.header_row or address == form.headers[form.places["email"]]:
        return Fate.HEADER
    values = _values(form, index, row, notes)
    name = _name(values)
    email = key_of(values.get("email", ""))
    if not email:
        if not address:
            _find(form, index, "email", "no-address", notes)
        found.refused_names.add(name)
        return Fate.REFUSED
    if email in found.rows:
        if found.rows[email].name != name:  # not: two contracts of one person
            first = first_rows[email]
            _find(form, index, "email", "duplicate-address", notes, value=address, first=first)
        return Fate.JOINED
    first_rows[email] = index + 1
    days = {day: values[day] for day in _DAYS if day in values}
    found.rows[email] = StaffRow(email, name, days)
    return Fate.IMPORTED


def _values(form: _Form, index: int, row: list[Cell], notes: Notes) -> dict[str, Any]:
    """Return the valid cells, and add a finding for each other cell."""
    values = {}
    for name, place in form.places.items():
        try:
            values[name] = cells.read(_COLUMNS[name], cell_at(row, place))
        except WrongCell as error:
            _find(form, index, name, error.code, notes, **error.details)
    return values


def _name(values: Mapping[str, Any]) -> str:
    """Return the full name; next to a first name, a column "name" is the last name."""
    last = values.get("last_name") or values.get("name", "")
    whole = values.get("name", "") if "first_name" not in values else f"{values['first_name']} {last}"
    return " ".join((whole or last).split())[:_LONGEST_NAME]


def _find(form: _Form, index: int, name: str, code: str, notes: Notes, **details: object) -> None:
    notes.find(form.table.sheet, index + 1, form.headers[form.places[name]], code, **details)


def _first_headers(table: Table) -> tuple[str, ...]:
    return headers_of(table, table.first_filled() or 0)
