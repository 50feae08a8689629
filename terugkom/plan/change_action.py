"""The one place where an action changes: deadline, status, owners, last update, reminder and history.

An import, minutes, and whatever else changes the plan say which fields get which values; what follows from
that is decided here. It works on a stored `Action` and on the plain `ActionRow` of a large import alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypedDict

from terugkom.plan.action_rows import ActionRow
from terugkom.plan.history import ADDED, NOTE, REPORT, DatedReport, FieldChange
from terugkom.plan.model import (
    Action,
    ActionStatus,
    Group,
    Person,
    Precision,
    Priority,
    ProgressReport,
)
from terugkom.plan.next_reminder import reschedule_reminder
from terugkom.schedule.lead_times import LeadTimes


class ActionValues(TypedDict, total=False):
    """New values of the fields of an action; a field that is left out stays as it is."""

    code: str
    title: str
    description: str
    theme: str
    sdgs: str
    start: date | None
    deadline: date | None
    deadline_precision: Precision | None
    deadline_text: str
    status: ActionStatus
    priority: Priority | None
    budget: float | None
    budget_text: str
    part_of: str
    snoozed_until: date | None
    snooze_reason: str
    missing_since: date | None
    public: bool
    group: Group | None
    owners: Sequence[Person]
    extra: Mapping[str, Any]


_DEADLINE_FIELDS = frozenset({"deadline", "deadline_precision", "deadline_text"})
_REMINDER_FIELDS = frozenset({"deadline", "status", "snoozed_until", "owners", REPORT})
_HISTORY_ORDER = {field: number for number, field in enumerate(ActionValues.__annotations__)}


@dataclass(frozen=True)
class NewReport:
    """A progress report of a day, and through what it came."""

    on: date
    text: str
    source: str = ""


def add_action(
    action: Action | ActionRow,
    values: ActionValues,
    *,
    day: date,
    lead_times: LeadTimes,
    report: NewReport | None = None,
    followed_from: date | None = None,
) -> list[FieldChange]:
    """Give a new action its values; of all of it only the creation is recorded, which is returned.

    It is followed up from `followed_from`, by default `day`.
    """
    _assign_values(action, values)
    action.followed_from = followed_from or day
    if report and _assign_report(action, report):
        _record_update(action, report.on)
    reschedule_reminder(action, lead_times)
    return [FieldChange(action.code, ADDED, None, action.title)]


def change_action(
    action: Action | ActionRow,
    values: ActionValues,
    *,
    day: date,
    lead_times: LeadTimes,
    report: NewReport | None = None,
    reason: str = "",
) -> list[FieldChange]:
    """Change an action, and return what changed, for `record_changes` to store in the caller's transaction.

    A change of status counts as an update on `day`, a report as one on its own day; an update never takes
    back a later one. A deadline that is the same exact day keeps the words it was given in. The next
    reminder is set anew where the change bears on it. `reason` is kept beside the changes. An action with
    another deadline is followed up from `day` on.
    """
    changes = _assign_values(action, values)
    if any(each.field == "deadline" for each in changes):
        action.followed_from = max(day, action.followed_from or day)
    if report and (change := _assign_report(action, report)):
        changes.append(change)
        _record_update(action, report.on)
    if any(each.field == "status" for each in changes):
        _record_update(action, day)
    if not _REMINDER_FIELDS.isdisjoint(each.field for each in changes):
        reschedule_reminder(action, lead_times)
    if reason:
        changes.append(FieldChange(action.code, NOTE, None, reason))
    return changes


def take_back_update(action: Action, last_update_on: date | None, lead_times: LeadTimes) -> None:
    """Make the last update what it was before a report that is taken back; the reminders go by it again."""
    action.last_update_on = last_update_on
    reschedule_reminder(action, lead_times)


def _assign_values(action: Action | ActionRow, values: ActionValues) -> list[FieldChange]:
    """Set the fields that get another value; return their changes in the order of the history."""
    skipped = _DEADLINE_FIELDS if _is_same_exact_deadline(action, values) else frozenset[str]()
    changed: list[tuple[str, Any, Any]] = []
    new: Any
    for field, new in values.items():
        if field in skipped:
            continue
        old = getattr(action, field)
        if field == "owners":
            if set(values["owners"]) != set(old):
                changed.append((field, _list_codes(old), _list_codes(values["owners"])))
                _set_owners(action, values["owners"])
        elif old != new:
            setattr(action, field, new)
            changed.append((field, _get_code(old), _get_code(new)) if field == "group" else (field, old, new))
    changed.sort(key=lambda each: _HISTORY_ORDER[each[0]])
    return [FieldChange(action.code, *each) for each in changed]


def _is_same_exact_deadline(action: Action | ActionRow, values: ActionValues) -> bool:
    """Return whether the deadline is the same exact day: "15 maart 2027" and 15/03/2027 are one deadline."""
    is_exact = values.get("deadline_precision") is Precision.DAY is action.deadline_precision
    return is_exact and values.get("deadline") == action.deadline


def _set_owners(action: Action | ActionRow, owners: Sequence[Person]) -> None:
    by_code = sorted(owners, key=lambda person: person.code)
    if isinstance(action, ActionRow):
        action.owners = tuple(by_code)
    else:
        action.owners = by_code


def _list_codes(owners: Sequence[Person]) -> tuple[str, ...]:
    return tuple(sorted(person.code for person in owners))


def _get_code(group: Group | None) -> str | None:
    return group.code if group else None


def _assign_report(action: Action | ActionRow, report: NewReport) -> FieldChange | None:
    """Set the progress report of a day; return the change, or None if it says the same already."""
    if isinstance(action, ActionRow):
        old = action.reports.get(report.on, "")
        action.reports = {**action.reports, report.on: report.text}
    else:
        old = _assign_stored_report(action, report)
    if old == report.text:
        return None
    new = DatedReport(report.on, report.text)
    return FieldChange(action.code, REPORT, replace(new, text=old) if old else None, new)


def _assign_stored_report(action: Action, report: NewReport) -> str:
    """Set the report of a day; return the earlier text of that day."""
    stored = next((each for each in action.reports if each.reported_on == report.on), None)
    if stored is None:
        action.reports.append(
            ProgressReport(reported_on=report.on, text=report.text, source=report.source[:200])
        )
        return ""
    old, stored.text = stored.text, report.text
    if old != report.text:
        stored.source = report.source[:200]
    return old


def _record_update(action: Action | ActionRow, day: date) -> None:
    action.last_update_on = max(action.last_update_on or date.min, day)
