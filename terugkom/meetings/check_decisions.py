"""Check the decisions in minutes against the current plan; nothing is changed.

Problems are for the secretary who wrote the minutes, in the municipality's language: the table, row, column
and remedy. Tables and columns are called as in the document that was sent.
"""

from collections.abc import Collection, Mapping, Sequence

from terugkom.documents.messages import DEFAULT_LANGUAGE, translate
from terugkom.documents.templates import to_one_line
from terugkom.meetings import minutes_words as words
from terugkom.meetings.agenda import index_minutes_keys
from terugkom.meetings.checked_minutes import CheckedDecision, CheckedMinutes, PlanSnapshot
from terugkom.meetings.minutes_words import MinutesColumn as Column
from terugkom.meetings.model import DecisionKind
from terugkom.meetings.written_minutes import (
    RowLocation,
    WrittenAttendance,
    WrittenDecision,
    WrittenMinutes,
    WrittenPointAnswer,
)
from terugkom.normalize import normalize_text
from terugkom.plan.model import Action, ActionStatus, Person
from terugkom.workbook.cells import split_list
from terugkom.workbook.codes import MAX_CODE_LENGTH, build_unused_code, has_at_sign
from terugkom.workbook.dates.deadlines import Deadline, ImpossibleDate, read_deadline

_MAX_TITLE_LENGTH = 500
# Two of these about one action contradict each other.
_STATUS_DECISIONS = (DecisionKind.STATUS, DecisionKind.STOP)
# These close a point about that action.
_CLOSING_DECISIONS = (DecisionKind.DEADLINE, DecisionKind.OWNER, *_STATUS_DECISIONS)


def check_decisions(written: WrittenMinutes, plan: PlanSnapshot) -> CheckedMinutes:
    """Return the valid decisions in minutes, and all problems."""
    checked = CheckedMinutes(plan.language, plan.codes_only)
    if plan.codes_only:
        _check_for_names(checked, plan, written.entries)
    for each in written.present:
        _check_attendance(checked, plan, each)
    new_codes: set[str] = set()
    for number, entry in enumerate(written.entries, 1):
        decision = _check_decision(checked, plan, number, entry, new_codes)
        if decision:
            checked.decisions.append(decision)
    _check_contradictions(checked, written.entries)
    _classify_points(checked, plan, written.answers)
    return checked


def _check_for_names(checked: CheckedMinutes, plan: PlanSnapshot, entries: Sequence[WrittenDecision]) -> None:
    """Add a problem for each text that names somebody of the plan: by the whole name, as it stands there."""
    names = [f" {normalize_text(each.name)} " for each in plan.people.by_code.values()]
    for entry in entries:
        for column, text in ((Column.VALUE, entry.value), (Column.REASON, entry.reason)):
            shown = f" {normalize_text(text)} "
            if any(name in shown for name in names if len(name.split()) > 1):
                checked.add_problem(entry.location, column, "name-in-form")


def _check_attendance(checked: CheckedMinutes, plan: PlanSnapshot, row: WrittenAttendance) -> None:
    if not (row.presence or row.word):
        return
    person = _find_person(checked, plan, row.location, Column.CODE, row.who)
    if row.presence is None:
        checked.add_problem(row.location, Column.ATTENDANCE, "presence", word=row.word)
    elif person and checked.attendance.setdefault(person.id, (person, row.presence))[1] is not row.presence:
        checked.add_problem(row.location, Column.CODE, "attends-twice", who=row.who)


def _find_person(
    checked: CheckedMinutes, plan: PlanSnapshot, location: RowLocation, column: str, who: str
) -> Person | None:
    matching = plan.find_people(who)
    if len(matching) != 1:
        checked.add_problem(location, column, "two-people" if matching else "no-person", who=who)
        return None
    return matching[0]


