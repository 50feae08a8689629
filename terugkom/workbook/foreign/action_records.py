"""Convert foreign rows to records: values by field, overlong texts stored as extra, invalid cells as
findings."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from terugkom.plan.model import PersonKind, Precision
from terugkom.workbook import cells
from terugkom.workbook.cell_texts import format_cell, is_excel_error
from terugkom.workbook.clean_cells import Cell
from terugkom.workbook.codes import build_code, has_at_sign
from terugkom.workbook.dates.date_words import MONTHS
from terugkom.workbook.dates.read_dates import Deadline, add_duration
from terugkom.workbook.foreign.absent_owners import is_nobody, says_procedure
from terugkom.workbook.foreign.date_columns import order_dates
from terugkom.workbook.foreign.detected_table import DetectedTable
from terugkom.workbook.foreign.fields import ALSO_KEPT_AS_EXTRA, FIELDS
from terugkom.workbook.foreign.kept_columns import INDICATOR, RESULT, find_kept_field
from terugkom.workbook.foreign.linked_addresses import read_linked_addresses
from terugkom.workbook.foreign.lost_zeros import restore_lost_zeros
from terugkom.workbook.foreign.owner_names import (
    OwnerColumn,
    detect_owner_column,
    is_ditto,
    is_doubted,
    list_owner_sentences,
    parse_owners,
)
from terugkom.workbook.foreign.report_kept_columns import report_kept_columns
from terugkom.workbook.foreign.row_classification import RawAction, read_rows
from terugkom.workbook.foreign.status_days import refuse_future_status
from terugkom.workbook.foreign.status_marks import is_status_mark, report_status_marks
from terugkom.workbook.foreign.status_words import is_doubtful
from terugkom.workbook.foreign.swapped_addresses import take_swapped_names
from terugkom.workbook.import_report import ColumnRead, ImportNotes, RowOutcome, report_doubtful_status
from terugkom.workbook.records import NO_TEXTS, Record, name_extra_columns
from terugkom.workbook.special_cells import FormattedNumber, UncachedFormula
from terugkom.workbook.wrong_cell import WrongCell

_MAX_LENGTHS = {"title": 500, "theme": 200, "sdgs": 100, "group": 200}
_OWNER_FIELDS = frozenset({"owners", "organisation", "email"})
_NAMING_FIELDS = _OWNER_FIELDS | {"code", "part"}  # whose cells are not read by the kind of their column
_NOT_OF_ACTIONS = frozenset(
    {"code", "part", "subtheme", RESULT, INDICATOR}
)  # read elsewhere, or kept as extra
_MAX_CACHED = 20_000
CellCache = dict[tuple[str, type, Cell], Any]  # parsed values by field, cell type and cell

_DATE_FOR_CODE = re.compile(  # as Excel writes what it took for a date into a csv
    rf"\d{{1,2}}[/-]\d{{1,2}}[/-]\d{{4}}|\d{{1,2}}[-/](?:{'|'.join(MONTHS)})\.?(?:[-/]\d{{2,4}})?"
    rf"|(?:{'|'.join(MONTHS)})\.?[-/]\d{{2,4}}"
)
_THEME_LABEL = re.compile(r"^(?:thema|theme|thème|themenfeld)\s*[:–-]\s*(?=\S)", re.IGNORECASE)
_PEOPLE_HEADER = re.compile(r"person|\b(?:wie|qui|who|wer)\b", re.IGNORECASE)


def read_actions(detected: DetectedTable, notes: ImportNotes, today: date | None = None) -> list[Record]:
    """Return the actions of a sheet as records; a record without a code in the file has an empty one.

    What is done after `today` is not done yet; without it no day is after it.

    A sub-action has its parent's title under the key `within`; owners are `Owner`s.
    """
    rows = read_rows(detected, notes)
    if "code" in detected.fields:
        restore_lost_zeros(rows, detected.table.sheet, detected.header_of("code"), notes)
    written = order_dates(detected, rows, notes)
    headers = {name: detected.header_of(name) for name in detected.fields}
    fields_of = {at: name for name, places in detected.fields.items() for at in places}
    notes.columns += [
        ColumnRead(detected.table.sheet, header, fields_of.get(at) or find_kept_field(header))
        for at, header in enumerate(detected.headers)
        if header
    ]
    report_kept_columns(detected, notes)
    ours = {at for name, places in detected.fields.items() if name not in ALSO_KEPT_AS_EXTRA for at in places}
    names = frozenset(name_extra_columns(detected.headers, ours, notes.language).values())
    cache: CellCache = {}
    owner_cells: dict[tuple[tuple[str, type, Cell], ...], dict[str, Cell]] = {}  # the same in many rows
    records = []
    for raw in rows:
        record = _build_record(detected, raw, headers, names, notes, cache, today)
        _keep_written_deadline(record, written.get((raw.row, "deadline"), ""))
        records.append(record)
        owned = {name: cell for name, cell in raw.cells.items() if name in _OWNER_FIELDS}
        key = tuple((name, type(cell), cell) for name, cell in owned.items())
        raw.cells = owner_cells.setdefault(key, owned)
    report_status_marks(detected, records, notes)
    _set_owners(rows, records, notes)
    read_linked_addresses(detected, records, notes)
    titled = [record for record in records if record.values.get("title") or _may_be_known(record)]
    notes.row_counts[RowOutcome.REFUSED] += len(records) - len(
        titled
    )  # the cell of the title holds an error of Excel
    return titled


def _may_be_known(record: Record) -> bool:
    """Return whether the title of a row is unknown, and its code may say whose it is."""
    return bool(record.code) and "title" in record.wrong and "part" not in record.headers


def _build_record(
    detected: DetectedTable,
    raw: RawAction,
    headers: dict[str, str],
    names: frozenset[str],
    notes: ImportNotes,
    cache: CellCache,
    today: date | None,
) -> Record:
    sheet = detected.table.sheet
    errors = _set_errors_aside(sheet, raw, headers, notes)
    code = _read_code(sheet, raw, headers, notes)
    if raw.formulas:  # most rows share one set: one of its own takes more than the row
        names -= raw.formulas.keys()
    wrong: dict[str, str] = {}
    record = Record(sheet, raw.row, code, {}, wrong, raw.extra, names, headers, raw.formulas)
    wrong |= errors | _set_formulas_aside(record, raw, notes)
    for name in detected.fields:
        if name in _OWNER_FIELDS or name in _NOT_OF_ACTIONS or name in record.wrong:
            continue
        cell = raw.cells.get(name, "")
        if name in _MAX_LENGTHS:
            cell = _shorten(record, name, format_cell(cell), notes)
        try:
            record.values[name] = _read_value(name, cell, cache)
            if name == "status" and record.values[name]:
                refuse_future_status(format_cell(cell), record.values[name], today)
            if name == "status" and is_doubtful(format_cell(cell)):
                report_doubtful_status(notes, sheet, raw.row, headers[name], cell, record.values[name])
        except WrongCell as error:
            record.values.pop(name, None)
            wrong[name] = format_cell(cell)
            if not (name == "status" and is_status_mark(cell)):  # asked once, of the whole column
                notes.add_finding(sheet, raw.row, headers[name], error.code, **error.details)
    if raw.section and not record.values.get("theme"):
        record.values["theme"] = _THEME_LABEL.sub("", raw.section)[: _MAX_LENGTHS["theme"]]
    _set_title(record, raw)
    _set_dates(record)
    return record if wrong else replace(record, wrong=NO_TEXTS)


def _set_errors_aside(
    sheet: str, raw: RawAction, headers: dict[str, str], notes: ImportNotes
) -> dict[str, str]:
    """Take the errors of Excel out of a row where they would become a code, a title or an owner, and return
    their texts; each is a finding."""
    texts: dict[str, str] = {}
    for name in _NAMING_FIELDS & raw.cells.keys():
        text = raw.text(name)
        if is_excel_error(text):
            texts[name] = text
            del raw.cells[name]
            notes.add_finding(sheet, raw.row, headers[name], "excel-error", value=text)
    return texts


def _set_formulas_aside(record: Record, raw: RawAction, notes: ImportNotes) -> dict[str, str]:
    """Take the formulas without a result out of a row, and return their texts; each is a finding."""
    texts: dict[str, str] = {}
    for name, cell in list(raw.cells.items()):
        if isinstance(cell, UncachedFormula):
            texts[name] = str(raw.cells.pop(name))
            header = record.headers[name]
            notes.add_finding(record.sheet, record.row, header, "formula-without-result", value=str(cell))
    if "title" in texts or "code" in texts:
        notes.has_unknown_keys |= not (record.code or raw.text("title"))
    return texts


def _read_value(name: str, cell: Cell, cache: CellCache) -> Any:
    """Return the value of a cell, from the cache where an equal cell was read before. Raises WrongCell."""
    shown = cell.shown if isinstance(cell, FormattedNumber) else cell
    key = (name, type(cell), shown)  # with its type, as 1, 1.0 and True are equal
    if key in cache:
        return cache[key]
    value = cells.read_cell(FIELDS[name], cell)
    if len(cache) < _MAX_CACHED:
        cache[key] = value
    return value


def _read_code(sheet: str, raw: RawAction, headers: dict[str, str], notes: ImportNotes) -> str:
    if isinstance(raw.cells.get("code"), UncachedFormula):
        return ""
    text = " ".join(raw.text("code").split())
    if isinstance(raw.cells.get("code"), date) or _DATE_FOR_CODE.fullmatch(text.lower()):
        notes.add_finding(sheet, raw.row, headers["code"], "date-for-code", value=text)
    if has_at_sign(text):  # the row counts as one without a code
        notes.add_finding(sheet, raw.row, headers["code"], "bad-code", value=text)
        return ""
    if len(text) <= 60 and ";" not in text:
        return text
    raw.extra[headers["code"]] = text
    return build_code(text)


def _shorten(record: Record, name: str, text: str, notes: ImportNotes) -> str:
    """Return a text cut to the column's length; the full text of a longer one is stored as extra."""
    text = " ".join(text.split()) if name != "sdgs" else text
    longest = _MAX_LENGTHS[name]
    if len(text) <= longest:
        return text
    header = record.headers[name]
    record.extra[header] = text
    notes.add_finding(record.sheet, record.row, header, "shortened", length=len(text), longest=longest)
    return f"{text[: longest - 1]}…"


