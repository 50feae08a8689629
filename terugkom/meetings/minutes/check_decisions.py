"""Check the decisions in minutes against the current plan; nothing is changed.

Problems are for the secretary who wrote the minutes, in the municipality's language: the table, row, column
and remedy. Tables and columns are called as in the document that was sent.
"""

import re
from collections.abc import Sequence

from terugkom.documents.formatting import format_short_date
from terugkom.documents.one_line import to_one_line
from terugkom.meetings.minutes import minutes_words as words
from terugkom.meetings.minutes.check_deadline import (
    check_end_and_deadline,
    check_ended_with_deadline,
    check_other_deadline,
    parse_deadline,
)
from terugkom.meetings.minutes.check_new_action import check_new_action
from terugkom.meetings.minutes.check_people import check_attendance, find_owners
from terugkom.meetings.minutes.check_points import classify_points
from terugkom.meetings.minutes.checked_minutes import CheckedDecision, CheckedMinutes, PlanSnapshot
from terugkom.meetings.minutes.condition_words import is_conditional, is_conditional_end
from terugkom.meetings.minutes.decision_names import format_decision_name
from terugkom.meetings.minutes.match_actions import match_actions
from terugkom.meetings.minutes.minutes_words import MinutesColumn
from terugkom.meetings.minutes.written_minutes import RowLocation, WrittenDecision, WrittenMinutes
from terugkom.meetings.model import DecisionKind
from terugkom.normalize import normalize_text
from terugkom.plan.model import OPEN_STATUSES, Action, ActionStatus

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Two of these about one action contradict each other.
_STATUS_DECISIONS = (DecisionKind.STATUS, DecisionKind.STOP)


def check_decisions(written: WrittenMinutes, plan: PlanSnapshot) -> CheckedMinutes:
    """Return the valid decisions in minutes, and all problems. A row about several actions is one each."""
    checked = CheckedMinutes(plan.language, plan.codes_only, written.present)
    if plan.codes_only:
        _check_for_names(checked, plan, written.entries)
    for each in written.present:
        check_attendance(checked, plan, each)
    locations: list[RowLocation] = []  # of each decision
    new_codes: set[str] = set()
    for entry in written.entries:
        for action in _find_actions(checked, plan, entry):
            locations.append(entry.location)
            decision = _check_decision(checked, plan, len(locations), entry, action, new_codes)
            if decision:
                checked.decisions.append(decision)
    _check_contradictions(checked, locations)
    check_ended_with_deadline(checked, locations)
    classify_points(checked, plan, written.answers)
    checked.problems[:] = dict.fromkeys(checked.problems)
    return checked


def _check_for_names(checked: CheckedMinutes, plan: PlanSnapshot, entries: Sequence[WrittenDecision]) -> None:
    """Add a problem for each text that names somebody of the plan: by the whole name, as it stands there."""
    names = [f" {normalize_text(each.name)} " for each in plan.people.by_code.values()]
    for entry in entries:
        for column, text in ((MinutesColumn.VALUE, entry.value), (MinutesColumn.REASON, entry.reason)):
            shown = f" {normalize_text(text)} "
            if any(name in shown for name in names if len(name.split()) > 1):
                checked.add_problem(entry.location, column, "name-in-form")


def _find_actions(
    checked: CheckedMinutes, plan: PlanSnapshot, entry: WrittenDecision
) -> tuple[Action | None, ...]:
    """Return the actions that a decision is about; None for one that is about none, or not clear which."""
    if entry.kind in (None, DecisionKind.NEW_ACTION):
        return (None,)
    if not entry.action:
        if entry.kind is not DecisionKind.NOTE:
            checked.add_problem(entry.location, MinutesColumn.ACTION, "no-action")
        return (None,)
    match = match_actions(plan.actions, entry.action)
    if match.offered:
        offered = ", ".join(f"{each.code} {to_one_line(each.title)[:60]}" for each in match.offered)
        checked.add_problem(
            entry.location, MinutesColumn.ACTION, "action-alike", code=match.unknown, offered=offered
        )
    elif not match.actions:
        checked.add_problem(entry.location, MinutesColumn.ACTION, "unknown-action", code=entry.action)
    return match.actions or (None,)


def _check_decision(
    checked: CheckedMinutes,
    plan: PlanSnapshot,
    number: int,
    entry: WrittenDecision,
    action: Action | None,
    new_codes: set[str],
) -> CheckedDecision | None:
    before = len(checked.problems)
    kind = entry.kind
    if kind is None:
        checked.add_problem(
            entry.location, MinutesColumn.KIND, "kind" if entry.word else "no-kind", word=entry.word
        )
        return None
    if check_end_and_deadline(checked, entry, plan.day) or check_other_deadline(checked, entry, plan.day):
        return None
    if kind is DecisionKind.NEW_ACTION:
        decision = check_new_action(checked, plan, number, entry, new_codes)
    elif kind is DecisionKind.NOTE:
        decision = _check_note(checked, number, entry, action)
    else:
        decision = _check_change(checked, plan, number, entry, kind, action)
    return decision if len(checked.problems) == before else None


