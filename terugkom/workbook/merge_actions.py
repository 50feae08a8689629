"""Merge actions into the plan: add, change or flag as missing; never delete."""

from collections.abc import Iterable, Set
from typing import Any, cast

from terugkom.plan.action_rows import ActionRow, load_action_rows, store_action_rows
from terugkom.plan.change_action import ActionValues, NewReport, add_action, change_action
from terugkom.plan.model import Precision
from terugkom.schedule.lead_times import LeadTimes
from terugkom.workbook.cell_texts import format_cell
from terugkom.workbook.dates.read_dates import Deadline
from terugkom.workbook.foreign.amounts import Amount
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.import_report import RowOutcome
from terugkom.workbook.records import Record
from terugkom.workbook.resolve_owners import find_group, resolve_owners, resolve_owners_by_name

_PLAIN_FIELDS = ("title", "description", "theme", "sdgs", "start", "priority", "part_of")


def load_actions(context: ImportContext) -> None:
    """Load the existing actions into the context; groups and people must be loaded first."""
    groups, people = context.groups.by_code.values(), context.people.by_code.values()
    context.actions = load_action_rows(context.session, context.municipality.id, groups, people)


def store_actions(context: ImportContext) -> None:
    """Store the actions of the import."""
    store_action_rows(
        context.session, context.municipality.id, context.actions.values(), through=context.through
    )


def merge_actions(context: ImportContext, records: Iterable[Record], kept: Set[str]) -> None:
    """Add or change actions, and flag those whose code is no longer in the file, but for those `kept`."""
    lead_times = LeadTimes.from_overrides(context.municipality.lead_times)
    absent = set(context.actions)
    for record in records:
        absent.discard(record.code)
        action = context.actions.get(record.code)
        is_new = action is None
        if action is None:
            if "title" not in record.values:
                context.count_row(RowOutcome.REFUSED, record)
                continue
            action = context.actions[record.code] = ActionRow(record.code)
            context.added_codes.add(action.code)
        values, report = read_values(context, action, record), _read_report(context, action, record)
        if is_new:
            changes = add_action(
                action,
                values,
                day=context.today,
                lead_times=lead_times,
                report=report,
                followed_from=context.followed_from,
            )
        else:
            changes = change_action(action, values, day=context.today, lead_times=lead_times, report=report)
        context.changes += [(action, change) for change in changes]
        context.count_row(RowOutcome.IMPORTED, record)
    if not context.notes.has_unknown_keys:
        _flag_missing(context, absent - kept, lead_times)


def read_values(context: ImportContext, action: ActionRow, record: Record) -> ActionValues:
    """Return the values that a row gives an action: of the cells that were valid, and that there are."""
    cells = record.values
    values: dict[str, Any] = {name: cells[name] for name in _PLAIN_FIELDS if name in cells}
    values["missing_since"] = None
    values |= _read_deadline(context, record)
    if cells.get("status"):
        values["status"] = cells["status"]
    values |= _read_budget(context, record)
    values |= _read_snooze(context, record)
    if "public" in cells:
        values["public"] = bool(cells["public"])  # internal when in doubt
    values |= find_group(context, record)
    resolve = resolve_owners_by_name if context.is_foreign else resolve_owners
    values |= resolve(context, action, record)
    values["extra"] = _read_extra(context, action, record)
    return cast("ActionValues", values)


def _read_deadline(context: ImportContext, record: Record) -> dict[str, Any]:
    if "deadline" not in record.values:
        return {}
    deadline: Deadline = record.values["deadline"]
    if deadline.day is None and deadline.start:
        context.add_finding(record, "deadline", "start-no-deadline", value=deadline.text)
    elif deadline.text and deadline.day is None:
        context.add_finding(record, "deadline", "no-deadline", value=deadline.text)
    elif deadline.precision is Precision.PART:
        day = format_cell(deadline.day)
        context.add_finding(record, "deadline", "approximate-deadline", value=deadline.text, day=day)
    return {
        "deadline": deadline.day,
        "deadline_precision": deadline.precision,
        "deadline_text": deadline.text,
    }


def _read_budget(context: ImportContext, record: Record) -> dict[str, Any]:
    amount: Amount | None = record.values.get("budget_text")
    if amount is None:
        return {}
    if amount.text and amount.value is None:
        context.add_finding(record, "budget_text", "unsure-amount", value=amount.text)
    return {"budget": amount.value, "budget_text": amount.text[:500]}


def _read_snooze(context: ImportContext, record: Record) -> dict[str, Any]:
    if "snoozed_until" not in record.values or "snooze_reason" not in record.values:
        return {}
    until, reason = record.values["snoozed_until"], record.values["snooze_reason"]
    if until and not reason:
        context.add_finding(record, "snooze_reason", "snooze-without-reason")
    elif reason and not until:
        context.add_finding(record, "snoozed_until", "reason-without-snooze")
    else:
        return {"snoozed_until": until, "snooze_reason": reason}
    return {}


def _read_extra(context: ImportContext, action: ActionRow, record: Record) -> dict[str, Any]:
    """Return the text of columns that are not ours and, for a foreign file, of cells that could not be
    read."""
    file_columns = set(record.extra_names)
    extra_values = dict(record.extra)
    if context.is_foreign:
        file_columns |= set(record.headers.values())
        extra_values |= {record.headers[field]: text for field, text in record.wrong.items()}
    extra_values |= {name: text for name, text in record.formulas.items() if name not in action.extra}
    return {name: text for name, text in action.extra.items() if name not in file_columns} | extra_values


def _read_report(context: ImportContext, action: ActionRow, record: Record) -> NewReport | None:
    """Return the news of a row as the progress report of its day.

    News without a date gets today's date, unless this text was already reported: so importing the same file
    again on another day adds nothing.
    """
    text, day = record.values.get("news", ""), record.values.get("news_on")
    if not text or "news_on" in record.wrong:
        if day and "news" in record.values:
            context.add_finding(record, "news", "report-without-text")
        return None
    if day and day > context.today:
        context.add_finding(record, "news_on", "report-in-future", value=f"{day:%d/%m/%Y}")
        return None
    if day is None and text in action.reports.values():
        return None
    return NewReport(day or context.today, text)


def _flag_missing(context: ImportContext, absent: set[str], lead_times: LeadTimes) -> None:
    for code, action in context.actions.items() if absent else ():
        if code in absent and action.missing_since is None:
            changes = change_action(
                action, {"missing_since": context.today}, day=context.today, lead_times=lead_times
            )
            context.changes += [(action, change) for change in changes]