def _set_title(record: Record, raw: RawAction) -> None:
    part = " ".join(raw.text("part").split())[:500]
    if part:
        record.values["within"] = record.values.get("title", "")
        record.values["title"] = part


def _set_dates(record: Record) -> None:
    """Set the start from a date range, and the deadline from a duration where the start is given."""
    deadline: Deadline | None = record.values.get("deadline")
    if deadline is None:
        return
    start = record.values.get("start")
    if deadline.start and not start and "start" not in record.wrong:
        record.values["start"] = deadline.start
    if deadline.months and deadline.day is None and start and deadline.months <= 600:
        record.values["deadline"] = Deadline(
            add_duration(start, deadline.months), _detect_precision(start, deadline), deadline.text
        )


def _keep_written_deadline(record: Record, written: str) -> None:
    """Keep the text of a deadline that was written with the month first.

    An exact day is exported as that day, beside which the text may stand as it is. Any other text is exported
    itself, and read with the day first: there the file's own text is kept as extra.
    """
    deadline: Deadline | None = record.values.get("deadline")
    if not written:
        return
    if deadline is not None and deadline.precision is Precision.DAY:
        record.values["deadline"] = replace(deadline, text=written)
    else:
        record.extra.setdefault(record.headers["deadline"], written)


def _detect_precision(start: date, deadline: Deadline) -> Precision:
    yearly = deadline.months and deadline.months % 12 == 0 and (start.month, start.day) == (1, 1)
    return Precision.YEAR if yearly else Precision.MONTH if start.day == 1 else Precision.DAY


