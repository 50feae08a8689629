"""Apply the decisions in minutes to the plan; each change is recorded in the action's history."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from terugkom.meetings.agenda import Point
from terugkom.meetings.check_decisions import Ruling, Verdict
from terugkom.meetings.model import Attendance, Decision, DecisionKind, Meeting, MeetingState, OpenPoint
from terugkom.plan.history import ADDED, Change, changes, keep, state
from terugkom.plan.model import Action, Municipality, Precision, Status
from terugkom.plan.next_reminder import look_at_orphans, rearm
from terugkom.schedule.model import MomentState


def apply(
    session: Session, town: Municipality, meeting: Meeting, verdict: Verdict, today: date, now: datetime
) -> list[tuple[Action, Change]]:
    """Apply checked minutes without problems in the caller's transaction; return every change made."""
    made: list[tuple[Action, Change]] = []
    moment = meeting.moment
    for ruling in verdict.rulings:
        action, changed = _applied(session, town, meeting, ruling)
        through = f"{moment.kind} {moment.subject}/{moment.period}, decision {ruling.number}"
        told = [(action, each) for each in changed] if action else []
        keep(session, told, changed_at=now, through=through)
        made += told
        session.add(
            Decision(
                moment_id=meeting.moment_id,
                number=ruling.number,
                action=action,
                kind=ruling.kind,
                text=ruling.text,
                value=_value(ruling)[:500],
                applied_at=None if ruling.kind is DecisionKind.NOTE else now,
            )
        )
    _settle_points(session, town, meeting, verdict)
    for person, presence in verdict.presences.values():
        session.add(Attendance(moment_id=meeting.moment_id, person_id=person.id, presence=presence))
    meeting.state, meeting.minuted_on = MeetingState.MINUTED, today
    moment.state, moment.done_at = MomentState.OPEN, None  # reopened: the minutes are still to be sent
    session.flush()
    look_at_orphans(session, town.id, today)
    return made


def _applied(
    session: Session, town: Municipality, meeting: Meeting, ruling: Ruling
) -> tuple[Action | None, list[Change]]:
    if ruling.kind is DecisionKind.NEW_ACTION:
        action = _new_action(town, meeting, ruling)
        session.add(action)
        rearm(action, town.leads)
        return action, [Change(action.code, ADDED, "", action.title)]
    if ruling.action is None:
        return None, []
    action, before = ruling.action, state(ruling.action)
    _change(action, ruling, meeting.moment.day)
    rearm(action, town.leads)
    found = changes(action, before)
    if ruling.reason:
        found.append(Change(action.code, "note", "", ruling.reason))
    return action, found


def _change(action: Action, ruling: Ruling, day: date) -> None:
    if ruling.deadline:
        told = ruling.deadline
        exactly = told.precision is Precision.DAY and action.deadline_precision is Precision.DAY
        if not (exactly and action.deadline == told.day):
            action.deadline, action.deadline_precision = told.day, told.precision
            action.deadline_text = told.text
    if ruling.owners is not None and set(ruling.owners) != set(action.owners):
        action.owners = list(ruling.owners)
    if ruling.status and ruling.status is not action.status:
        action.status = ruling.status
        action.heard_on = max(action.heard_on or date.min, day)


def _new_action(town: Municipality, meeting: Meeting, ruling: Ruling) -> Action:
    told = ruling.deadline
    return Action(
        municipality_id=town.id,
        code=ruling.code,
        title=ruling.title,
        description=ruling.reason,
        theme="",
        sdgs="",
        deadline=told.day if told else None,
        deadline_precision=told.precision if told else None,
        deadline_text=told.text if told else "",
        budget_text="",
        part_of="",
        status=Status.PLANNED,
        snooze_reason="",
        extra={},
        owners=list(ruling.owners or ()),
        group=meeting.group,
    )


def _value(ruling: Ruling) -> str:
    """Return the new value of a decision, in the format of the history."""
    if ruling.kind is DecisionKind.DEADLINE and ruling.deadline:
        return str(ruling.deadline.day)
    if ruling.kind is DecisionKind.OWNER:
        return "; ".join(each.code for each in ruling.owners or ())
    return ruling.status.value if ruling.status else ruling.code


def _settle_points(session: Session, town: Municipality, meeting: Meeting, verdict: Verdict) -> None:
    """Close the handled points; increment the counter of the others and keep them open.

    A point exists once, whichever group discusses it: a raised point that has become an open point of its
    group meanwhile is incremented.
    """
    closed = [each.open_point_id for each in verdict.closed if each.open_point_id]
    again = [each.open_point_id for each in verdict.put_off if each.open_point_id]
    here = {"closed_moment_id": meeting.moment_id}
    there = _already_open(session, town, [each for each in verdict.put_off if not each.open_point_id])
    new = [(text, action.id if action else None, meeting.group_id, 0) for text, action in verdict.raised]
    for each in verdict.put_off:
        if each.open_point_id is None:
            if point := there.get((each.action_id, each.group_id)):
                again.append(point)
            else:
                new.append((each.title, each.action_id, each.group_id, 1))
    still_open = update(OpenPoint).where(OpenPoint.closed_moment_id.is_(None))
    session.execute(still_open.where(OpenPoint.id.in_(closed)).values(here))
    session.execute(still_open.where(OpenPoint.id.in_(again)).values(put_off=OpenPoint.put_off + 1))
    session.add_all(
        OpenPoint(
            municipality_id=town.id,
            group_id=group,
            action_id=action,
            text=text,
            raised_moment_id=meeting.moment_id,
            put_off=times,
        )
        for text, action, group, times in new
    )


def _already_open(
    session: Session, town: Municipality, points: Sequence[Point]
) -> dict[tuple[int | None, int | None], int]:
    """Return the open points about the same actions, by action and group."""
    rows = session.execute(
        select(OpenPoint.action_id, OpenPoint.group_id, OpenPoint.id)
        .where(OpenPoint.municipality_id == town.id, OpenPoint.closed_moment_id.is_(None))
        .where(OpenPoint.action_id.in_([each.action_id for each in points]))
        .order_by(OpenPoint.id.desc())
    ).tuples()
    return {(action, group): point for action, group, point in rows}
