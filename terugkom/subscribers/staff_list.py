"""Read a staff list: find its header, account for each row, report each wrong cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from terugkom.documents.mail_address import needs_smtputf8, parse_address
from terugkom.errors import InputError
from terugkom.normalize import normalize_text
from terugkom.plan.erased_people import ErasedPeople
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.subscribers.staff_headers import HEADER_SYNONYMS, OTHER_HEADERS, PRIVATE_HEADER_PATTERN
from terugkom.workbook import cells
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.columns import CellKind, Column
from terugkom.workbook.dates.table_dates import order_table_dates
from terugkom.workbook.foreign.header_matching import NO_FIELD as NONE_OF_OURS
from terugkom.workbook.foreign.header_matching import (
    describe_headers,
    filter_own_fields,
    get_cell,
    index_synonyms,
    read_headers,
    score_header,
)
from terugkom.workbook.foreign.shifted_rows import find_shifted_rows, report_shifted_row
from terugkom.workbook.import_report import ColumnRead, ImportNotes, RowOutcome
from terugkom.workbook.read_tables import Table, read_tables
from terugkom.workbook.report_marks import report_marks
from terugkom.workbook.wrong_cell import WrongCell

_MAX_HEADER_ROWS = 40  # rows searched for a header
_SAMPLE_ROWS = 200  # rows read to detect a column of addresses
_MIN_SCORE = 0.5
_HEADER_WORDS = index_synonyms(HEADER_SYNONYMS, OTHER_HEADERS)
_PRIVATE_PATTERN = re.compile(PRIVATE_HEADER_PATTERN)
_MAX_NAME_LENGTH = 200
_DATE_FIELDS: tuple[str, ...] = ("started_on", "departed_on")
_NO_END = re.compile(  # what programs for personnel write for a contract without an end
    r"31[-/.]12[-/.](?:9999|2999)|(?:9999|2999)-12-31(?:[T ]00:00(?::00)?)?|31129999|99991231"
)
_COLUMNS: Mapping[str, Column] = {
    "email": Column("email", "email", CellKind.EMAIL, "", max_length=254),
    "name": Column("name", "name", CellKind.TEXT, "", one_line=True),
    "first_name": Column("first_name", "first_name", CellKind.TEXT, "", one_line=True),
    "last_name": Column("last_name", "last_name", CellKind.TEXT, "", one_line=True),
    "started_on": Column("started_on", "started_on", CellKind.START, ""),
    "departed_on": Column("departed_on", "departed_on", CellKind.DAY, ""),
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
    refused_addresses: set[str] = field(default_factory=set)  # where they are not read
    known_fields: set[str] = field(default_factory=set)
    contracts: dict[str, list[Mapping[str, date | None]]] = field(default_factory=dict)  # if several


@dataclass(frozen=True)
class _SheetLayout:
    """A recognised sheet: its header row, its headers, and the column of each field."""

    table: Table
    header_row: int
    headers: tuple[str, ...]
    column_indexes: Mapping[str, int]
    score: float


def read_staff_list(
    path: Path, notes: ImportNotes, today: date, erased: ErasedPeople | None = None
) -> StaffList:
    """Read a staff list, and record in `notes` the fate of each row of the sheets with addresses.

    A row of one of the `erased` people is refused. Of several contracts of one person the one counts that
    runs `today`, whatever the order of the rows; else the next one, else the last.

    Raises UnreadableFile, or InputError for a file in which no column with addresses is found, or no
    address: whoever is not on the list counts as departed, so an empty list would unsubscribe everybody.
    """
    tables = [table for table in read_tables(path) if table.first_filled_row() is not None]
    found, erased = StaffList(), erased or ErasedPeople()
    first_rows: dict[str, int] = {}  # by address
    layouts = [(table, _find_layout(table)) for table in tables]
    for table, layout in layouts:
        if layout is None or table.is_hidden:
            notes.unread.append(table.sheet)
            _report_unread_addresses(table, table.rows, found, notes)
        else:
            _read_sheet(layout, found, first_rows, notes, erased)
    for email, contracts in found.contracts.items():
        found.rows[email] = replace(found.rows[email], days=_choose_contract(contracts, today))
    if not any(layout and not table.is_hidden for table, layout in layouts):
        if any(layout for _, layout in layouts):
            raise InputError("error.plan-file.hidden", file=path.name)
        header_names = describe_headers(
            header for table in tables[:1] for header in _read_first_headers(table)
        )
        raise InputError("error.staff-list.no-column", file=path.name, columns=header_names)
    if not found.rows:
        raise InputError("error.staff-list.no-address", file=path.name)
    return found


def _read_sheet(
    layout: _SheetLayout,
    found: StaffList,
    first_rows: dict[str, int],
    notes: ImportNotes,
    erased: ErasedPeople,
) -> None:
    """Read the rows of a sheet with addresses; record which columns were read and the fate of each row."""
    table = layout.table
    fields = {column_index: name for name, column_index in layout.column_indexes.items()}
    notes.columns += [
        ColumnRead(table.sheet, header, fields.get(column_index, ""))
        for column_index, header in enumerate(layout.headers)
        if header
    ]
    found.known_fields |= set(layout.column_indexes)
    dates = {layout.headers[at]: at for name, at in layout.column_indexes.items() if name in _DATE_FIELDS}
    order_table_dates(table, layout.header_row, dates, notes)
    report_marks(notes, table, layout.header_row)
    shifted = find_shifted_rows(table, layout.header_row)
    again = _list_repeated_columns(layout)
    aside = [[get_cell(row, at) for at in again] for row in table.rows]
    _report_unread_addresses(
        table, [*table.rows[: layout.header_row], *aside[layout.header_row :]], found, notes
    )
    for index, row in enumerate(table.rows):
        if index in shifted:
            report_shifted_row(notes, table, index, layout.header_row)
            notes.row_counts[_refuse_shifted_row(row, found)] += 1
        else:
            notes.row_counts[_read_row(layout, index, row, found, first_rows, notes, erased)] += 1


def _list_repeated_columns(layout: _SheetLayout) -> list[int]:
    """Return the further columns with the header of the addresses: those of another table beside this one."""
    read = layout.column_indexes["email"]
    return [at for at, header in enumerate(layout.headers) if at != read and header == layout.headers[read]]


def _report_unread_addresses(
    table: Table, rows: Sequence[Sequence[Cell]], found: StaffList, notes: ImportNotes
) -> None:
    """Add the finding that addresses are not read; `rows` begin with the first of the table.

    Whoever has one is not missing from the list.
    """
    first, count = 0, 0
    for index, row in enumerate(rows):
        if addresses := _remember_addresses(row, found):
            first = first or table.get_row_number(index)
            count += addresses
    if count and table.is_hidden:
        notes.add_finding(table.sheet, first, "", "hidden-addresses", count=count)
    elif count:
        notes.add_finding(table.sheet, first, "", "unread-addresses", count=count)


def _remember_addresses(row: Sequence[Cell], found: StaffList) -> int:
    """Remember the addresses on a row that is not read; return how many there are."""
    addresses = {normalize_address(each) for cell in row if (each := parse_address(format_cell(cell)))}
    found.refused_addresses |= addresses
    return len(addresses)


def _find_layout(table: Table) -> _SheetLayout | None:
    """Return the layout with the highest score, or None if the sheet contains no addresses."""
    first = table.first_filled_row() or 0
    layouts = (
        _match_layout(table, row) for row in range(first, min(first + _MAX_HEADER_ROWS, len(table.rows)))
    )
    return max((layout for layout in layouts if layout), key=lambda layout: layout.score, default=None)


def _match_layout(table: Table, header_row: int) -> _SheetLayout | None:
    headers = read_headers(table, header_row)
    if any(map(parse_address, headers)):
        return None  # a row of the list itself
    similarities = [score_header(header, _HEADER_WORDS) for header in headers]
    sample = table.rows[header_row + 1 : header_row + 1 + _SAMPLE_ROWS]
    address_shares = {
        column_index: 0.0
        if _PRIVATE_PATTERN.search(normalize_text(header))
        else _compute_address_share(sample, column_index)
        for column_index, header in enumerate(headers)
    }
    scores = [
        (score * address_shares[column_index] if field == "email" else score, field, column_index)
        for column_index, found in enumerate(similarities)
        for field, score in filter_own_fields(dict(found)).items()
        if score >= _MIN_SCORE and (field != "email" or address_shares[column_index] >= _MIN_SCORE)
    ]
    column_indexes: dict[str, int] = {}
    total = 0.0
    for score, name, column_index in sorted(scores, key=lambda each: (-each[0], each[2])):
        if name not in column_indexes and column_index not in column_indexes.values():
            column_indexes[name] = column_index
            total += score
    if "email" not in column_indexes:  # an unknown header over a column that is certainly addresses
        free = [
            column_index
            for column_index, found in enumerate(similarities)
            if headers[column_index] and NONE_OF_OURS not in found
        ]
        best = max(free, key=address_shares.__getitem__, default=None)
        if best is None or address_shares[best] <= _MIN_SCORE or not column_indexes:
            return None
        column_indexes["email"] = best
    return _SheetLayout(table, header_row, headers, column_indexes, total)


def _compute_address_share(rows: Sequence[Sequence[Cell]], column_index: int) -> float:
    """Return the fraction (0 to 1) of filled cells of a column that are addresses; 0.5 if none is filled."""
    texts = [format_cell(cell) for row in rows if (cell := get_cell(row, column_index)) != ""]
    return sum(map(bool, map(parse_address, texts))) / len(texts) if texts else _MIN_SCORE


def _read_row(
    layout: _SheetLayout,
    index: int,
    row: list[Cell],
    found: StaffList,
    first_rows: dict[str, int],
    notes: ImportNotes,
    erased: ErasedPeople,
) -> RowOutcome:
    """Read one row; return its fate."""
    address = format_cell(get_cell(row, layout.column_indexes["email"]))
    if all(cell == "" for cell in row):
        return RowOutcome.BLANK
    if index <= layout.header_row or address == layout.headers[layout.column_indexes["email"]]:
        return RowOutcome.HEADER
    values = _read_values(layout, index, row, notes)
    name = _build_name(values)
    email = normalize_address(values.get("email", ""))
    if not email:
        if not address:
            _add_finding(layout, index, "email", "no-address", notes)
        found.refused_names.add(name)
        _remember_addresses(row, found)
        return RowOutcome.REFUSED
    if erased.includes(email):
        _add_finding(layout, index, "email", "erased-person", notes)
        found.refused_names.add(name)
        return RowOutcome.REFUSED
    days = {day: values[day] for day in _DATE_FIELDS if day in values}
    if email in found.rows:
        if found.rows[email].name != name:  # not: two contracts of one person
            first = first_rows[email]
            _add_finding(layout, index, "email", "duplicate-address", notes, value=address, first=first)
        else:
            found.contracts.setdefault(email, [found.rows[email].days]).append(days)
        return RowOutcome.JOINED
    if needs_smtputf8(email):  # kept: some mail servers take it
        _add_finding(layout, index, "email", "email-letters", notes, value=email)
    first_rows[email] = index + 1
    found.rows[email] = StaffRow(email, name, days)
    return RowOutcome.IMPORTED


def _refuse_shifted_row(row: Sequence[Cell], found: StaffList) -> RowOutcome:
    """Remember who may be on a row, whichever cell says so: they are not missing from the list."""
    found.refused_names |= set(map(format_cell, row))
    _remember_addresses(row, found)
    return RowOutcome.REFUSED


def _choose_contract(
    contracts: Sequence[Mapping[str, date | None]], today: date
) -> Mapping[str, date | None]:
    """Return the contract that runs today, the one that runs longest; else the next one, else the last.

    A contract without a start began long ago, one without an end goes on.
    """

    def start(contract: Mapping[str, date | None]) -> date:
        return contract.get("started_on") or date.min

    def end(contract: Mapping[str, date | None]) -> date:
        return contract.get("departed_on") or date.max

    running = [each for each in contracts if start(each) <= today < end(each)]
    coming = [each for each in contracts if start(each) > today and end(each) > today]
    if running:
        return max(running, key=end)
    return min(coming, key=start) if coming else max(contracts, key=end)


def _read_values(layout: _SheetLayout, index: int, row: list[Cell], notes: ImportNotes) -> dict[str, Any]:
    """Return the valid cells, and add a finding for each other cell."""
    values: dict[str, Any] = {}
    for name, column_index in layout.column_indexes.items():
        cell = get_cell(row, column_index)
        if name == "departed_on" and _NO_END.fullmatch(format_cell(cell)):
            values[name] = None
            continue
        try:
            values[name] = cells.read_cell(_COLUMNS[name], cell)
        except WrongCell as error:
            _add_finding(layout, index, name, error.code, notes, **error.details)
    return values


def _build_name(values: Mapping[str, Any]) -> str:
    """Return the full name; next to a first name, a column "name" is the last name."""
    last = values.get("last_name") or values.get("name", "")
    whole = values.get("name", "") if "first_name" not in values else f"{values['first_name']} {last}"
    return " ".join((whole or last).split())[:_MAX_NAME_LENGTH]


def _add_finding(
    layout: _SheetLayout, index: int, name: str, code: str, notes: ImportNotes, **details: object
) -> None:
    notes.add_finding(
        layout.table.sheet, index + 1, layout.headers[layout.column_indexes[name]], code, **details
    )


def _read_first_headers(table: Table) -> tuple[str, ...]:
    return read_headers(table, table.first_filled_row() or 0)