def _set_owners(rows: list[RawAction], records: list[Record], notes: ImportNotes) -> None:
    """Set the owners of each record; a department only where no person is named.

    A sentence in such a column names no owner: it is a finding, and kept as extra text.
    """
    header = records[0].headers.get("owners", "") if records else ""
    expected = PersonKind.PERSON if _PEOPLE_HEADER.search(header) else None
    people = detect_owner_column((raw.text("owners") for raw in rows), expected)
    departments = detect_owner_column((raw.text("organisation") for raw in rows), PersonKind.ORGANISATION)
    _fill_ditto(rows, records, notes)
    for raw, record in zip(rows, records, strict=True):
        if "owners" not in record.headers and "organisation" not in record.headers:
            continue
        for name, column in (("owners", people), ("organisation", departments)):
            for sentence in list_owner_sentences(raw.text(name), column):
                _keep_sentence(record, name, sentence, raw.text(name), notes)
            if says_procedure(raw.text(name)):
                record.extra.setdefault(record.headers[name], raw.text(name))
        if "owners" in record.wrong or "organisation" in record.wrong:
            continue
        record.values["owners"] = parse_owners(raw.text("owners"), people) or parse_owners(
            raw.text("organisation"), departments
        )
        column = people if raw.text("owners") else departments
        _report_doubted_owners(raw, record, column, notes)
        _report_nobody(raw, record, notes)
        named = take_swapped_names(record.values["owners"], raw.text("email"), people)
        if named:
            record.values["owners"] = named
        elif addresses := tuple(part for part in _parse_addresses(raw.text("email")) if part):
            record.values["email"] = addresses