def _check_decision(
    checked: CheckedMinutes, plan: PlanSnapshot, number: int, entry: WrittenDecision, new_codes: set[str]
) -> CheckedDecision | None:
    before = len(checked.problems)
    decision_kind = entry.kind
    if decision_kind is None:
        checked.add_problem(entry.location, Column.KIND, "kind" if entry.word else "no-kind", word=entry.word)
        return None
    stated = to_one_line(
        f"{entry.value} {entry.reason}" if decision_kind is DecisionKind.NOTE else entry.value
    )
    reason = to_one_line(entry.reason)
    if decision_kind is DecisionKind.NEW_ACTION:
        decision = _check_new_action(checked, plan, number, entry, new_codes)
    else:
        action = _find_action(checked, plan, entry, needed=decision_kind is not DecisionKind.NOTE)
        cell = (checked, plan, entry.location, Column.VALUE)
        owners = _find_owners(*cell, [stated]) if decision_kind is DecisionKind.OWNER else None
        value = ", ".join(to_one_line(each.name) for each in owners) if owners else stated
        name = format_decision_name(decision_kind, entry.is_postponed, plan.language)
        text = f"{name}: {value}" if value else name
        if reason and decision_kind is not DecisionKind.NOTE:
            text += f" ({reason})"
        decision = CheckedDecision(
            number,
            decision_kind,
            text,
            action,
            stated if decision_kind is DecisionKind.NOTE else reason,
            deadline=_parse_deadline(*cell, stated) if decision_kind is DecisionKind.DEADLINE else None,
            owners=owners,
            status=_parse_status(checked, entry, decision_kind),
            is_postponed=entry.is_postponed,
        )
        if decision_kind is DecisionKind.NOTE and not stated:
            checked.add_problem(entry.location, Column.REASON, "no-text")
    return decision if len(checked.problems) == before else None


def format_decision_name(kind: DecisionKind, next_time: bool, language: str) -> str:
    """Return the name of a kind of decision in minutes."""
    return translate("decision.next-meeting" if next_time else f"decision.{kind.value}", language)


def format_status_names() -> str:
    """Return the statuses as they are called in minutes, which are Dutch."""
    return ", ".join(translate(f"choice.status.{each}", DEFAULT_LANGUAGE) for each in ActionStatus)


def _find_action(
    checked: CheckedMinutes, plan: PlanSnapshot, entry: WrittenDecision, *, needed: bool
) -> Action | None:
    if not entry.action:
        if needed:
            checked.add_problem(entry.location, Column.ACTION, "no-action")
        return None
    found = match_action_code(plan.actions, entry.action)
    if found is None:
        checked.add_problem(entry.location, Column.ACTION, "unknown-action", code=entry.action)
    return found


def match_action_code(actions: Mapping[str, Action], code: str) -> Action | None:
    """Return the action with this code, or the only one whose normalized code is equal; None otherwise."""
    if code in actions:
        return actions[code]
    alike = [action for each, action in actions.items() if normalize_text(each) == normalize_text(code)]
    return alike[0] if len(alike) == 1 else None


def _check_new_action(
    checked: CheckedMinutes, plan: PlanSnapshot, number: int, entry: WrittenDecision, new_codes: set[str]
) -> CheckedDecision:
    title = to_one_line(entry.value)
    used_codes: Collection[str] = {*plan.actions, *new_codes}
    if not title or len(title) > _MAX_TITLE_LENGTH:
        checked.add_problem(entry.location, Column.TITLE, "no-title" if not title else "long-title")
    code = to_one_line(entry.action)
    if len(code) > MAX_CODE_LENGTH:
        checked.add_problem(entry.location, Column.CODE, "long-code")
    elif has_at_sign(code):
        checked.add_problem(entry.location, Column.CODE, "code-with-address")
    elif code in used_codes or (
        normalize_text(code) and normalize_text(code) in {normalize_text(each) for each in used_codes}
    ):
        checked.add_problem(entry.location, Column.CODE, "code-taken", code=code)
    code = code or build_unused_code(title or "action", used_codes)
    new_codes.add(code)
    owners = _find_owners(checked, plan, entry.location, Column.OWNER, entry.owners) if entry.owners else ()
    deadline = (
        _parse_deadline(checked, plan, entry.location, Column.DEADLINE, entry.deadline)
        if entry.deadline
        else None
    )
    parts = [title, ", ".join(to_one_line(each.name) for each in owners), to_one_line(entry.deadline)]
    name = format_decision_name(DecisionKind.NEW_ACTION, False, plan.language)
    text = f"{name}: {'; '.join(part for part in parts if part)}"
    reason = to_one_line(entry.reason)
    text += f" ({reason})" if reason else ""
    return CheckedDecision(
        number,
        DecisionKind.NEW_ACTION,
        text,
        reason=reason,
        deadline=deadline,
        owners=owners,
        code=code,
        title=title,
    )


def _parse_deadline(
    checked: CheckedMinutes, plan: PlanSnapshot, location: RowLocation, column: str, text: str
) -> Deadline | None:
    try:
        deadline = read_deadline(text)
    except ImpossibleDate:
        checked.add_problem(location, column, "impossible-date", word=text)
        return None
    if deadline.day is None:
        checked.add_problem(location, column, "no-date", word=text)
    elif deadline.day < plan.day:
        checked.add_problem(location, column, "past-date", word=text)
    elif len(deadline.text) > 500:
        checked.add_problem(location, column, "no-date", word=text)
    return deadline


