"""Read a staff list: find its header, account for each row, report each wrong cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from terugkom.documents.mail_address import needs_smtputf8, parse_address
from terugkom.errors import InputError
from terugkom.plan.erased_people import ErasedPeople
from terugkom.plan.suppressed_addresses import normalize_address
from terugkom.subscribers.employment import Employment, FormerRow, is_employment_word, read_employment
from terugkom.subscribers.staff_columns import (
    StaffLayout,
    find_staff_layout,
    has_table_beside,
    is_on_its_side,
    list_columns_apart,
    list_name_columns,
    list_repeated_columns,
    place_address,
)
from terugkom.workbook import cells
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.columns import CellKind, Column
from terugkom.workbook.dates.table_dates import order_table_dates
from terugkom.workbook.file_formats.read_tables import Table, read_tables
from terugkom.workbook.foreign.header_matching import describe_headers, get_cell, read_headers
from terugkom.workbook.foreign.shifted_rows import find_shifted_rows, report_shifted_row
from terugkom.workbook.import_report import ColumnRead, ImportNotes, RowOutcome
from terugkom.workbook.report_garbled import report_garbled
from terugkom.workbook.report_marks import report_marks
from terugkom.workbook.wrong_cell import WrongCell

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
    former: dict[str, FormerRow] = field(default_factory=dict)  # who does not work here any more, by address


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
    layouts = [(table, None if is_on_its_side(table) else find_staff_layout(table)) for table in tables]
    for table, layout in layouts:
        if layout is None or table.is_hidden:
            notes.unread.append(table.sheet)
            _report_unread_addresses(table, table.rows, found, notes)
        else:
            _read_sheet(layout, found, first_rows, notes, erased)
    _prefer_employed(found, notes)
    for email, contracts in found.contracts.items():
        found.rows[email] = replace(found.rows[email], days=_choose_contract(contracts, today))
    if not any(layout and not table.is_hidden for table, layout in layouts):
        if any(layout for _, layout in layouts):
            raise InputError("error.plan-file.hidden", file=path.name)
        for table in tables:
            if is_on_its_side(table):
                raise InputError("error.staff-list.on-its-side", file=path.name, sheet=table.sheet)
        header_names = describe_headers(
            header for table in tables[:1] for header in _read_first_headers(table)
        )
        raise InputError("error.staff-list.no-column", file=path.name, columns=header_names)
    if not found.rows and found.former:
        raise InputError("error.staff-list.nobody-in-service", file=path.name, count=len(found.former))
    if not found.rows:
        raise InputError("error.staff-list.no-address", file=path.name)
    return found


def _read_sheet(
    layout: StaffLayout,
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
    report_garbled(notes, table, layout.header_row)
    shifted = find_shifted_rows(table, layout.header_row)
    employment = read_employment(layout)
    employment.report_headings(notes)
    employment.report_columns(notes, shifted)
    again = list_repeated_columns(layout)
    is_beside = has_table_beside(layout)
    beside = {*(again if is_beside else ()), *list_columns_apart(layout)}
    aside = [[get_cell(row, at) for at in beside] for row in table.rows]
    _report_unread_addresses(
        table, [*table.rows[: layout.header_row], *aside[layout.header_row :]], found, notes
    )
    if not is_beside:
        _report_repeated_columns(layout, again, notes)
    for index, row in enumerate(table.rows):
        if index in shifted:
            report_shifted_row(notes, table, index, layout.header_row)
            notes.row_counts[_refuse_shifted_row(row, found)] += 1
        else:
            notes.row_counts[_read_row(employment, index, row, found, first_rows, notes, erased)] += 1


def _report_repeated_columns(layout: StaffLayout, again: Sequence[int], notes: ImportNotes) -> None:
    """Add the finding that a further column with the header of the addresses is not read."""
    table = layout.table
    cells_again = (get_cell(row, at) for row in table.rows[layout.header_row + 1 :] for at in again)
    if count := sum(1 for cell in cells_again if parse_address(format_cell(cell))):
        header = layout.headers[layout.column_indexes["email"]]
        row = table.get_row_number(layout.header_row)
        notes.add_finding(table.sheet, row, header, "second-address-column", value=header, count=count)


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


def _read_row(
    employment: Employment,
    index: int,
    row: list[Cell],
    found: StaffList,
    first_rows: dict[str, int],
    notes: ImportNotes,
    erased: ErasedPeople,
) -> RowOutcome:
    """Read one row; return its fate."""
    layout = employment.layout
    address = format_cell(get_cell(row, layout.column_indexes["email"]))
    if all(cell == "" for cell in row):
        return RowOutcome.BLANK
    if index <= layout.header_row or address == layout.headers[layout.column_indexes["email"]]:
        return RowOutcome.HEADER
    if employment.is_former(index, row):
        return _read_former_row(employment, index, row, found)
    values = _read_values(employment, index, row, notes)
    name = _build_name(values)
    email = normalize_address(values.get("email", ""))
    if not email:
        if not address:
            _add_finding(layout, index, "email", "no-address", notes)
        found.refused_names.add(name)
        _remember_addresses(row, found)
        return RowOutcome.REFUSED
    if employment.report_doubt(index, row, notes):
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


def _read_former_row(employment: Employment, index: int, row: Sequence[Cell], found: StaffList) -> RowOutcome:
    """Remember who does not work here any more, by the first address on a row; return its fate."""
    layout = employment.layout
    addresses = (parse_address(format_cell(cell)) for cell in place_address(layout, row))
    email = normalize_address(next(filter(None, addresses), ""))
    values = _read_values(employment, index, row, None)
    if email:
        by_heading = index in employment.former_rows
        former = FormerRow(layout.table.sheet, index + 1, values.get("departed_on"), by_heading)
        found.former.setdefault(email, former)
    return RowOutcome.IMPORTED if email else RowOutcome.SECTION


def _prefer_employed(found: StaffList, notes: ImportNotes) -> None:
    """Let those who stand elsewhere among the staff work here; a heading that says otherwise is told."""
    for email in found.former.keys() & (found.rows.keys() | found.refused_addresses):
        former = found.former.pop(email)
        if former.is_by_heading:
            notes.add_finding(former.sheet, former.row, "", "former-and-listed")


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


def _read_values(
    employment: Employment, index: int, row: Sequence[Cell], notes: ImportNotes | None
) -> dict[str, Any]:
    """Return the valid cells, and add a finding for each other cell, if there are `notes` for it."""
    layout, values = employment.layout, dict[str, Any]()
    row = place_address(layout, row)
    for name, column_index in layout.column_indexes.items():
        cell = get_cell(row, column_index)
        is_word = is_employment_word(format_cell(cell)) and employment.reads_words(name)
        if name == "in_service" or (name == "started_on" and is_word):
            continue
        if name == "name" and len(columns := list_name_columns(layout)) > 1:
            cell = " ".join(filter(None, (format_cell(get_cell(row, at)) for at in columns)))
        if name == "departed_on" and (is_word or _NO_END.fullmatch(format_cell(cell))):
            values[name] = None
            continue
        try:
            values[name] = cells.read_cell(_COLUMNS[name], cell)
        except WrongCell as error:
            if notes:
                _add_finding(layout, index, name, error.code, notes, **error.details)
    return values


def _build_name(values: Mapping[str, Any]) -> str:
    """Return the full name; next to a first name, a column "name" is the last name."""
    last = values.get("last_name") or values.get("name", "")
    whole = values.get("name", "") if "first_name" not in values else f"{values['first_name']} {last}"
    return " ".join((whole or last).split())[:_MAX_NAME_LENGTH]


def _add_finding(
    layout: StaffLayout, index: int, name: str, code: str, notes: ImportNotes, **details: object
) -> None:
    notes.add_finding(
        layout.table.sheet, index + 1, layout.headers[layout.column_indexes[name]], code, **details
    )


def _read_first_headers(table: Table) -> tuple[str, ...]:
    return read_headers(table, table.first_filled_row() or 0)