def _report_doubted_owners(raw: RawAction, record: Record, column: OwnerColumn, notes: ImportNotes) -> None:
    """Add the finding that a cell leaves in doubt who its owner is; the text is kept."""
    name = "owners" if raw.text("owners") else "organisation"
    if record.values["owners"] and is_doubted(raw.text(name), column):
        read = "; ".join(owner.name for owner in record.values["owners"])
        record.extra.setdefault(record.headers[name], raw.text(name))
        notes.add_finding(
            record.sheet, raw.row, record.headers[name], "doubtful-owner", value=raw.text(name), owner=read
        )


def _report_nobody(raw: RawAction, record: Record, notes: ImportNotes) -> None:
    """Add the finding that a text in place of an owner says that there is none yet; a dash alone says no
    more than an empty cell."""
    for name in ("owners", "organisation"):
        text = raw.text(name)
        told = record.extra.get(record.headers.get(name, "")) == text and not says_procedure(text)
        if not (record.values["owners"] or told) and re.search(r"[\w?]", text) and is_nobody(text):
            notes.add_finding(record.sheet, raw.row, record.headers[name], "no-owner-yet", value=text)


def _fill_ditto(rows: list[RawAction], records: list[Record], notes: ImportNotes) -> None:
    """Put the owner of the row above where a cell only says "idem", in place; that is a finding."""
    above: RawAction | None = None
    for raw, record in zip(rows, records, strict=True):
        for name in ("owners", "organisation"):
            written = raw.text(name)
            if not is_ditto(written):
                continue
            same = above.cells.get(name, "") if above and name not in record.wrong else ""
            raw.cells = {**raw.cells, name: same}  # rows with the same cells share them
            details = {"value": written, "owner": format_cell(same) or "–"}
            notes.add_finding(record.sheet, raw.row, record.headers[name], "ditto-owner", **details)
        above = raw


def _keep_sentence(record: Record, name: str, sentence: str, text: str, notes: ImportNotes) -> None:
    header = record.headers[name]
    record.extra.setdefault(header, text)
    notes.add_finding(record.sheet, record.row, header, "owner-sentence", value=sentence)


def _parse_addresses(text: str) -> tuple[str, ...]:
    return () if is_nobody(text) else cells.split_list(text.replace(",", ";"))
