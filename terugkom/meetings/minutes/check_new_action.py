"""Check a new action in minutes, and give it a code like those of its neighbours."""

from terugkom.documents.one_line import to_one_line
from terugkom.meetings.minutes.check_deadline import parse_deadline
from terugkom.meetings.minutes.check_people import find_owners
from terugkom.meetings.minutes.checked_minutes import CheckedDecision, CheckedMinutes, PlanSnapshot
from terugkom.meetings.minutes.decision_names import format_decision_name
from terugkom.meetings.minutes.minutes_words import MinutesColumn
from terugkom.meetings.minutes.written_minutes import WrittenDecision
from terugkom.meetings.model import DecisionKind
from terugkom.normalize import normalize_text
from terugkom.workbook.codes import MAX_CODE_LENGTH, build_next_code, build_unused_code, has_at_sign
from terugkom.workbook.foreign.instruction_rows import is_document_row

_MAX_TITLE_LENGTH = 500


def check_new_action(
    checked: CheckedMinutes, plan: PlanSnapshot, number: int, entry: WrittenDecision, new_codes: set[str]
) -> CheckedDecision:
    """Return the decision that adds an action; `new_codes` gets its code. Problems are added to `checked`."""
    title = to_one_line(entry.value)
    if not title or len(title) > _MAX_TITLE_LENGTH:
        checked.add_problem(entry.location, MinutesColumn.TITLE, "no-title" if not title else "long-title")
    elif not (entry.owners or entry.deadline) and is_document_row([title]):
        checked.add_problem(entry.location, MinutesColumn.TITLE, "about-document", value=title)
    added = plan.find_added(to_one_line(entry.action), title)
    added = None if added and added.code in new_codes else added
    code = added.code if added else _check_code(checked, plan, entry, title, new_codes)
    new_codes.add(code)
    owners = (
        find_owners(checked, plan, entry.location, MinutesColumn.OWNER, entry.owners) if entry.owners else ()
    )
    deadline = (
        parse_deadline(checked, plan, entry.location, MinutesColumn.DEADLINE, entry.deadline)
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
        added,
        reason,
        deadline=deadline,
        owners=owners,
        code=code,
        title=title,
    )


def _check_code(
    checked: CheckedMinutes, plan: PlanSnapshot, entry: WrittenDecision, title: str, new_codes: set[str]
) -> str:
    """Return the code that was written, else the next one of the neighbours, else one made of the title."""
    code = to_one_line(entry.action)
    used_codes = {*plan.actions, *new_codes}
    used_words = {normalize_text(each) for each in used_codes}
    if len(code) > MAX_CODE_LENGTH:
        checked.add_problem(entry.location, MinutesColumn.CODE, "long-code")
    elif has_at_sign(code):
        checked.add_problem(entry.location, MinutesColumn.CODE, "code-with-address")
    elif code in used_codes or (normalize_text(code) and normalize_text(code) in used_words):
        checked.add_problem(entry.location, MinutesColumn.CODE, "code-taken", code=code)
    return (
        code
        or build_next_code(plan.list_neighbour_codes(), used_codes)
        or build_unused_code(title or "action", used_codes)
    )
