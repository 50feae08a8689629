"""Convert rows of our own workbook to records: values by field; an invalid cell becomes a finding."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from terugkom.errors import InputError
from terugkom.workbook import cells
from terugkom.workbook.dates.deadlines import written
from terugkom.workbook.import_report import Fate, Notes, WrongCell
from terugkom.workbook.own_layout import EXAMPLE, Column, Sheet
from terugkom.workbook.read_tables import Cell, Table


@dataclass(frozen=True)
class Source:
    """The position of one of our columns in a file: its header and its index from 0."""

    column: Column
    header: str
    position: int


@dataclass(frozen=True)
class Form:
    """The mapping of a table: the index of its header row, the positions of our columns, and the extra
    columns."""

    table: Table
    header_row: int
    sources: tuple[Source, ...]
    extras: Mapping[int, str]

    @property
    def key(self) -> Source | None:
        """The key column of the rows, or None if the table does not have it."""
        return next((each for each in self.sources if each.column.field in ("code", "name")), None)


@dataclass(frozen=True)
class Record:
    """One row. A field is in `values` if its cell was valid, in `wrong` (with its text) if not."""

    sheet: str
    row: int  # counts from 1, as in Excel
    code: str
    values: dict[str, Any]
    wrong: dict[str, str]
    extra: dict[str, str]
    extra_names: frozenset[str]  # of all columns that are not ours, also where this row is blank
    headers: Mapping[str, str]


def own_form(table: Table, sheet: Sheet, file: str) -> Form:
    """Return the column mapping of a sheet of our own workbook. Raises InputError for a missing header."""
    header_row = table.first_filled() or 0
    headers = _headers(table, header_row)
    places: dict[str, int] = {}
    for index, header in enumerate(headers):
        places.setdefault(header.lower(), index)
    sources = []
    for column in sheet.columns:
        if column.header.lower() not in places:
            if column.optional:
                continue
            raise InputError(
                f"{file}, sheet {sheet.title}, row {header_row + 1}: the column {column.header!r} is missing"
            )
        sources.append(Source(column, column.header, places[column.header.lower()]))
    return Form(table, header_row, tuple(sources), _extras(headers, sources))


def read_records(form: Form, notes: Notes) -> Iterator[Record]:
    """Yield the records of a table, and count each row that is not a record.

    The first row with a code is used; further rows with that code are refused.
    """
    first_rows: dict[str, int] = {}
    headers = {source.column.field: source.header for source in form.sources}
    for index, row in enumerate(form.table.rows):
        if index == form.header_row:
            notes.fates[Fate.HEADER] += 1
        elif all(cell == "" for cell in row):
            notes.fates[Fate.BLANK] += 1
        elif _is_example(form, row):
            notes.fates[Fate.EXAMPLE] += 1
        else:
            record = _record(form, row, index + 1, headers, notes)
            if record and record.code in first_rows:
                notes.find(
                    record.sheet,
                    record.row,
                    _key_header(form),
                    "duplicate-code",
                    value=record.code,
                    first=first_rows[record.code],
                )
                record = None
            if record is None:
                notes.fates[Fate.REFUSED] += 1
            else:
                first_rows[record.code] = record.row
                yield record


def _record(
    form: Form,
    row: list[Cell],
    number: int,
    headers: Mapping[str, str],
    notes: Notes,
) -> Record | None:
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for source in form.sources:
        cell = _at(row, source.position)
        try:
            value = cells.read(source.column, cell)
            if source.column.required and value == "" and source != form.key:
                raise WrongCell("missing-value")
            values[source.column.field] = value
        except WrongCell as error:
            wrong[source.column.field] = written(cell)
            notes.find(form.table.sheet, number, source.header, error.code, **error.details)
    key = form.key.column.field if form.key else "code"
    code = values.get(key, "")
    if not code:
        if key not in wrong and "title" not in wrong:
            notes.find(form.table.sheet, number, _key_header(form), "missing-code")
        return None
    extra = {name: text for at, name in form.extras.items() if (text := written(_at(row, at)))}
    names = frozenset(form.extras.values())
    return Record(form.table.sheet, number, code, values, wrong, extra, names, headers)


def _at(row: list[Cell], position: int) -> Cell:
    return row[position] if position < len(row) else ""


def _is_example(form: Form, row: list[Cell]) -> bool:
    return form.key is not None and written(_at(row, form.key.position)).upper().startswith(EXAMPLE)


def _key_header(form: Form) -> str:
    source = form.key or next(each for each in form.sources if each.column.field == "title")
    return source.header


def _headers(table: Table, header_row: int) -> list[str]:
    row = table.rows[header_row] if table.rows else []
    return [" ".join(written(cell).split()) for cell in row]


def _extras(headers: list[str], sources: list[Source]) -> dict[int, str]:
    return named_extras(headers, {source.position for source in sources})


def named_extras(headers: Sequence[str], ours: Container[int]) -> dict[int, str]:
    """Return names for the extra columns by index: a nameless one by its number, a repeated name numbered."""
    named: dict[int, str] = {}
    for index, header in enumerate(headers):
        if index not in ours:
            name, turn = header or f"kolom {index + 1}", 1
            while name in named.values():
                turn += 1
                name = f"{header} ({turn})"
            named[index] = name
    return named
