"""Apply the decisions in minutes to the plan; each change is recorded in the action's history."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from terugkom.meetings.agenda import MeetingAgendaPoint
from terugkom.meetings.minutes.checked_minutes import CheckedDecision, CheckedMinutes
from terugkom.meetings.minutes.correct_minutes import (
    TAKEN_BACK,
    MinutesCorrection,
    delete_recorded,
    format_source,
)
from terugkom.meetings.minutes.minutes_model import Attendance, Decision, OpenPoint
from terugkom.meetings.model import DecisionKind, Meeting, MeetingState, MeetingStep, StepKind
from terugkom.plan.change_action import ActionValues, add_action, change_action
from terugkom.plan.decide_question import MinutedDecision, answer_by_minutes
from terugkom.plan.history import FieldChange, record_changes
from terugkom.plan.model import Action, ActionStatus, Municipality
from terugkom.plan.next_reminder import schedule_orphaned_actions
from terugkom.schedule.model import Moment, MomentState
from terugkom.schedule.run_stamp import RunStamp

_NO_ANSWERS = (DecisionKind.NOTE, DecisionKind.NEW_ACTION)  # to what was asked about an action


def apply_decisions(
    session: Session,
    municipality: Municipality,
    meeting: Meeting,
    checked: CheckedMinutes,
    stamp: RunStamp,
    correction: MinutesCorrection | None,
) -> list[tuple[Action, FieldChange]]:
    """Apply checked minutes without problems in the caller's transaction; return every change made.

    Of corrected minutes only what differs changes the plan.
    """
    changes: list[tuple[Action, FieldChange]] = []
    kept: Collection[int] = correction.kept if correction else ()
    applied = [each for each in checked.decisions if each.number not in kept]
    _answer_questions(session, meeting, checked, applied, stamp)
    if correction:
        changes += _revert_decisions(session, municipality, meeting, correction, stamp)
        delete_recorded(session, meeting)
    for decision in checked.decisions:
        action, changed = decision.action, list[FieldChange]()
        if decision.number not in kept:
            action, changed = _apply_decision(session, municipality, meeting, decision)
        action_changes = [(action, each) for each in changed] if action else []
        record_changes(
            session,
            action_changes,
            today=stamp.today,
            changed_at=stamp.now,
            through=f"{format_source(meeting)}, decision {decision.number}",
            said_on=meeting.moment.day,
        )
        changes += action_changes
        session.add(_build_decision(meeting, decision, action, stamp.now))
    if correction is None or correction.includes_points:
        _update_open_points(session, municipality, meeting, checked)
    _store_minutes(session, meeting, checked, correction, stamp.today)
    session.flush()
    schedule_orphaned_actions(session, municipality.id, stamp.today)
    return changes


def _build_decision(
    meeting: Meeting, decision: CheckedDecision, action: Action | None, now: datetime
) -> Decision:
    return Decision(
        moment_id=meeting.moment_id,
        number=decision.number,
        action=action,
        kind=decision.kind,
        text=decision.text,
        value=decision.format_value()[:500],
        applied_at=None if decision.kind is DecisionKind.NOTE else now,
    )


def _store_minutes(
    session: Session,
    meeting: Meeting,
    checked: CheckedMinutes,
    correction: MinutesCorrection | None,
    today: date,
) -> None:
    """Store who was there and what was said; the meeting has its minutes, which are still to be sent."""
    for person, presence in checked.attendance.values():
        session.add(Attendance(moment_id=meeting.moment_id, person_id=person.id, presence=presence))
    meeting.guests, meeting.discussion = checked.guests, checked.discussion
    if correction is None:
        meeting.state, meeting.minuted_on = MeetingState.MINUTED, today
    elif is_sent(session, meeting):  # else what is still to be sent says it as it is now
        meeting.corrections = [*meeting.corrections, correction.as_json(today)]
    meeting.moment.state, meeting.moment.done_at = MomentState.OPEN, None  # reopened: they are to be sent


def _answer_questions(
    session: Session,
    meeting: Meeting,
    checked: CheckedMinutes,
    applied: Sequence[CheckedDecision],
    stamp: RunStamp,
) -> None:
    """Answer what was asked about the actions that were decided on, or whose point was closed.

    Before the plan changes, so that each is answered by what was decided and not by what follows.
    """
    decided = [MinutedDecision(each) for each in _list_closed_actions(session, checked)]
    decided += [
        MinutedDecision(each.action, each.deadline.day if each.deadline else None, each.reason or each.text)
        for each in applied
        if each.action and not each.is_postponed and each.kind not in _NO_ANSWERS
    ]
    answer_by_minutes(session, decided, format_source(meeting), stamp.today, stamp.now)


def _revert_decisions(
    session: Session,
    municipality: Municipality,
    meeting: Meeting,
    correction: MinutesCorrection,
    stamp: RunStamp,
) -> list[tuple[Action, FieldChange]]:
    """Give actions back what they had before decisions that are no longer in the minutes."""
    changes: list[tuple[Action, FieldChange]] = []
    for each in correction.reverted:
        leads = municipality.effective_lead_times
        changed = change_action(each.action, each.values, day=meeting.moment.day, lead_times=leads)
        of_action = [(each.action, change) for change in changed]
        through = f"{format_source(meeting)}, decision {each.number} {TAKEN_BACK}"
        record_changes(session, of_action, today=stamp.today, changed_at=stamp.now, through=through)
        changes += of_action
    return changes


def is_sent(session: Session, meeting: Meeting) -> bool:
    """Return whether the members have got the minutes."""
    sent = select(MeetingStep.id).where(
        MeetingStep.moment_id == meeting.moment_id, MeetingStep.step == StepKind.MINUTES_SENT
    )
    return session.scalar(sent.limit(1)) is not None


def _list_closed_actions(session: Session, checked: CheckedMinutes) -> Sequence[Action]:
    closed = [each.action_id for each in checked.closed if each.action_id]
    return session.scalars(select(Action).where(Action.id.in_(closed))).all() if closed else ()


def _apply_decision(
    session: Session, municipality: Municipality, meeting: Meeting, decision: CheckedDecision
) -> tuple[Action | None, list[FieldChange]]:
    day, lead_times = meeting.moment.day, municipality.effective_lead_times
    action = decision.action
    if action is not None:
        values = _build_changed_values(decision)
        return action, change_action(action, values, day=day, lead_times=lead_times, reason=decision.reason)
    if decision.kind is not DecisionKind.NEW_ACTION:
        return None, []
    action = _build_action(municipality, decision)
    session.add(action)
    values = _build_new_values(meeting, decision)
    return action, add_action(action, values, day=day, lead_times=lead_times)


def _build_action(municipality: Municipality, decision: CheckedDecision) -> Action:
    return Action(municipality_id=municipality.id, code=decision.code, extra={})


def _build_values(decision: CheckedDecision) -> ActionValues:
    """Return the values that a decision gives an action."""
    values = ActionValues()
    if decision.deadline:
        values["deadline"], values["deadline_precision"] = decision.deadline.day, decision.deadline.precision
        values["deadline_text"] = decision.deadline.text
    if decision.owners is not None:
        values["owners"] = decision.owners
    if decision.status:
        values["status"] = decision.status
    return values


def _build_changed_values(decision: CheckedDecision) -> ActionValues:
    """Return the values that a decision gives an action that is there, also one that the minutes added."""
    values = _build_values(decision)
    if decision.kind is DecisionKind.NEW_ACTION:
        values["title"], values["description"] = decision.title, decision.reason
    return values


def _build_new_values(meeting: Meeting, decision: CheckedDecision) -> ActionValues:
    values = ActionValues(
        title=decision.title,
        description=decision.reason,
        status=ActionStatus.PLANNED,
        group=meeting.group,
        owners=(),
    )
    return values | _build_values(decision)


def _update_open_points(
    session: Session, municipality: Municipality, meeting: Meeting, checked: CheckedMinutes
) -> None:
    """Close the handled points; increment the counter of the others and keep them open.

    A point exists once, whichever group discusses it: a raised point that has become an open point of its
    group meanwhile is incremented.
    """
    closed_ids = [each.open_point_id for each in checked.closed if each.open_point_id]
    postponed_ids = [each.open_point_id for each in checked.postponed if each.open_point_id]
    closing = {"closed_moment_id": meeting.moment_id}
    already_open = _find_open_points(
        session, municipality, [each for each in checked.postponed if not each.open_point_id]
    )
    new = [(text, action.id if action else None, meeting.group_id, 0) for text, action in checked.new_points]
    for each in checked.postponed:
        if each.open_point_id is None:
            if point := already_open.get((each.action_id, each.group_id)):
                postponed_ids.append(point)
            else:
                new.append((each.title, each.action_id, each.group_id, 1))
    closed_ids += _list_settled_elsewhere(session, meeting, checked, postponed_ids)
    still_open = update(OpenPoint).where(OpenPoint.closed_moment_id.is_(None))
    session.execute(still_open.where(OpenPoint.id.in_(closed_ids)).values(closing))
    session.execute(
        still_open.where(OpenPoint.id.in_(postponed_ids)).values(
            times_postponed=OpenPoint.times_postponed + 1
        )
    )
    session.add_all(
        OpenPoint(
            municipality_id=municipality.id,
            group_id=group,
            action_id=action,
            text=text,
            raised_moment_id=meeting.moment_id,
            times_postponed=times,
        )
        for text, action, group, times in new
    )


def _list_settled_elsewhere(
    session: Session, meeting: Meeting, checked: CheckedMinutes, postponed: Collection[int]
) -> Sequence[int]:
    """Return the points that ask what is to become of an action, of other groups too, on which was decided.

    A point with words of its own is for the group that put it there.
    """
    decided = [
        each.action.id
        for each in checked.decisions
        if each.action and not each.is_postponed and each.kind not in _NO_ANSWERS
    ]
    query = (
        select(OpenPoint.id)
        .join(Action, Action.id == OpenPoint.action_id)
        .join(Moment, Moment.id == OpenPoint.raised_moment_id)
        .where(OpenPoint.action_id.in_(decided), OpenPoint.text == Action.title)
        .where(Moment.day <= meeting.moment.day, OpenPoint.id.not_in(postponed))
    )
    return session.scalars(query).all() if decided else ()


def _find_open_points(
    session: Session, municipality: Municipality, points: Sequence[MeetingAgendaPoint]
) -> dict[tuple[int | None, int | None], int]:
    """Return the open points about the same actions, by action and group."""
    rows = session.execute(
        select(OpenPoint.action_id, OpenPoint.group_id, OpenPoint.id)
        .where(OpenPoint.municipality_id == municipality.id, OpenPoint.closed_moment_id.is_(None))
        .where(OpenPoint.action_id.in_([each.action_id for each in points]))
        .order_by(OpenPoint.id.desc())
    ).tuples()
    return {(action, group): point for action, group, point in rows}
