"""Merge actions into the plan: add, change or flag as missing; never delete."""

from datetime import date

from terugkom.plan.action_rows import ActionRow, load_action_rows
from terugkom.plan.history import ADDED, FieldChange, diff_action, snapshot_action
from terugkom.plan.model import Precision
from terugkom.plan.next_reminder import reschedule_reminder
from terugkom.schedule.lead_times import LeadTimes
from terugkom.workbook.dates.deadlines import Deadline
from terugkom.workbook.foreign.amounts import Amount
from terugkom.workbook.import_context import ImportContext, assign_values
from terugkom.workbook.import_report import RowOutcome
from terugkom.workbook.records import Record
from terugkom.workbook.resolve_owners import set_group, set_owners, set_owners_by_name

_PLAIN_FIELDS = ("title", "description", "theme", "sdgs", "start", "priority", "part_of")


def load_actions(context: ImportContext) -> None:
    """Load the existing actions into the context; groups and people must be loaded first."""
    groups, people = context.groups.by_code.values(), context.people.by_code.values()
    context.actions = load_action_rows(context.session, context.municipality.id, groups, people)


def merge_actions(context: ImportContext, records: list[Record]) -> None:
    """Add or change actions, and flag those whose code is no longer in the file."""
    lead_times = LeadTimes.from_overrides(context.municipality.lead_times)
    for record in records:
        action = context.actions.get(record.code)
        if action is None:
            if "title" not in record.values:
                context.count_row(RowOutcome.REFUSED)
                continue
            action = context.actions[record.code] = ActionRow(record.code)
            before = None
        else:
            before = snapshot_action(action)
        _assign_fields(context, action, record, is_new=before is None)
        report_changes = _set_report(context, action, record)
        if before is None:
            context.added_codes.add(action.code)
            field_changes = [FieldChange(action.code, ADDED, "", action.title)]
        else:
            field_changes = diff_action(action, before) + report_changes
        if field_changes:
            context.changes += [(action, change) for change in field_changes]
            reschedule_reminder(action, lead_times)
        context.count_row(RowOutcome.IMPORTED)
    _flag_missing(context, {record.code for record in records})


def _assign_fields(context: ImportContext, action: ActionRow, record: Record, *, is_new: bool) -> None:
    assign_values(action, record, _PLAIN_FIELDS)
    if action.missing_since:
        action.missing_since = None
    _set_deadline(context, action, record)
    _set_status(context, action, record, is_new=is_new)
    _set_budget(context, action, record)
    _set_snooze(context, action, record)
    if "public" in record.values:
        action.public = bool(record.values["public"])  # internal when in doubt
    set_group(context, action, record)
    (set_owners_by_name if context.is_foreign else set_owners)(context, action, record)
    _set_extra(context, action, record)


def _set_deadline(context: ImportContext, action: ActionRow, record: Record) -> None:
    if "deadline" not in record.values:
        return
    deadline: Deadline = record.values["deadline"]
    if deadline.text and deadline.day is None:
        context.add_finding(record, "deadline", "no-deadline", value=deadline.text)
    same_day = deadline.precision is Precision.DAY and action.deadline == deadline.day
    if same_day and action.deadline_precision is Precision.DAY:
        return  # "15 maart 2027" comes back from our own export as a real date: the same deadline
    action.deadline, action.deadline_precision, action.deadline_text = (
        deadline.day,
        deadline.precision,
        deadline.text,
    )


def _set_status(context: ImportContext, action: ActionRow, record: Record, *, is_new: bool) -> None:
    status = record.values.get("status")
    if status and status != action.status:
        action.status = status
        if not is_new:
            action.last_update_on = max(action.last_update_on or date.min, context.today)


def _set_budget(context: ImportContext, action: ActionRow, record: Record) -> None:
    amount: Amount | None = record.values.get("budget_text")
    if amount is None:
        return
    if amount.text and amount.value is None:
        context.add_finding(record, "budget_text", "unsure-amount", value=amount.text)
    action.budget, action.budget_text = amount.value, amount.text[:500]


def _set_snooze(context: ImportContext, action: ActionRow, record: Record) -> None:
    if "snoozed_until" not in record.values or "snooze_reason" not in record.values:
        return
    until, reason = record.values["snoozed_until"], record.values["snooze_reason"]
    if until and not reason:
        context.add_finding(record, "snooze_reason", "snooze-without-reason")
    elif reason and not until:
        context.add_finding(record, "snoozed_until", "reason-without-snooze")
    else:
        assign_values(action, record, ("snoozed_until", "snooze_reason"))


def _set_extra(context: ImportContext, action: ActionRow, record: Record) -> None:
    """Store the text of columns that are not ours and, for a foreign file, of cells that could not be
    read."""
    file_columns = set(record.extra_names)
    extra_values = dict(record.extra)
    if context.is_foreign:
        file_columns |= set(record.headers.values())
        extra_values |= {record.headers[field]: text for field, text in record.wrong.items()}
    extra = {name: text for name, text in action.extra.items() if name not in file_columns} | extra_values
    if extra != action.extra:
        action.extra = extra


def _set_report(context: ImportContext, action: ActionRow, record: Record) -> list[FieldChange]:
    """Store the news of a row as the progress report of its day; return the changes.

    News without a date gets today's date, unless this text was already reported: so importing the same file
    again
    on another day adds nothing.
    """
    text, day = record.values.get("news", ""), record.values.get("news_on")
    if not text or "news_on" in record.wrong:
        if day and "news" in record.values:
            context.add_finding(record, "news", "report-without-text")
        return []
    if day and day > context.today:
        context.add_finding(record, "news_on", "report-in-future", value=f"{day:%d/%m/%Y}")
        return []
    if day is None and text in action.reports.values():
        return []
    day = day or context.today
    old = action.reports.get(day, "")
    if old == text:
        return []
    action.reports[day] = text
    action.last_update_on = max(action.last_update_on or date.min, day)
    return [FieldChange(action.code, "report", old and f"{day}: {old}", f"{day}: {text}")]


def _flag_missing(context: ImportContext, in_file: set[str]) -> None:
    for code, action in context.actions.items():
        if code not in in_file and action.missing_since is None:
            action.missing_since = context.today
            context.changes.append(
                (action, FieldChange(code, "missing_since", "", context.today.isoformat()))
            )
