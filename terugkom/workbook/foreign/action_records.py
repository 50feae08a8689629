"""Convert foreign rows to records: values by field, overlong texts stored as extra, invalid cells as
findings."""

import re
from datetime import date
from typing import Any

from terugkom.plan.model import PersonKind, Precision
from terugkom.workbook import cells
from terugkom.workbook.codes import short_code
from terugkom.workbook.dates.deadlines import Deadline, until, written
from terugkom.workbook.foreign.fields import FIELDS, KEPT_TOO
from terugkom.workbook.foreign.owner_names import comma_of, is_nobody, owners_in
from terugkom.workbook.foreign.row_classification import Raw, read_rows
from terugkom.workbook.foreign.table_detection import Recognised
from terugkom.workbook.import_report import ColumnRead, Fate, Notes, WrongCell
from terugkom.workbook.read_tables import Cell
from terugkom.workbook.records import Record, named_extras

_LONGEST = {"title": 500, "theme": 200, "sdgs": 100, "group": 200}
_NAMES = frozenset({"owners", "organisation", "email"})
Seen = dict[tuple[str, type, Cell], Any]  # parsed values by field, cell type and cell

_PEOPLE_HEADER = re.compile(r"person|\b(?:wie|qui|who|wer)\b", re.IGNORECASE)


def read_actions(form: Recognised, notes: Notes) -> list[Record]:
    """Return the actions of a sheet as records; a record without a code in the file has an empty one.

    A sub-action has its parent's title under the key `within`; owners are `Owner`s.
    """
    rows = read_rows(form, notes)
    headers = {name: form.header_of(name) for name in form.fields}
    fields_of = {at: name for name, places in form.fields.items() for at in places}
    notes.columns += [
        ColumnRead(form.table.sheet, header, fields_of.get(at, ""))
        for at, header in enumerate(form.headers)
        if header
    ]
    ours = {at for name, places in form.fields.items() if name not in KEPT_TOO for at in places}
    names = frozenset(named_extras(form.headers, ours).values())
    seen: Seen = {}
    records = [_record(form, raw, headers, names, notes, seen) for raw in rows]
    _part_names(rows, records)
    titled = [record for record in records if record.values.get("title")]
    notes.fates[Fate.REFUSED] += len(records) - len(titled)  # the cell of the title holds an error of Excel
    return titled


def _record(
    form: Recognised, raw: Raw, headers: dict[str, str], names: frozenset[str], notes: Notes, seen: Seen
) -> Record:
    sheet = form.table.sheet
    record = Record(sheet, raw.row, _code(raw, headers), {}, {}, raw.extra, names, headers)
    for name in form.fields:
        if name in _NAMES or name in ("code", "part", "subtheme"):
            continue
        cell = raw.cells.get(name, "")
        if name in _LONGEST:
            cell = _shortened(record, name, written(cell), notes)
        try:
            record.values[name] = _read(name, cell, seen)
        except WrongCell as error:
            record.wrong[name] = written(cell)
            notes.find(sheet, raw.row, headers[name], error.code, **error.details)
    if raw.section and not record.values.get("theme"):
        record.values["theme"] = raw.section[: _LONGEST["theme"]]
    _set_title(record, raw)
    _set_time(record)
    return record


def _read(name: str, cell: Cell, seen: Seen) -> Any:
    """Return the value of a cell, from the cache where an equal cell was read before. Raises WrongCell."""
    same = (name, type(cell), cell)  # with its type, as 1, 1.0 and True are equal
    if same not in seen:
        seen[same] = cells.read(FIELDS[name], cell)
    return seen[same]


def _code(raw: Raw, headers: dict[str, str]) -> str:
    text = " ".join(raw.text("code").split())
    if len(text) <= 60 and ";" not in text:
        return text
    raw.extra[headers["code"]] = text
    return short_code(text)


def _shortened(record: Record, name: str, text: str, notes: Notes) -> str:
    """Return a text cut to the column's length; the full text of a longer one is stored as extra."""
    text = " ".join(text.split()) if name != "sdgs" else text
    longest = _LONGEST[name]
    if len(text) <= longest:
        return text
    header = record.headers[name]
    record.extra[header] = text
    notes.find(record.sheet, record.row, header, "shortened", length=len(text), longest=longest)
    return f"{text[: longest - 1]}…"


def _set_title(record: Record, raw: Raw) -> None:
    part = " ".join(raw.text("part").split())[:500]
    if part:
        record.values["within"] = record.values.get("title", "")
        record.values["title"] = part


def _set_time(record: Record) -> None:
    """Set the start from a date range, and the deadline from a duration where the start is given."""
    told: Deadline | None = record.values.get("deadline")
    if told is None:
        return
    start = record.values.get("start")
    if told.first and not start and "start" not in record.wrong:
        record.values["start"] = told.first
    if told.months and told.day is None and start and told.months <= 600:
        record.values["deadline"] = Deadline(until(start, told.months), _precision(start, told), told.text)


def _precision(start: date, told: Deadline) -> Precision:
    yearly = told.months and told.months % 12 == 0 and (start.month, start.day) == (1, 1)
    return Precision.YEAR if yearly else Precision.MONTH if start.day == 1 else Precision.DAY


def _part_names(rows: list[Raw], records: list[Record]) -> None:
    """Set the owners of each record; a department only where no person is named."""
    commas = {name: comma_of(raw.text(name) for raw in rows) for name in ("owners", "organisation")}
    for raw, record in zip(rows, records, strict=True):
        named = "owners" in record.headers
        if not named and "organisation" not in record.headers:
            continue
        said = PersonKind.PERSON if _PEOPLE_HEADER.search(record.headers.get("owners", "")) else None
        owners = owners_in(raw.text("owners"), commas["owners"], expected=said)
        if not owners:
            text = raw.text("organisation")
            owners = owners_in(text, commas["organisation"], expected=PersonKind.ORGANISATION)
        record.values["owners"] = owners
        record.values["email"] = tuple(part for part in _addresses(raw.text("email")) if part)


def _addresses(text: str) -> tuple[str, ...]:
    return () if is_nobody(text) else cells.listed(text.replace(",", ";"))
