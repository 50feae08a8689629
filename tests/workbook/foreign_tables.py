"""Foreign sheets as rows of cells, read without a database."""

from collections.abc import Mapping, Sequence
from typing import Any

from terugkom.workbook.dates.read_dates import Deadline
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.foreign.action_records import read_actions
from terugkom.workbook.foreign.table_detection import detect_plan_tables
from terugkom.workbook.import_report import ImportNotes
from terugkom.workbook.records import Record

Rows = Sequence[Sequence[Any]]


def read_sheets(sheets: Mapping[str, Rows], notes: ImportNotes | None = None) -> list[Record]:
    """Return the actions of sheets, in the order of the file."""
    tables = [Table(name, [list(row) for row in rows]) for name, rows in sheets.items()]
    found = detect_plan_tables(tables, {}, {}, "plan.xlsx")
    return [record for each in found for record in read_actions(each, notes or ImportNotes("nl"))]


def read_sheet(*rows: Sequence[Any]) -> list[Record]:
    """Return the actions of one sheet."""
    return read_sheets({"Plan": rows})


def titles(records: Sequence[Record]) -> list[str]:
    """Return the titles of actions."""
    return [record.values["title"] for record in records]


def owners(record: Record) -> list[str]:
    """Return the names of the owners of an action."""
    return [owner.name for owner in record.values.get("owners", ())]


def deadline(record: Record) -> str:
    """Return the last day of an action, as 2027-12-31, or an empty text."""
    found = record.values.get("deadline")
    return str(found.day or "") if isinstance(found, Deadline) else ""
