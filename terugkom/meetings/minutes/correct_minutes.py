"""Corrected minutes of a meeting that was recorded: what differs from what was recorded, and what follows.

The plan changes by the difference alone. What somebody changed since is not overwritten: that is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.meetings.agenda import list_agenda_points
from terugkom.meetings.kinds import FOCUS_GROUP
from terugkom.meetings.minutes.checked_minutes import CheckedDecision, CheckedMinutes
from terugkom.meetings.minutes.decision_names import describe_decision, format_decision_name
from terugkom.meetings.minutes.minutes_model import Attendance, Decision, OpenPoint
from terugkom.meetings.minutes.minutes_words import PRESENCE_WORDS, get_first_word
from terugkom.meetings.model import DecisionKind, Meeting, MeetingState
from terugkom.normalize import normalize_text
from terugkom.plan.change_action import ActionValues
from terugkom.plan.history import decode_value
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action, Person, Precision
from terugkom.schedule.model import Moment

TAKEN_BACK = "taken back"  # ends the source of a change that undoes a decision
_OF_DEADLINE = ("deadline_precision", "deadline_text")
_FIELDS = {
    DecisionKind.DEADLINE: "deadline",
    DecisionKind.OWNER: "owners",
    DecisionKind.STATUS: "status",
    DecisionKind.STOP: "status",
}


@dataclass(frozen=True)
class RevertedDecision:
    """A recorded decision that is no longer in the minutes, and what its action gets back."""

    number: int
    action: Action
    values: ActionValues


@dataclass(frozen=True)
class MinutesCorrection:
    """How corrected minutes differ from what was recorded.

    `kept` are the numbers of the decisions that change nothing in the plan; `added` and `removed` say the
    difference to the members.
    """

    kept: frozenset[int]
    reverted: tuple[RevertedDecision, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    includes_points: bool

    def as_json(self, today: date) -> dict[str, Any]:
        """Return the difference as it is kept with the meeting."""
        return {"on": today.isoformat(), "added": list(self.added), "removed": list(self.removed)}


@dataclass
class _Difference:
    kept: set[int] = field(default_factory=set)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def take_back_points(session: Session, meeting: Meeting) -> bool:
    """Make the open points what they were before the minutes; return False if a later meeting had them."""
    if _is_followed(session, meeting):
        return False
    listed = [each.open_point_id for each in list_agenda_points(session, meeting) if each.open_point_id]
    ours = OpenPoint.raised_moment_id == meeting.moment_id
    closed = OpenPoint.closed_moment_id == meeting.moment_id
    session.execute(
        update(OpenPoint)
        .where(OpenPoint.id.in_(listed), ~ours, or_(OpenPoint.closed_moment_id.is_(None), ~closed))
        .where(OpenPoint.times_postponed > 0)
        .values(times_postponed=OpenPoint.times_postponed - 1)
    )
    session.execute(update(OpenPoint).where(closed).values(closed_moment_id=None))
    session.execute(delete(OpenPoint).where(ours))
    session.expire_all()
    return True


def _is_followed(session: Session, meeting: Meeting) -> bool:
    """Return whether a later meeting that lists the same points was recorded."""
    of_group = or_(Meeting.group_id.is_not_distinct_from(meeting.group_id), Moment.kind == FOCUS_GROUP)
    later = select(Meeting.moment_id).join(Moment, Moment.id == Meeting.moment_id)
    later = later.where(Moment.municipality_id == meeting.moment.municipality_id, of_group)
    later = later.where(Meeting.state == MeetingState.MINUTED, Moment.day > meeting.moment.day)
    return session.scalar(later.limit(1)) is not None


def list_added_actions(session: Session, meeting: Meeting) -> Sequence[Action]:
    """Return the actions that the recorded minutes of a meeting added."""
    added = select(Action).join(Decision, Decision.action_id == Action.id)
    of_meeting = (Decision.moment_id == meeting.moment_id, Decision.kind == DecisionKind.NEW_ACTION)
    return session.scalars(added.where(*of_meeting).order_by(Decision.number)).all()


def compare_minutes(
    session: Session, meeting: Meeting, checked: CheckedMinutes, *, includes_points: bool
) -> MinutesCorrection:
    """Return how checked minutes differ from what was recorded; add a problem for what must be asked."""
    recorded = session.scalars(
        select(Decision).where(Decision.moment_id == meeting.moment_id).order_by(Decision.number)
    ).all()
    difference = _Difference()
    left = list(recorded)
    for decision in checked.decisions:
        earlier = next((each for each in left if _is_about_same(each, decision)), None)
        if earlier:
            left.remove(earlier)
        _compare_decision(session, meeting, checked, difference, earlier, decision)
    if recorded and not checked.decisions:
        checked.problems.append(translate("minutes.correction.no-decisions", checked.language))
    reverted = []
    for earlier in left:
        difference.removed.append(_describe_recorded(earlier, checked.language))
        if back := _revert(session, meeting, checked, earlier):
            reverted.append(back)
    _compare_people_and_discussion(session, meeting, checked, difference)
    return MinutesCorrection(
        frozenset(difference.kept),
        tuple(reverted),
        tuple(difference.added),
        tuple(difference.removed),
        includes_points,
    )


def _is_about_same(earlier: Decision, decision: CheckedDecision) -> bool:
    if decision.kind is DecisionKind.NOTE or earlier.kind is DecisionKind.NOTE:
        return (earlier.kind, earlier.text) == (decision.kind, decision.text)
    if DecisionKind.NEW_ACTION in (decision.kind, earlier.kind) and decision.kind is not earlier.kind:
        return False
    is_same_field = _FIELDS.get(earlier.kind) == _FIELDS.get(decision.kind)
    action_id = decision.action.id if decision.action else None
    return is_same_field and action_id is not None and earlier.action_id == action_id


def _compare_decision(
    session: Session,
    meeting: Meeting,
    checked: CheckedMinutes,
    difference: _Difference,
    earlier: Decision | None,
    decision: CheckedDecision,
) -> None:
    if earlier is None or earlier.text != decision.text:
        text = describe_decision(decision.kind, decision.text, checked.language)
        difference.added.append(_describe(decision.kind, text, decision.action, decision.code))
        difference.removed += [_describe_recorded(earlier, checked.language)] if earlier else []
    if earlier is None:
        return
    is_new_action = decision.kind is DecisionKind.NEW_ACTION
    is_same = earlier.text == decision.text if is_new_action else earlier.value == decision.format_value()
    if is_same or decision.kind is DecisionKind.NOTE:
        difference.kept.add(decision.number)
    elif decision.action and _is_changed_since(session, meeting, earlier, decision.action):
        _add_changed_since(checked, earlier, decision.action)


def _is_changed_since(session: Session, meeting: Meeting, earlier: Decision, action: Action) -> bool:
    """Return whether what a decision gave its action is no longer what it has."""
    if earlier.kind is DecisionKind.NEW_ACTION:
        by_meeting = format_source(meeting)
        others = select(ActionChange.id).where(
            ActionChange.action_id == action.id,
            ActionChange.field.in_((*_FIELDS.values(), "title")),
            ~ActionChange.source.startswith(by_meeting, autoescape=True),
        )
        return session.scalar(others.limit(1)) is not None
    return earlier.value != _format_current(action, earlier.kind)


def _format_current(action: Action, kind: DecisionKind) -> str:
    """Return the value that an action has now, in the format of a decision of this kind."""
    if kind is DecisionKind.DEADLINE:
        return str(action.deadline)
    if kind is DecisionKind.OWNER:
        return "; ".join(sorted(each.code for each in action.owners))
    return action.status.value


def _add_changed_since(checked: CheckedMinutes, earlier: Decision, action: Action) -> None:
    what = format_decision_name(earlier.kind, False, checked.language)
    checked.problems.append(
        translate("minutes.correction.changed-since", checked.language, code=action.code, what=what)
    )


def _revert(
    session: Session, meeting: Meeting, checked: CheckedMinutes, earlier: Decision
) -> RevertedDecision | None:
    """Return what gives an action back what it had before a decision; add a problem if that cannot be."""
    action = earlier.action
    if action is None or earlier.kind is DecisionKind.NOTE:
        return None
    if earlier.kind is DecisionKind.NEW_ACTION:
        message = "minutes.correction.action-gone"
        checked.problems.append(translate(message, checked.language, code=action.code))
        return None
    if _is_changed_since(session, meeting, earlier, action):
        _add_changed_since(checked, earlier, action)
        return None
    before = _load_values_before(session, meeting, earlier, action)
    return RevertedDecision(earlier.number, action, before) if before else None


def _load_values_before(
    session: Session, meeting: Meeting, earlier: Decision, action: Action
) -> ActionValues:
    """Return the values that the minutes replaced in the field of a decision, by the history; none if they
    changed nothing."""
    old = _load_first_values(session, meeting, action)
    values = ActionValues()
    if earlier.kind is DecisionKind.DEADLINE and old.keys() & {"deadline", *_OF_DEADLINE}:
        day = values["deadline"] = old.get("deadline", action.deadline)
        values["deadline_precision"] = old.get("deadline_precision", action.deadline_precision)
        if day and values["deadline_precision"] is None:
            values["deadline_precision"] = Precision.DAY
        values["deadline_text"] = old.get("deadline_text", action.deadline_text)
    if earlier.kind in (DecisionKind.STATUS, DecisionKind.STOP) and "status" in old:
        values["status"] = old["status"]
    if earlier.kind is DecisionKind.OWNER and "owners" in old:
        people = select(Person).where(Person.municipality_id == action.municipality_id)
        values["owners"] = session.scalars(people.where(Person.code.in_(old["owners"]))).all()
    return values


def _load_first_values(session: Session, meeting: Meeting, action: Action) -> Mapping[str, Any]:
    """Return by field what an action had before the minutes of a meeting changed it first.

    Each correction may change it again, by a decision of another number. What was taken back counts anew.
    """
    by_minutes = f"{format_source(meeting)}, decision "
    rows = session.execute(
        select(ActionChange.field, ActionChange.old, ActionChange.source)
        .where(ActionChange.action_id == action.id)
        .where(ActionChange.source.startswith(by_minutes, autoescape=True))
        .order_by(ActionChange.id)
    ).tuples()
    first: dict[str, Any] = {}
    for name, value, source in rows:
        if source.endswith(TAKEN_BACK):
            first.pop(name, None)
        else:
            first.setdefault(name, decode_value(name, value))
    return first


def _compare_people_and_discussion(
    session: Session, meeting: Meeting, checked: CheckedMinutes, difference: _Difference
) -> None:
    rows = session.execute(
        select(Person.id, Person.name, Attendance.presence)
        .join(Attendance, Attendance.person_id == Person.id)
        .where(Attendance.moment_id == meeting.moment_id)
        .order_by(Person.code)
    ).tuples()
    before = {person: f"{to_one_line(name)}: {_word(presence)}" for person, name, presence in rows}
    after = {
        key: f"{to_one_line(person.name)}: {_word(presence)}"
        for key, (person, presence) in checked.attendance.items()
    }
    difference.added += [text for key, text in after.items() if before.get(key) != text]
    difference.removed += [text for key, text in before.items() if after.get(key) != text]
    _compare_texts(difference, meeting.guests, checked.guests)
    _compare_texts(difference, _format_discussion(meeting.discussion), _format_discussion(checked.discussion))


def _compare_texts(difference: _Difference, before: Sequence[str], after: Sequence[str]) -> None:
    difference.added += [each for each in after if each not in before]
    difference.removed += [each for each in before if each not in after]


def _format_discussion(discussion: Sequence[Mapping[str, str]]) -> list[str]:
    return [f"{each['topic']}: {each['text']}" for each in discussion]


def _word(presence: Any) -> str:
    return get_first_word(PRESENCE_WORDS, presence)


def _describe_recorded(earlier: Decision, language: str) -> str:
    return _describe(earlier.kind, describe_decision(earlier.kind, earlier.text, language), earlier.action)


def _describe(kind: DecisionKind, text: str, action: Action | None, code: str = "") -> str:
    """Return a decision in one line, with its action; the text of a new action has its title."""
    if action and kind is not DecisionKind.NEW_ACTION:
        return f"{to_one_line(action.title)} ({action.code}), {text[:1].lower()}{text[1:]}"
    shown = action.code if action else code
    return f"{text} ({shown})" if shown and normalize_text(shown) not in normalize_text(text) else text


def format_source(meeting: Meeting) -> str:
    """Return the begin of the source of changes by the minutes of a meeting, as the history holds it."""
    moment = meeting.moment
    return f"{moment.kind} {moment.subject}/{moment.period}"


def delete_recorded(session: Session, meeting: Meeting) -> None:
    """Delete the decisions and the attendance that were recorded, to be recorded anew."""
    session.execute(delete(Decision).where(Decision.moment_id == meeting.moment_id))
    session.execute(delete(Attendance).where(Attendance.moment_id == meeting.moment_id))
