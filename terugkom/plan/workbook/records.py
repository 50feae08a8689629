"""Rows of a table as records: each cell under the field it fills, each wrong one noted and left out."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from terugkom.errors import InputError
from terugkom.plan.deadlines import written
from terugkom.plan.workbook import cells
from terugkom.plan.workbook.layout import ACTIONS, EXAMPLE, Column, Kind, Sheet
from terugkom.plan.workbook.reading import Cell, Table
from terugkom.plan.workbook.report import Fate, Notes, WrongCell

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w*);")
_JOINED_BY = {"code": "-", "owners": ";", "sdgs": "; ", "theme": ", ", "title": " – ", "description": "\n\n"}


@dataclass(frozen=True)
class Source:
    """Where a column of ours stands in a file: under which header, at which positions from 0."""

    column: Column
    header: str
    positions: tuple[int, ...]


@dataclass(frozen=True)
class Form:
    """How a table is read: its header row's index, where our columns stand, and which others there are."""

    table: Table
    header_row: int
    sources: tuple[Source, ...]
    extras: Mapping[int, str]
    foreign: bool = False

    @property
    def key(self) -> Source | None:
        """The column that tells rows apart, if the table has it."""
        return next((each for each in self.sources if each.column.field in ("code", "name")), None)


@dataclass(frozen=True)
class Record:
    """One row. A field is in `values` if its cell was right, in `wrong` (with its text) if not."""

    sheet: str
    row: int  # counts from 1, as in Excel
    code: str
    values: dict[str, Any]
    wrong: dict[str, str]
    extra: dict[str, str]
    extra_names: frozenset[str]  # of all columns that are not ours, also where this row is blank
    headers: Mapping[str, str]


def own_form(table: Table, sheet: Sheet, file: str) -> Form:
    """Return how a sheet of our own workbook is read. Raises InputError for a header that is missing."""
    header_row = table.first_filled() or 0
    headers = _headers(table, header_row)
    places: dict[str, int] = {}
    for index, header in enumerate(headers):
        places.setdefault(header.lower(), index)
    sources = []
    for column in sheet.columns:
        if column.header.lower() not in places:
            raise InputError(
                f"{file}, sheet {sheet.title}, row {header_row + 1}: the column {column.header!r} is missing"
            )
        sources.append(Source(column, column.header, (places[column.header.lower()],)))
    return Form(table, header_row, tuple(sources), _extras(headers, sources))


def foreign_form(table: Table, column_map: Mapping[str, str], file: str) -> Form:
    """Return how a file of somebody else is read, with `column_map` from its headers to our fields.

    Several columns may fill one text field: they are joined. Raises InputError for a column that the file
    has not, a field that we have not, or two columns for a field that holds one value.
    """
    header_row = table.first_filled() or 0
    headers = _headers(table, header_row)
    ours = {column.field: _as_foreign(column) for column in ACTIONS.columns}
    found: dict[str, list[int]] = {}
    for name, field in column_map.items():
        if field not in ours:
            raise InputError(f"unknown field {field!r}; there are: {', '.join(ours)}")
        found.setdefault(field, []).append(_place(name, headers, file))
    if "title" not in found:
        raise InputError(
            f'{file}: say which column holds the title, with --map "Column=title"; '
            f"its columns are: {_named(headers)}"
        )
    sources = [Source(ours[f], headers[places[0]], tuple(places)) for f, places in found.items()]
    for source in sources:
        if len(source.positions) > 1 and source.column.field not in _JOINED_BY:
            raise InputError(f"only one column can be the field {source.column.field!r}")
    return Form(table, header_row, tuple(sources), _extras(headers, sources), foreign=True)


def _as_foreign(column: Column) -> Column:
    """Return a column as others fill it in: with names where we have codes."""
    if column.field in ("owners", "group"):
        return replace(column, kind=Kind.TEXT, longest=200 if column.field == "group" else 0)
    return column


def guessed_map(table: Table) -> dict[str, str]:
    """Return the headers that bear our own headers or field names: a csv saved from our own sheet."""
    known = {
        name.lower(): column.field for column in ACTIONS.columns for name in (column.field, column.header)
    }
    found: dict[str, str] = {}
    for header in _headers(table, table.first_filled() or 0):
        field = known.get(header.lower())
        if field and field not in found.values():
            found[header] = field
    return found


def read_records(form: Form, notes: Notes, code_of: Callable[[str], str] | None = None) -> Iterator[Record]:
    """Yield the records of a table, and account for each row that is none.

    The first row with a code counts; another one with that code is refused. `code_of` makes a code from the
    title where a row has none.
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
            record = _record(form, row, index + 1, headers, notes, code_of)
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
    code_of: Callable[[str], str] | None,
) -> Record | None:
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for source in form.sources:
        cell = _cell(form, source, row)
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
    if not code and key not in wrong and code_of and values.get("title"):
        code = code_of(values["title"])
    if not code:
        if key not in wrong and "title" not in wrong:
            notes.find(form.table.sheet, number, _key_header(form), "missing-code")
        return None
    extra = {name: text for at, name in form.extras.items() if (text := written(_at(row, at)))}
    names = frozenset(form.extras.values())
    return Record(form.table.sheet, number, code, values, wrong, extra, names, headers)


def _cell(form: Form, source: Source, row: list[Cell]) -> Cell:
    found = [_at(row, position) for position in source.positions]
    if form.foreign:  # a csv made from web pages often holds &amp; and the like, whose ; would part names
        found = [_ENTITY.sub(lambda m: html.unescape(m[0]), c) if isinstance(c, str) else c for c in found]
    if len(found) == 1:
        return found[0]
    return _JOINED_BY[source.column.field].join(text for cell in found if (text := written(cell)))


def _at(row: list[Cell], position: int) -> Cell:
    return row[position] if position < len(row) else ""


def _is_example(form: Form, row: list[Cell]) -> bool:
    return form.key is not None and written(_at(row, form.key.positions[0])).upper().startswith(EXAMPLE)


def _key_header(form: Form) -> str:
    source = form.key or next(each for each in form.sources if each.column.field == "title")
    return source.header


def _headers(table: Table, header_row: int) -> list[str]:
    row = table.rows[header_row] if table.rows else []
    return [" ".join(written(cell).split()) for cell in row]


def _place(name: str, headers: list[str], file: str) -> int:
    wanted = " ".join(name.split())
    for same in (str, str.lower):
        for index, header in enumerate(headers):
            if same(header) == same(wanted):
                return index
    raise InputError(f"{file} has no column {name!r}; its columns are: {_named(headers)}")


def _named(headers: list[str]) -> str:
    return ", ".join(header for header in headers if header) or "none"


def _extras(headers: list[str], sources: list[Source]) -> dict[int, str]:
    """Name the columns that are not ours; a nameless one by its number, a repeated name with its turn."""
    ours = {position for source in sources for position in source.positions}
    named: dict[int, str] = {}
    for index, header in enumerate(headers):
        if index not in ours:
            name, turn = header or f"kolom {index + 1}", 1
            while name in named.values():
                turn += 1
                name = f"{header} ({turn})"
            named[index] = name
    return named
