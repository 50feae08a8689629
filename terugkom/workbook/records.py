"""Convert rows of our own workbook to records: values by field; an invalid cell becomes a finding."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from terugkom.documents.messages import translate
from terugkom.errors import InputError
from terugkom.workbook import cells
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.columns import CellKind, Column, SheetLayout
from terugkom.workbook.file_formats.read_tables import Table, fill_in_merged
from terugkom.workbook.foreign.status_days import refuse_future_status
from terugkom.workbook.foreign.status_words import is_doubtful
from terugkom.workbook.import_report import ImportNotes, RowOutcome, report_doubtful_status
from terugkom.workbook.own_layout import list_example_prefixes
from terugkom.workbook.quantities import is_same_unit, read_quantity, settle_unit
from terugkom.workbook.special_cells import UncachedFormula, format_share
from terugkom.workbook.wrong_cell import WrongCell

NO_TEXTS: Mapping[str, str] = MappingProxyType({})  # an empty dict of each row would take 80 bytes


@dataclass(frozen=True)
class ColumnPosition:
    """The position of one of our columns in a file: its header and its index from 0."""

    column: Column
    header: str
    position: int


@dataclass(frozen=True)
class OwnTableMapping:
    """The mapping of a table: the index of its header row, the positions of our columns, the extra columns,
    and the language of its layout."""

    table: Table
    header_row: int
    columns: tuple[ColumnPosition, ...]
    extras: Mapping[int, str]
    language: str

    @property
    def key_column(self) -> ColumnPosition | None:
        """The key column of the rows, or None if the table does not have it."""
        return next((each for each in self.columns if each.column.field in ("code", "name")), None)


@dataclass(frozen=True, slots=True)
class Record:
    """One row. A field is in `values` if its cell was valid, in `wrong` (with its text) if not."""

    sheet: str
    row: int  # counts from 1, as in Excel
    code: str
    values: dict[str, Any]
    wrong: Mapping[str, str]
    extra: dict[str, str]
    extra_names: frozenset[str]  # of all columns that are not ours, also where this row is blank
    headers: Mapping[str, str]
    formulas: Mapping[str, str] = field(
        default_factory=lambda: NO_TEXTS
    )  # of columns that are not ours: without a result


def map_own_table(table: Table, sheet: SheetLayout, file: str, language: str) -> OwnTableMapping:
    """Return the column mapping of a sheet of our own workbook; a nameless column gets a name in `language`.

    Raises InputError for a missing header.
    """
    header_row = table.first_filled_row() or 0
    headers = _read_headers(table, header_row)
    places: dict[str, int] = {}
    for index, header in enumerate(headers):
        places.setdefault(header.lower(), index)
    sources = []
    for column in sheet.columns:
        if column.header.lower() not in places:
            if column.may_be_absent:
                continue
            raise InputError(
                "error.plan-file.missing-column",
                file=file,
                sheet=sheet.title,
                row=header_row + 1,
                column=column.header,
            )
        sources.append(ColumnPosition(column, column.header, places[column.header.lower()]))
    ours = {source.position for source in sources}
    extras = name_extra_columns(headers, ours, language)
    return OwnTableMapping(table, header_row, tuple(sources), extras, language)


def read_records(mapping: OwnTableMapping, notes: ImportNotes, today: date) -> Iterator[Record]:
    """Yield the records of a table, and count each row that is not a record.

    The first row with a code is used; further rows with that code are refused.
    """
    first_rows: dict[str, int] = {}
    headers = {source.column.field: source.header for source in mapping.columns}
    fillable = {source.position for source in mapping.columns if not source.column.required}
    merged = mapping.table.find_merged_values(fillable, mapping.header_row)
    for index, row in enumerate(mapping.table.rows):
        if index == mapping.header_row:
            notes.row_counts[RowOutcome.HEADER] += 1  # its columns are shown
        elif all(cell == "" for cell in row):
            notes.add_omitted_row(mapping.table, index, RowOutcome.BLANK)
        elif _is_example(mapping, row):
            notes.add_omitted_row(mapping.table, index, RowOutcome.EXAMPLE)
        else:
            cells_of_row = fill_in_merged(row, merged[index]) if index in merged else row
            record = _build_record(mapping, cells_of_row, index + 1, headers, notes, today)
            if record and record.code in first_rows:
                notes.add_finding(
                    record.sheet,
                    record.row,
                    _key_header(mapping),
                    "duplicate-code",
                    value=record.code,
                    first=first_rows[record.code],
                )
                record = None
            if record is None:
                notes.add_omitted_row(mapping.table, index, RowOutcome.REFUSED)
            else:
                first_rows[record.code] = record.row
                yield record


def _build_record(
    mapping: OwnTableMapping,
    row: list[Cell],
    number: int,
    headers: Mapping[str, str],
    notes: ImportNotes,
    today: date | None,
) -> Record | None:
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for source in mapping.columns:
        cell = _get_cell(row, source.position)
        try:
            if source.column.kind is CellKind.NUMBER:
                value = _read_number(mapping, source, cell, values, number, notes)
            else:
                value = cells.read_cell(source.column, cell)
            if source.column.required and value == "" and source != mapping.key_column:
                raise WrongCell("missing-value")
            if source.column.field == "status" and value:
                refuse_future_status(format_cell(cell), value, today)
            values[source.column.field] = value
            if source.column.field == "status" and is_doubtful(format_cell(cell)):
                report_doubtful_status(notes, mapping.table.sheet, number, source.header, cell, value)
        except WrongCell as error:
            wrong[source.column.field] = format_cell(cell)
            notes.add_finding(mapping.table.sheet, number, source.header, error.code, **error.details)
    key = mapping.key_column.column.field if mapping.key_column else "code"
    code = values.get(key, "")
    if not code:
        key_cell = _get_cell(row, mapping.key_column.position) if mapping.key_column else ""
        notes.has_unknown_keys |= isinstance(key_cell, UncachedFormula)
        if key not in wrong and "title" not in wrong:
            notes.add_finding(mapping.table.sheet, number, _key_header(mapping), "missing-code")
        return None
    extra, formulas = read_extra_cells(row, mapping.extras.items(), mapping.table.sheet, number, notes)
    names = frozenset(mapping.extras.values()) - formulas.keys()
    return Record(
        mapping.table.sheet, number, code, values, wrong or NO_TEXTS, extra, names, headers, formulas
    )


def _read_number(
    mapping: OwnTableMapping,
    source: ColumnPosition,
    cell: Cell,
    values: dict[str, Any],
    number: int,
    notes: ImportNotes,
) -> Any:
    """Return the number in a cell, also if it stands there with its unit: that of its row, which is in
    `values`, or which it becomes if the row has none. Raises WrongCell."""
    text, unit = format_cell(cell), values.get("unit")
    quantity = None if unit is None else read_quantity(cell, text, mapping.language)
    is_part = quantity and format_share(cell) and unit and not is_same_unit(quantity.unit, unit)
    if quantity is None or unit is None or is_part:  # of 1: the number in the cell is meant
        return cells.read_cell(source.column, cell)
    values["unit"] = settle_unit(quantity, unit, text)
    if quantity.is_about:
        notes.add_finding(mapping.table.sheet, number, source.header, "read-without-about", value=text)
    return quantity.number


def read_extra_cells(
    row: Sequence[Cell], places: Iterable[tuple[int, str]], sheet: str, number: int, notes: ImportNotes
) -> tuple[dict[str, str], Mapping[str, str]]:
    """Return the texts of a row's extra columns by name, and apart from them the formulas without a result,
    each with a finding. `places` pairs the index of each such column with its name."""
    texts: dict[str, str] = {}
    formulas: dict[str, str] = {}
    for at, name in places:
        cell = _get_cell(row, at)
        if isinstance(cell, UncachedFormula):
            formulas[name] = str(cell)
            notes.add_finding(sheet, number, name, "formula-without-result", value=str(cell))
        elif text := format_share(cell) or format_cell(cell):
            texts[name] = text
    return texts, formulas or NO_TEXTS


def _get_cell(row: Sequence[Cell], position: int) -> Cell:
    return row[position] if position < len(row) else ""


def _is_example(mapping: OwnTableMapping, row: list[Cell]) -> bool:
    return mapping.key_column is not None and format_cell(
        _get_cell(row, mapping.key_column.position)
    ).upper().startswith(list_example_prefixes())


def _key_header(mapping: OwnTableMapping) -> str:
    source = mapping.key_column or next(each for each in mapping.columns if each.column.field == "title")
    return source.header


def _read_headers(table: Table, header_row: int) -> list[str]:
    row = table.rows[header_row] if table.rows else []
    return [" ".join(format_cell(cell).split()) for cell in row]


def name_extra_columns(headers: Sequence[str], ours: Container[int], language: str) -> dict[int, str]:
    """Return names for the extra columns by index: a nameless one by its number, a repeated name numbered."""
    named: dict[int, str] = {}
    used: set[str] = set()
    turns: Counter[str] = Counter()
    for index, header in enumerate(headers):
        if index not in ours:
            name = header or translate("workbook.nameless-column", language, number=index + 1)
            while name in used:
                turns[header] += 1
                name = f"{header} ({turns[header] + 1})"
            used.add(name)
            named[index] = name
    return named
