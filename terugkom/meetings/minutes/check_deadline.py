"""Check a deadline in minutes, and decisions that end an action and give it a new deadline."""

import re
from collections.abc import Sequence
from datetime import date

from terugkom.meetings.minutes import minutes_words as words
from terugkom.meetings.minutes.checked_minutes import CheckedDecision, CheckedMinutes, PlanSnapshot
from terugkom.meetings.minutes.deadline_words import ONLY_DURATION
from terugkom.meetings.minutes.minutes_dates import AmbiguousDuration, read_minutes_deadline
from terugkom.meetings.minutes.minutes_words import MinutesColumn
from terugkom.meetings.minutes.written_minutes import RowLocation, WrittenDecision
from terugkom.meetings.model import DecisionKind
from terugkom.normalize import normalize_text
from terugkom.plan.model import OPEN_STATUSES
from terugkom.workbook.dates.read_dates import Deadline, ImpossibleDate

_MAX_TEXT_LENGTH = 500  # characters


def parse_deadline(
    checked: CheckedMinutes,
    plan: PlanSnapshot,
    location: RowLocation,
    column: str,
    text: str,
    current: date | None = None,
) -> Deadline | None:
    """Return the deadline in a cell, or add a problem. `current`: the deadline that the action has."""
    try:
        deadline = read_minutes_deadline(text, plan.day, current)
    except ImpossibleDate:
        checked.add_problem(location, column, "impossible-date", word=text)
        return None
    except AmbiguousDuration as either:
        days = (either.from_meeting, either.from_deadline)
        offered = " / ".join(f"{each:%d/%m/%Y}" for each in days if each)
        checked.add_problem(location, column, "which-day", word=text, days=offered)
        return None
    if deadline.day is None or len(deadline.text) > _MAX_TEXT_LENGTH:
        checked.add_problem(location, column, "no-date", word=text)
    elif deadline.day < plan.day:
        checked.add_problem(location, column, "past-date", word=text)
    return deadline


def check_end_and_deadline(checked: CheckedMinutes, entry: WrittenDecision, day: date) -> bool:
    """Add a problem for a row that ends an action and gives it a deadline; return whether it does.

    `day` is that of the meeting: a reason may tell of the past.
    """
    status = words.find_end_status(entry.value)
    if entry.kind is DecisionKind.DEADLINE:
        is_both = status is not None or words.parse_reason_as_end(entry.reason) is not None
    elif entry.kind is DecisionKind.STOP or (entry.kind is DecisionKind.STATUS and status):
        is_both = (
            words.is_about_deadline(entry.value)
            or words.is_only_time(entry.value)
            or words.is_new_deadline(entry.reason)
            or _names_later_day(entry.reason, day)
        )
    else:
        is_both = False
    if is_both:
        checked.add_problem(entry.location, MinutesColumn.VALUE, "end-and-deadline")
    return is_both


def check_other_deadline(checked: CheckedMinutes, entry: WrittenDecision, day: date) -> bool:
    """Add a problem for a row whose deadline would be lost: it decides something else, or it is not clear
    whether the point was put off or the action. Return whether it is."""
    if entry.kind is DecisionKind.NOTE and entry.is_postponed:
        if entry.action and "uitgesteld" in normalize_text(entry.word) and _is_later_day(entry.value, day):
            checked.add_problem(entry.location, MinutesColumn.KIND, "point-or-deadline", word=entry.word)
            return True
        return False
    is_else = entry.kind in (DecisionKind.OWNER, DecisionKind.STATUS) and not words.find_end_status(
        entry.value
    )
    texts = [entry.reason] if is_else else []
    if entry.kind is DecisionKind.NOTE and entry.action:
        texts = [f"{entry.value} {entry.reason}"]
    is_other = any(map(words.begins_another_deadline, texts))
    if is_other:
        checked.add_problem(entry.location, MinutesColumn.KIND, "other-deadline")
    return is_other


def _names_later_day(text: str, day: date) -> bool:
    """Return whether a text says that something will be done by a day after the meeting.

    One that only begins with a unit of time tells something else: "2 weken te laat", "Dag van de natuur".
    """
    behind = [text[found.end() :] for found in words.BEFORE_A_DAY.finditer(text)]
    is_duration = bool(ONLY_DURATION.fullmatch(normalize_text(text)))
    return _is_later_day(_get_first_part(text), day, is_duration=is_duration, is_told=True) or any(
        _is_later_day(_get_first_part(each), day) for each in behind
    )


def _get_first_part(text: str) -> str:
    return re.split(r"[.,;!]\s|[.]?$", text)[0]


def _is_later_day(text: str, day: date, *, is_duration: bool = True, is_told: bool = False) -> bool:
    """Return whether a text is a day after this one. `is_duration`: whether a mere duration is one too;
    `is_told`: whether it may tell of a day that passed."""
    try:
        deadline = read_minutes_deadline(text.strip(), day, None, is_told=is_told)
    except AmbiguousDuration:
        return is_duration
    except ImpossibleDate:
        return False
    return deadline.day is not None and deadline.day > day


def check_ended_with_deadline(checked: CheckedMinutes, locations: Sequence[RowLocation]) -> None:
    """Add a problem for each action that one row ends and another gives a deadline."""
    ended: dict[int, CheckedDecision] = {
        each.action.id: each
        for each in checked.decisions
        if each.action and each.status and each.status not in OPEN_STATUSES
    }
    for each in checked.decisions:
        if each.action and each.kind is DecisionKind.DEADLINE and each.action.id in ended:
            row = locations[ended[each.action.id].number - 1].row
            location = locations[each.number - 1]
            checked.add_problem(
                location, MinutesColumn.ACTION, "ended-in-other-row", code=each.action.code, row=row
            )
