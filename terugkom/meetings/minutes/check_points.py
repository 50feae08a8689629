"""Divide the points of an agenda into closed and postponed ones, by the answers and the decisions."""

from collections.abc import Sequence

from terugkom.documents.one_line import to_one_line
from terugkom.meetings.agenda import index_minutes_keys
from terugkom.meetings.minutes.checked_minutes import CheckedMinutes, PlanSnapshot
from terugkom.meetings.minutes.match_actions import match_action
from terugkom.meetings.minutes.minutes_words import MinutesColumn
from terugkom.meetings.minutes.written_minutes import WrittenPointAnswer
from terugkom.meetings.model import DecisionKind
from terugkom.normalize import normalize_text

# These close a point about that action.
_CLOSING_DECISIONS = (DecisionKind.DEADLINE, DecisionKind.OWNER, DecisionKind.STATUS, DecisionKind.STOP)


def classify_points(
    checked: CheckedMinutes, plan: PlanSnapshot, answers: Sequence[WrittenPointAnswer]
) -> None:
    """Add the points that were closed, those for the next meeting, and new ones; and what is not clear."""
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
            checked.add_problem(each.location, MinutesColumn.CLOSED, "answer", word=each.word)
        elif not each.key:
            action = match_action(plan.actions, each.code) if each.code else None
            if each.code and action is None:
                checked.add_problem(each.location, MinutesColumn.ACTION, "unknown-action", code=each.code)
            elif not each.text:
                checked.add_problem(each.location, MinutesColumn.SUBJECT, "no-text")
            elif not each.is_closed:
                checked.new_points.append((to_one_line(each.text), action))
        elif normalize_text(each.key) in keys and each.is_closed is not None:
            closed[keys[normalize_text(each.key)]] = each.is_closed
        elif each.is_answered and normalize_text(each.key) not in {*keys, *plan.known_keys}:
            checked.add_problem(each.location, MinutesColumn.POINT, "unknown-point", key=each.key)
    return closed
