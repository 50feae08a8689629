"""Cells of a file that do not go in, because the plan is newer or both were changed: left out, and told."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from terugkom.workbook.ask_conflicts import is_value_decided
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.choices import find_word
from terugkom.workbook.dates.read_dates import Deadline
from terugkom.workbook.foreign.amounts import Amount
from terugkom.workbook.foreign.owner_names import ParsedOwner
from terugkom.workbook.plan_cells import EXTRA_PREFIX
from terugkom.workbook.plan_merge import OF_A_DAY, KeptBecause, KeptCell, PlanMerge, name_unit
from terugkom.workbook.plan_versions import ACTIONS
from terugkom.workbook.records import Record

_MAX_NAMED = 4  # rows in one finding
_MAX_ACTIONS = 20  # with a finding of their own


def keep_plan(
    merge: PlanMerge, sheet: str, code: str, record: Record, unit: str, because: KeptBecause
) -> str:
    """Note that some cells of a row do not go in; return the field under which they are noted."""
    values = {each: value for each, value in record.values.items() if name_unit(sheet, each) == unit}
    name = unit.removeprefix(EXTRA_PREFIX)
    extra = {name: record.extra.get(name, "")} if unit.startswith(EXTRA_PREFIX) else {}
    cells = replace(record, values=values, wrong={}, extra=extra, extra_names=frozenset(extra))
    ours = [merge.plan.texts.get((sheet, code, each), "") for each in values or [unit]]
    if merge.base is None:
        ours = [_show(merge, sheet, unit, merge.context.actions[code].status)]
    theirs = [_show(merge, sheet, each, value) for each, value in values.items()] or list(extra.values())
    plan_text, file_text = ("; ".join(filter(None, texts)) for texts in (ours, theirs))
    kept = KeptCell(sheet, code, cells, unit, because, plan_text, file_text)
    merge.kept.append(kept)
    if because in (KeptBecause.BOTH, KeptBecause.REOPENS):
        is_asked = is_person_asked(kept) and not _is_decided(merge, kept)
        message = because if is_asked else f"{because}-kept"
        merge.context.add_finding(record, name, because, message=message, value=file_text, plan=plan_text)
    return unit


def is_person_asked(kept: KeptCell) -> bool:
    """Return whether a person is asked which value holds; of sheets without actions it is told alone."""
    return kept.sheet == ACTIONS and kept.because in (KeptBecause.BOTH, KeptBecause.REOPENS)


def _is_decided(merge: PlanMerge, kept: KeptCell) -> bool:
    """Return whether a person chose the value of the plan, when this was asked after an earlier import."""
    if merge.base is None or not merge.base.was_told((kept.sheet, kept.code, kept.unit), kept.because):
        return False
    return is_value_decided(merge.context, kept.record, kept.unit)


def leave_out(sheet: str, record: Record, units: Sequence[str]) -> Record:
    """Return a row without the cells of these fields."""
    if not units:
        return record
    names = {each.removeprefix(EXTRA_PREFIX) for each in units if each.startswith(EXTRA_PREFIX)}
    return replace(
        record,
        values={each: value for each, value in record.values.items() if name_unit(sheet, each) not in units},
        extra={each: text for each, text in record.extra.items() if each not in names},
        extra_names=record.extra_names - names,
    )


def _show(merge: PlanMerge, sheet: str, name: str, value: Any) -> str:
    """Return a value of a file as a person reads it, in the words of the workbook."""
    column = merge.columns[sheet].get(name)
    match value:
        case StrEnum() | bool():
            return find_word(column.choices, value) if column else str(value)
        case Deadline() | Amount():
            return value.text
        case tuple():
            return "; ".join(each.name if isinstance(each, ParsedOwner) else str(each) for each in value)
        case _:
            return format_cell(value)


def report_newer(merge: PlanMerge) -> None:
    """Add findings for the cells in which the plan is newer than the copy that the file was made from: one
    for each of the first actions, and one for all other rows."""
    rows: dict[tuple[str, str], list[KeptCell]] = {}
    for each in merge.kept:
        if each.because is KeptBecause.NEWER and each.unit not in OF_A_DAY:
            rows.setdefault((each.sheet, each.record.code), []).append(each)
    actions = [cells for (sheet, _), cells in rows.items() if sheet == ACTIONS]
    others = [cells for (sheet, _), cells in rows.items() if sheet != ACTIONS]
    for cells in actions[:_MAX_ACTIONS]:
        _report_newer_rows(merge, [cells])
    for rest in (actions[_MAX_ACTIONS:], others):
        if rest:
            _report_newer_rows(merge, rest)


def _report_newer_rows(merge: PlanMerge, rows: Sequence[Sequence[KeptCell]]) -> None:
    first = rows[0][0]
    named = [
        f"{cells[0].record.code} ({', '.join(dict.fromkeys(map(_name_column, cells)))})" for cells in rows
    ]
    shown = [*named[:_MAX_NAMED], *(["…"] if len(named) > _MAX_NAMED else [])]
    merge.context.add_finding(
        first.record,
        first.unit.removeprefix(EXTRA_PREFIX),
        KeptBecause.NEWER,
        count=sum(map(len, rows)),
        value=", ".join(shown),
    )


def _name_column(kept: KeptCell) -> str:
    return kept.record.headers.get(kept.unit, kept.unit.removeprefix(EXTRA_PREFIX))
