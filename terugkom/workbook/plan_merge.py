"""The three sides of a merge: the copy that a file was made from, the plan as it is, and the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from terugkom.workbook.base_version import BaseVersion
from terugkom.workbook.columns import Column
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.match_titles import TitleMatches
from terugkom.workbook.plan_cells import PlanContent, read_plan_cells, read_record_cells, read_setting_cell
from terugkom.workbook.plan_versions import ACTIONS, ALL_ROWS, ROW, SETTINGS, CellHasher, CellKey
from terugkom.workbook.records import Record
from terugkom.workbook.workbook_content import build_workbook_content

# Cells that say one thing together; they go in together or not at all.
_TOGETHER = {
    "news_on": "news",
    "snooze_reason": "snoozed_until",
    "measured_on": "measured",
    "absent_until": "absent_from",
}
_TOGETHER_OF_ACTIONS = {**_TOGETHER, "email": "owners", "organisation": "owners"}
OF_A_DAY = frozenset({"news", "measured"})  # what is said of another day takes the place of nothing


class KeptBecause(StrEnum):
    """Why a cell of a file did not go in; the value is the code of its finding."""

    NEWER = "newer-in-plan"  # only the plan was changed since the copy was made
    SAME = "same-as-copy"  # neither was changed since a file said this, and what the plan has is no news
    BOTH = "both-changed"
    REOPENS = "status-goes-back"  # from done or stopped, and nothing proves that it is meant


@dataclass(frozen=True)
class KeptCell:
    """A cell, or some that belong together, that did not go in: `record` has these cells alone."""

    sheet: str
    code: str
    record: Record
    unit: str
    because: KeptBecause
    plan_text: str
    file_text: str


@dataclass
class PlanMerge:
    """The three sides of one import: the copy, the plan as it is, and the rows of the file by sheet."""

    context: ImportContext
    stamp: str
    records: Mapping[str, list[Record]]
    titles: TitleMatches
    hasher: CellHasher | None
    base: BaseVersion | None
    plan: PlanContent
    columns: Mapping[str, Mapping[str, Column]]
    kept: list[KeptCell] = field(default_factory=list)


def read_file_cells(merge: PlanMerge) -> dict[CellKey, str]:
    """Return the cells of all rows of the file."""
    found: dict[CellKey, str] = {(ACTIONS, code, ROW): "" for code in merge.titles.waiting_codes}
    for sheet, records in merge.records.items():
        for record in records:
            code, row = read_row(merge, sheet, record)
            found[sheet, code, ROW] = ""
            found |= {(sheet, code, name): value for name, value in row.items()}
            found |= {(sheet, ALL_ROWS, name): "" for name in row}
    return found


def list_refused_cells(merge: PlanMerge) -> list[CellKey]:
    """Return the cells of the file that could not be read: of those the plan kept what it had."""
    found = [
        (sheet, record.code, name)
        for sheet, records in merge.records.items()
        for record in records
        for name in record.wrong
    ]
    for record in merge.records.get(SETTINGS, ()):
        field, cells = read_row(merge, SETTINGS, record)
        found += [] if cells else [(SETTINGS, field, "value")]
    return found


def read_row(merge: PlanMerge, sheet: str, record: Record) -> tuple[str, dict[str, str]]:
    """Return the code of a row and its cells by field."""
    if sheet == SETTINGS:
        return read_setting_cell(merge.context, record)
    return record.code, read_record_cells(merge.context, sheet, record)


def read_plan(context: ImportContext) -> PlanContent:
    """Return the cells of the plan as it is at this moment of the import."""
    actions = [context.actions[code] for code in sorted(context.actions)]
    reports = {
        each.id: max(each.reports.items(), key=lambda report: report[0]) for each in actions if each.reports
    }
    content = build_workbook_content(context.session, context.municipality, actions, reports)
    return read_plan_cells(content)


def name_unit(sheet: str, name: str) -> str:
    """Return the field under which a cell goes in or not."""
    together = _TOGETHER_OF_ACTIONS if sheet == ACTIONS else _TOGETHER
    return together.get(name, name)
