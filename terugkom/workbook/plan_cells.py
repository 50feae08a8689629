"""The cells of a plan in one normal form: of the plan as an export writes it, and of rows of a file.

Two cells are the same if their normal forms are: a date is its day, a choice its value, a person or a group
its code, whatever the language of the workbook and the program that saved it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from terugkom.documents.mail_address import parse_address
from terugkom.plan.model import Precision
from terugkom.workbook import cells
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.clean_cells import Cell, clean_cell
from terugkom.workbook.columns import Column, SheetLayout
from terugkom.workbook.dates.read_dates import Deadline
from terugkom.workbook.foreign.amounts import Amount
from terugkom.workbook.own_layout import WorkbookLayout, get_layout
from terugkom.workbook.plan_versions import (
    ACTIONS,
    ALL_ROWS,
    GROUPS,
    INDICATORS,
    PEOPLE,
    ROW,
    SETTINGS,
    CellKey,
)
from terugkom.workbook.wrong_cell import WrongCell

if TYPE_CHECKING:  # what an export has no use for
    from terugkom.plan.model import Group, Person
    from terugkom.workbook.foreign.owner_names import ParsedOwner
    from terugkom.workbook.import_context import ImportContext, NameIndex
    from terugkom.workbook.records import Record
    from terugkom.workbook.workbook_content import WorkbookContent

EXTRA_PREFIX = "extra:"  # before the name of a column that is not ours
_PEOPLE_FIELDS = frozenset({"owners", "stand_in", "secretary", "coordinator", "chief"})
_GROUP_FIELDS = frozenset({"group", "groups"})


@dataclass
class PlanContent:
    """The plan as an export writes it: each cell in its normal form, and as a person reads it."""

    values: dict[CellKey, str]
    texts: dict[CellKey, str]

    def has_row(self, sheet: str, code: str) -> bool:
        """Return whether there is such a row."""
        return (sheet, code, ROW) in self.values


def name_sheets(layout: WorkbookLayout) -> Mapping[str, SheetLayout]:
    """Return the sheets with data by the name that they have in any language."""
    return {
        ACTIONS: layout.actions,
        PEOPLE: layout.people,
        GROUPS: layout.groups,
        INDICATORS: layout.indicators,
        SETTINGS: layout.settings,
    }


def read_plan_cells(content: "WorkbookContent") -> PlanContent:
    """Return the cells of an export, read as an import reads them."""
    layout = get_layout(content.language)
    reader = _CellReader()
    for name, sheet in name_sheets(layout).items():
        reader.found.values |= {(name, ALL_ROWS, column.field): "" for column in sheet.columns}
        for row in content.rows.get(sheet.title, ()):
            code = str(row["code"])
            reader.found.values[name, code, ROW] = ""
            for column in sheet.columns:
                reader.add((name, code, column.field), column, row.get(column.field))
            for extra, text in (row.get("extra") or {}).items():
                reader.add((name, code, f"{EXTRA_PREFIX}{extra}"), None, text)
    for setting in layout.setting_rows:
        reader.found.values[SETTINGS, setting.field, ROW] = ""
        reader.add((SETTINGS, setting.field, "value"), setting, content.settings.get(setting.field))
    return reader.found


class _CellReader:
    """Reads cells, each value of a column once."""

    def __init__(self) -> None:
        self.found = PlanContent({}, {})
        self._cache: dict[tuple[int, type, Any], tuple[str, str]] = {}

    def add(self, key: CellKey, column: Column | None, value: Any) -> None:
        """Add a cell; without a column it is text."""
        if value is None or value == "":
            self.found.values[key] = ""
            return
        known = (id(column), type(value), value)
        if known not in self._cache:
            self._cache[known] = _read(column, clean_cell(value))
        self.found.values[key], self.found.texts[key] = self._cache[known]


def _read(column: Column | None, cell: Cell) -> tuple[str, str]:
    """Return the normal form of a cell, and its text."""
    text = format_cell(cell)
    try:
        return normalize_value(cells.read_cell(column, cell) if column else text), text
    except WrongCell:
        return normalize_value(text), text


def read_record_cells(context: "ImportContext", name: str, record: "Record") -> dict[str, str]:
    """Return the cells of a row of a file by field: those that could be read, and the extra columns."""
    found = {
        field: normalize_value(_resolve(context, field, value))
        for field, value in record.values.items()
        if field != "within"
    }
    if name == ACTIONS:
        names = record.extra_names | record.extra.keys()
        found |= {f"{EXTRA_PREFIX}{each}": normalize_value(record.extra.get(each, "")) for each in names}
    return found


def read_setting_cell(context: "ImportContext", record: "Record") -> tuple[str, dict[str, str]]:
    """Return the field of a row of the settings, and its cell; none if it cannot be read."""
    rows = get_layout(context.municipality.language).setting_rows
    column = next((each for each in rows if each.header.lower() == record.code.lower()), None)
    if column is None or "value" not in record.values:
        return record.code, {}
    try:
        value = cells.read_cell(column, record.values["value"])
    except WrongCell:
        return column.field, {}
    return column.field, {"value": normalize_value(_resolve(context, column.field, value))}


def normalize_value(value: Any) -> str:
    """Return a value of a cell as text that is the same for the same value."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return " ".join(value.split())
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case Deadline():
            if value.day is None:
                return normalize_value(value.text)
            is_day = value.precision is Precision.DAY
            words = "" if is_day or value.precision is None else f" {value.precision} {value.text}"
            return value.day.isoformat() + words
        case Amount():
            return normalize_value(value.text)
        case date() | time():
            return value.isoformat()
        case float() | int():
            return f"{value:.15g}"
        case tuple() | list():
            return "; ".join(sorted(map(normalize_value, value)))
        case _:
            return normalize_value(str(value))


def _resolve(context: "ImportContext", field: str, value: Any) -> Any:
    """Return the codes of the people and groups that a cell names; a name that is unknown stays."""
    if field in _PEOPLE_FIELDS:
        return _name_codes(value, context.people, lambda each: _find_person(context, each))
    if field in _GROUP_FIELDS:
        return _name_codes(value, context.groups, context.groups.find)
    if field == "email" and isinstance(value, tuple):  # beside the owners of a foreign file
        return tuple(parse_address(each) or each for each in value)
    return value


def names_unknown(context: "ImportContext", field: str, value: Any) -> bool:
    """Return whether a cell of a row names a person or group that the plan does not know."""
    if field not in _PEOPLE_FIELDS | _GROUP_FIELDS or not value:
        return False
    known = context.people if field in _PEOPLE_FIELDS else context.groups
    codes = _resolve(context, field, value)
    return not all(each in known.by_code for each in ((codes,) if isinstance(codes, str) else codes))


def _name_codes(value: Any, index: "NameIndex[Any]", find: Callable[[Any], "Person | Group | None"]) -> Any:
    """Return the code of what each word names, and a word that names nothing as it is."""
    if not value or isinstance(value, str):
        return _name_code(value, find(value)) if value else value
    if all(isinstance(each, str) for each in value):
        return tuple(_name_code(word, each) for word, each in index.find_several(value).items())
    return tuple(_name_code(each.name, find(each)) for each in value)  # names as somebody wrote them


def _name_code(word: str, found: "Person | Group | None") -> str:
    return found.code if found else word


def _find_person(context: "ImportContext", word: "str | ParsedOwner") -> "Person | None":
    if isinstance(word, str):
        return context.people.find(word)
    known = context.people_by_email.get(word.email.lower()) if word.email else None
    return known or context.people.find(word.name)
