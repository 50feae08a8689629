"""Merge a file with a plan that others changed since: the copy that the file was made from is the third.

A cell that its user did not change leaves the plan as it is; one that only its user changed goes in; one that
both changed leaves the plan as it is, and is asked or told. What comes out are the rows without the cells
that do not go in, so that the merging of each sheet stays as it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from terugkom.batches import drain
from terugkom.plan.model import ActionStatus
from terugkom.workbook.ask_conflicts import (
    MAX_QUESTIONS,
    ask_about_codes,
    ask_about_titles,
    ask_about_value,
)
from terugkom.workbook.base_version import BaseVersion, find_base
from terugkom.workbook.export_stamp import find_stamp
from terugkom.workbook.file_formats.read_tables import Table
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.import_report import RowOutcome
from terugkom.workbook.kept_cells import is_person_asked, keep_plan, leave_out, report_newer
from terugkom.workbook.match_titles import TitleMatches
from terugkom.workbook.own_layout import get_layout
from terugkom.workbook.plan_cells import PlanContent, name_sheets, names_unknown, normalize_value
from terugkom.workbook.plan_merge import (
    OF_A_DAY,
    KeptBecause,
    PlanMerge,
    list_refused_cells,
    name_unit,
    read_file_cells,
    read_plan,
    read_row,
)
from terugkom.workbook.plan_versions import ACTIONS, SETTINGS, CellKey, load_hasher, store_import
from terugkom.workbook.records import Record

_MAX_ROWS = 10_000  # of a file and of a plan that are compared with a copy, for the memory that it takes
_TOLD = (KeptBecause.BOTH, KeptBecause.REOPENS)
_UNCHANGED_IF_BLANK = frozenset({"status", "kind"})


def start_merge(
    context: ImportContext,
    tables: Iterable[Table],
    records: Mapping[str, list[Record]],
    titles: TitleMatches,
) -> PlanMerge:
    """Return the merge of the rows of a file, by the name of their sheet, before anything is changed."""
    stamp = find_stamp(tables)
    layout = get_layout(context.municipality.language)
    columns = {
        name: {column.field: column for column in sheet.columns}
        for name, sheet in name_sheets(layout).items()
    }
    merge = PlanMerge(context, stamp, records, titles, None, None, PlanContent({}, {}), columns)
    if max(len(context.actions), *map(len, records.values())) > _MAX_ROWS:
        return merge
    merge.hasher = load_hasher(context.session)
    merge.base = find_base(context, merge.hasher, stamp, merge.hasher.hash_cells(read_file_cells(merge)))
    if merge.base:
        merge.plan = read_plan(context)
    return merge


def keep_newer(merge: PlanMerge, sheet: str) -> Iterator[Record]:
    """Yield the rows of a sheet without the cells that must not go in; each of those is a finding.

    An action that was deleted since the copy was made stays so, if the user of the copy did not change it.
    The rows of a plan that is too large to be compared are freed: there is room for them or for its actions.
    """
    for record in merge.records[sheet] if merge.hasher else drain(merge.records[sheet]):
        if sheet == ACTIONS and _stays_missing(merge, record):
            continue
        newer = _merge_row(merge, sheet, record)
        if sheet == SETTINGS and record.values.keys() - newer.values.keys():  # its value stays as it is
            merge.context.count_row(RowOutcome.IMPORTED, record)
        else:
            yield newer


def _stays_missing(merge: PlanMerge, record: Record) -> bool:
    """Return whether others deleted an action that the user of a copy did not change; it is told either
    way. In a copy that was imported before, its user must have had the row all the time; a file without the
    stamp of a copy may be one of several that hold a part of the plan each."""
    base, action = merge.base, merge.context.actions.get(record.code)
    if base is None or action is None or action.missing_since is None:
        return False
    if not base.had_row(ACTIONS, record.code):
        return False
    if not (base.is_certain or (merge.stamp and base.was_row_imported(ACTIONS, record.code))):
        return False
    code, cells = read_row(merge, ACTIONS, record)
    is_unchanged = all(base.had_value((ACTIONS, code, name), value) for name, value in cells.items())
    finding = "deleted-since" if is_unchanged else "deleted-and-back"
    merge.context.add_finding(record, "code", finding, value=record.code)
    if is_unchanged:
        merge.context.count_row(RowOutcome.IMPORTED, record)
    return is_unchanged


def list_rows_to_keep(merge: PlanMerge) -> set[str]:
    """Return the codes of actions that the file lacks because they are newer than the copy, or were changed.

    One that was in the copy, was changed in the plan since, and was deleted from the file is a finding.
    """
    base, in_file = (
        merge.base,
        {record.code for record in merge.records[ACTIONS]} | merge.titles.waiting_codes,
    )
    if base is None:
        return set(merge.titles.waiting_codes)
    lacking = [
        code
        for code, action in merge.context.actions.items()
        if code not in in_file and action.missing_since is None and merge.plan.has_row(ACTIONS, code)
    ]
    added = {code for code in lacking if not base.had_row(ACTIONS, code)}
    changed = {
        code for code in lacking if code not in added and base.is_certain and _has_changed(merge, base, code)
    }
    for code in sorted(changed):
        sheet = get_layout(merge.context.municipality.language).actions
        merge.context.notes.add_finding(
            sheet.title, 1, sheet.columns[0].header, "deleted-and-changed", value=code
        )
    return added | changed | merge.titles.waiting_codes


def finish_merge(merge: PlanMerge) -> None:
    """Report what stayed as the plan has it; store what this file held, and what the plan made of it."""
    context = merge.context
    report_newer(merge)
    ask_about_codes(context, merge.titles.codes)
    ask_about_titles(context, merge.titles.titles)
    for each in [each for each in merge.kept if is_person_asked(each)][:MAX_QUESTIONS]:
        ask_about_value(context, each.record, each.unit, each.plan_text, each.file_text)
    if merge.hasher is None:
        return
    cells = read_file_cells(merge)
    context.session.flush()  # of the indicators that are new
    plan = read_plan(context).values
    found = merge.hasher.hash_cells(cells)
    of_plan = {key: plan[key] for key in (*cells, *list_refused_cells(merge)) if key in plan}
    found |= merge.hasher.hash_cells(of_plan)
    if merge.base and merge.base.is_certain and found <= merge.base.fingerprints:
        return  # an export that nobody changed, into a plan that nobody changed
    kept = {key: value for key, value in of_plan.items() if value != cells.get(key)}
    found |= {merge.hasher.hash_kept_cell(key, value) for key, value in kept.items()}
    told = [each for each in merge.kept if each.because in _TOLD]
    found |= {merge.hasher.hash_told_cell((each.sheet, each.code, each.unit), each.because) for each in told}
    store_import(context.session, context.municipality.id, merge.stamp, context.file, context.now, found)


def _merge_row(merge: PlanMerge, sheet: str, record: Record) -> Record:
    code, found = read_row(merge, sheet, record)
    kept: list[str] = []
    if merge.base is None or not merge.plan.has_row(sheet, code):
        if sheet == ACTIONS and _reopens(merge, record):
            kept.append(keep_plan(merge, sheet, code, record, "status", KeptBecause.REOPENS))
        return leave_out(sheet, record, kept)
    by_unit: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name, value in found.items():
        by_unit[name_unit(sheet, name)][name] = value
    for unit, theirs in by_unit.items():
        if because := _find_reason(merge, merge.base, (sheet, code, unit), theirs, record):
            kept.append(keep_plan(merge, sheet, code, record, unit, because))
    return leave_out(sheet, _join_news(merge, merge.base, record) if sheet == ACTIONS else record, kept)


def _find_reason(
    merge: PlanMerge, base: BaseVersion, unit: CellKey, theirs: Mapping[str, str], record: Record
) -> KeptBecause | None:
    """Return why cells of a row that belong together do not go in; None if they do, or say the same."""
    sheet, code, name = unit
    if name in _UNCHANGED_IF_BLANK and not theirs[name]:
        return None
    ours = {
        each: merge.plan.values[at] for each in theirs if (at := (sheet, code, each)) in merge.plan.values
    }
    if all(theirs[each] == value for each, value in ours.items()):
        return None
    was_read = base.had_row(sheet, code) if sheet == SETTINGS else base.had_column(sheet, name)
    if not (base.is_certain or was_read):  # nothing to go by
        return KeptBecause.REOPENS if name == "status" and _reopens(merge, record) else None
    is_ours_new = any(not base.had_value((sheet, code, each), value) for each, value in ours.items())
    if all(base.had_value((sheet, code, each), value) for each, value in theirs.items()):
        if _is_put_back(base, (sheet, code), ours, theirs):
            return KeptBecause.BOTH
        if is_ours_new or base.is_still_older((sheet, code), ours, theirs):
            return KeptBecause.NEWER
        has_unknown = any(names_unknown(merge.context, each, record.values.get(each)) for each in theirs)
        return None if has_unknown else _find_reason_told(base, unit)
    if name in OF_A_DAY and theirs.get(f"{name}_on") != ours.get(f"{name}_on"):
        return None
    if sheet == ACTIONS and name == "news":  # joined with what others reported on that day
        return None
    if is_ours_new:
        return KeptBecause.BOTH
    return (
        KeptBecause.REOPENS if name == "status" and not base.is_certain and _reopens(merge, record) else None
    )


def _find_reason_told(base: BaseVersion, unit: CellKey) -> KeptBecause:
    """Return for which reason cells did not go in when this file was imported before: it is told again."""
    told = (each for each in _TOLD if base.was_told(unit, each))
    return next(told, KeptBecause.SAME)


def _is_put_back(
    base: BaseVersion, row: tuple[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> bool:
    """Return whether the plan says what a file of this name said last, and the file says the older again.

    That may be an old copy, or its user who came back on it: who knows is asked.
    """
    return all(base.was_imported((*row, each), value) for each, value in ours.items()) and not all(
        base.was_imported((*row, each), value) for each, value in theirs.items()
    )


def _reopens(merge: PlanMerge, record: Record) -> bool:
    """Return whether a row makes an action planned or running that is done or stopped."""
    action, status = merge.context.actions.get(record.code), record.values.get("status")
    is_closed = action is not None and not action.status.is_open
    return is_closed and isinstance(status, ActionStatus) and status.is_open


def _join_news(merge: PlanMerge, base: BaseVersion, record: Record) -> Record:
    """Return a row whose news stands below what others reported on that day, if its user did not know it."""
    action, text = merge.context.actions[record.code], record.values.get("news")
    known = action.reports.get(record.values.get("news_on") or merge.context.today)
    if not text or not known or base.had_value((ACTIONS, record.code, "news"), normalize_value(known)):
        return record
    joined = known if text in known else f"{known}\n\n{text}"
    return replace(record, values={**record.values, "news": joined})


def _has_changed(merge: PlanMerge, base: BaseVersion, code: str) -> bool:
    """Return whether an action was changed in the plan since the copy was made."""
    return any(
        not base.had_value(key, value)
        for key, value in merge.plan.values.items()
        if key[0] == ACTIONS and key[1] == code
    )