def _find_owners(
    checked: CheckedMinutes, plan: PlanSnapshot, location: RowLocation, column: str, texts: Sequence[str]
) -> tuple[Person, ...]:
    names = _split_names(plan, texts)
    if not names:
        checked.add_problem(location, column, "no-owner")
    found = {}
    for who in names:
        person = _find_person(checked, plan, location, column, who)
        if person and person.id in plan.departed_ids:
            checked.add_problem(location, column, "departed", who=who)
        elif person:
            found[person.code] = person
    return tuple(found[code] for code in sorted(found))


def _split_names(plan: PlanSnapshot, texts: Sequence[str]) -> Sequence[str]:
    """Return the names, split at semicolons, and at commas and *en* unless the whole is a person's name."""
    found: list[str] = []
    for part in dict.fromkeys(each for text in texts for each in split_list(text)):
        whole = [part] if plan.find_people(part) else words.OWNER_SEPARATOR.split(part)
        found += [name for each in whole if (name := each.strip())]
    return found


def _parse_status(
    checked: CheckedMinutes, entry: WrittenDecision, decision_kind: DecisionKind
) -> ActionStatus | None:
    if decision_kind not in _STATUS_DECISIONS:
        return None
    status = ActionStatus.STOPPED
    if decision_kind is DecisionKind.STATUS:
        found = words.parse_status(entry.value)
        if found is None:
            checked.add_problem(entry.location, Column.VALUE, "status", word=entry.value)
            return None
        status = found
    if status is ActionStatus.STOPPED and not entry.reason:
        checked.add_problem(entry.location, Column.REASON, "no-reason")
    return status


def _check_contradictions(checked: CheckedMinutes, entries: Sequence[WrittenDecision]) -> None:
    """Add a problem for each second decision of a kind about one action."""
    seen: dict[tuple[int, DecisionKind], int] = {}
    for each in checked.decisions:
        if each.action is None or each.kind is DecisionKind.NOTE:
            continue
        kind = DecisionKind.STATUS if each.kind in _STATUS_DECISIONS else each.kind
        first = seen.setdefault((each.action.id, kind), each.number)
        if first != each.number:
            location = entries[each.number - 1].location
            row = entries[first - 1].location.row
            checked.add_problem(location, Column.ACTION, "decided-twice", code=each.action.code, row=row)


def _classify_points(
    checked: CheckedMinutes, plan: PlanSnapshot, answers: Sequence[WrittenPointAnswer]
) -> None:
    """Divide the agenda points into closed and postponed ones."""
    closed = _parse_point_answers(checked, plan, answers)
    settled = {
        each.action.id for each in checked.decisions if each.action and each.kind in _CLOSING_DECISIONS
    }
    again = {each.action.id for each in checked.decisions if each.action and each.is_postponed}
    for point in plan.points:
        dealt_with = closed.get(point.minutes_key)
        if dealt_with is None:
            dealt_with = point.action_id in settled and point.action_id not in again
        (checked.closed if dealt_with else checked.postponed).append(point)
    on_agenda = {each.action_id for each in checked.postponed if each.action_id}
    for decision in checked.decisions:
        if decision.is_postponed and not (decision.action and decision.action.id in on_agenda):
            checked.new_points.append((decision.reason, decision.action))


def _parse_point_answers(
    checked: CheckedMinutes, plan: PlanSnapshot, answers: Sequence[WrittenPointAnswer]
) -> dict[str, bool]:
    """Return by point key whether the minutes close it; an added row becomes a new point."""
    keys, closed = index_minutes_keys(plan.points), {}
    for each in answers:
        if each.word and each.is_closed is None:
            checked.add_problem(each.location, Column.CLOSED, "answer", word=each.word)
        elif not each.key:
            action = match_action_code(plan.actions, each.code) if each.code else None
            if each.code and action is None:
                checked.add_problem(each.location, Column.ACTION, "unknown-action", code=each.code)
            elif not each.text:
                checked.add_problem(each.location, Column.SUBJECT, "no-text")
            elif not each.is_closed:
                checked.new_points.append((to_one_line(each.text), action))
        elif normalize_text(each.key) in keys and each.is_closed is not None:
            closed[keys[normalize_text(each.key)]] = each.is_closed
        elif each.is_answered and normalize_text(each.key) not in keys:
            checked.add_problem(each.location, Column.POINT, "unknown-point", key=each.key)
    return closed