def _check_note(
    checked: CheckedMinutes, number: int, entry: WrittenDecision, action: Action | None
) -> CheckedDecision:
    text = to_one_line(f"{entry.value} {entry.reason}")
    if not text:
        checked.add_problem(entry.location, MinutesColumn.REASON, "no-text")
    name = format_decision_name(DecisionKind.NOTE, entry.is_postponed, checked.language)
    shown = f"{name}: {text}" if text else name
    return CheckedDecision(number, DecisionKind.NOTE, shown, action, text, is_postponed=entry.is_postponed)


def _check_change(
    checked: CheckedMinutes,
    plan: PlanSnapshot,
    number: int,
    entry: WrittenDecision,
    kind: DecisionKind,
    action: Action | None,
) -> CheckedDecision:
    """Return a decision that changes an action."""
    stated, reason = to_one_line(entry.value), to_one_line(entry.reason)
    cell = (checked, plan, entry.location, MinutesColumn.VALUE)
    owners = find_owners(*cell, [stated]) if kind is DecisionKind.OWNER else None
    current = action.deadline if action else None
    deadline = parse_deadline(*cell, stated, current) if kind is DecisionKind.DEADLINE else None
    value = ", ".join(to_one_line(each.name) for each in owners) if owners else stated
    if deadline and _ISO_DAY.fullmatch(value):  # as in a form; members read a day as everywhere else
        value = format_short_date(deadline.day, plan.language)
    elif deadline and not value.casefold().startswith(deadline.text.casefold()):  # "over 3 maanden" is no day
        value = f"{value}: {deadline.text}"
    name = format_decision_name(kind, entry.is_postponed, plan.language)
    text = f"{name}: {value}" if value else name
    text += f" ({reason})" if reason else ""
    status = _parse_status(checked, entry, kind)
    _check_condition(checked, entry, kind, status)
    return CheckedDecision(
        number, kind, text, action, reason, deadline=deadline, owners=owners, status=status
    )


def _parse_status(
    checked: CheckedMinutes, entry: WrittenDecision, decision_kind: DecisionKind
) -> ActionStatus | None:
    if decision_kind not in _STATUS_DECISIONS:
        return None
    status = ActionStatus.STOPPED
    if decision_kind is DecisionKind.STATUS:
        found = words.parse_status(entry.value)
        if found is None:
            checked.add_problem(entry.location, MinutesColumn.VALUE, "status", word=entry.value)
            return None
        status = found
    if status is ActionStatus.STOPPED and _is_unsure(entry):
        said = f"{entry.word}: {entry.value or entry.reason}"
        checked.add_problem(entry.location, MinutesColumn.KIND, "kind", word=said)
    elif status is ActionStatus.STOPPED and not normalize_text(entry.reason):
        checked.add_problem(entry.location, MinutesColumn.REASON, "no-reason")
    return status


def _check_condition(
    checked: CheckedMinutes, entry: WrittenDecision, kind: DecisionKind, status: ActionStatus | None
) -> None:
    """Add a problem for an end, or a new owner, that holds under a condition or for a part alone."""
    texts = [entry.reason, *([entry.value] if kind is DecisionKind.STOP else [])]
    if status and status not in OPEN_STATUSES:
        is_open = any(is_conditional_end(each, status) for each in texts)
    else:
        is_open = kind is DecisionKind.OWNER and is_conditional(entry.reason)
    if is_open:
        checked.add_problem(entry.location, MinutesColumn.REASON, "condition")


def _is_unsure(entry: WrittenDecision) -> bool:
    """Return whether a row that stops an action asks whether it stops, or says that it does not."""
    return (
        words.is_in_doubt(entry.value)
        or words.is_denied(entry.value)
        or words.is_denying_reason(entry.reason)
    )


def _check_contradictions(checked: CheckedMinutes, locations: Sequence[RowLocation]) -> None:
    """Add a problem for each second decision of a kind about one action."""
    seen: dict[tuple[int, DecisionKind], int] = {}
    for each in checked.decisions:
        if each.action is None or each.kind is DecisionKind.NOTE:
            continue
        kind = DecisionKind.STATUS if each.kind in _STATUS_DECISIONS else each.kind
        first = seen.setdefault((each.action.id, kind), each.number)
        if first != each.number:
            location = locations[each.number - 1]
            row = locations[first - 1].row
            checked.add_problem(
                location, MinutesColumn.ACTION, "decided-twice", code=each.action.code, row=row
            )
