"""The agenda points of a meeting: open points of earlier meetings, then points raised since.

All as of the meeting's date, because minutes may be recorded long after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, bindparam, or_, select, true
from sqlalchemy.orm import Session, aliased

from terugkom.meetings.kinds import CORE_GROUP, FOCUS_GROUP
from terugkom.meetings.minutes.minutes_model import OpenPoint
from terugkom.meetings.model import Meeting, MeetingState
from terugkom.normalize import normalize_text
from terugkom.plan.model import OPEN_STATUSES, Action, Group, GroupKind
from terugkom.schedule.agenda_model import AgendaPoint
from terugkom.schedule.model import Moment

_MUNICIPALITY_ID = bindparam("municipality_id", type_=Integer)
_GROUP_ID, _DAY = bindparam("group_id", type_=Integer), bindparam("day", type_=Date)


@dataclass(frozen=True)
class MeetingAgendaPoint:
    """An agenda point. `reason`: why it was raised; `times_postponed`: how often meetings postponed it.

    `group_id` is the group of the point, not always that of the meeting. `closed`: closed by this
    meeting, or by a later one whose minutes were recorded earlier.
    """

    title: str
    reason: str
    code: str = ""  # of its action
    action_id: int | None = None
    deadline: date | None = None
    times_postponed: int = 0
    open_point_id: int | None = None
    raised_on: date | None = None
    group_id: int | None = None
    closed: bool = False

    @property
    def minutes_key(self) -> str:
        """The key that identifies the point in the minutes."""
        return f"P{self.open_point_id}" if self.open_point_id else f"A{self.action_id}"


def list_agenda_points(session: Session, meeting: Meeting) -> list[MeetingAgendaPoint]:
    """Return the agenda points of a meeting, the most often postponed first."""
    found = _list_open_points(session, meeting)
    listed_action_ids = {each.action_id for each in found if each.action_id}
    return found + [
        each for each in _list_raised_points(session, meeting) if each.action_id not in listed_action_ids
    ]


def index_minutes_keys(points: Sequence[MeetingAgendaPoint]) -> dict[str, str]:
    """Return the keys of points by their normalized form in minutes.

    A raised point may have become an open point since the form was rendered, by another group's minutes.
    """
    raised_keys = {
        normalize_text(f"A{each.action_id}"): each.minutes_key for each in reversed(points) if each.action_id
    }
    return raised_keys | {normalize_text(each.minutes_key): each.minutes_key for each in points}


def _list_open_points(session: Session, meeting: Meeting) -> list[MeetingAgendaPoint]:
    """Return the open points of this group; for the focus group those of all raised points of the plan."""
    points = session.execute(_select_open_points(meeting.moment.kind == FOCUS_GROUP), _list_values(meeting))
    return [
        MeetingAgendaPoint(
            each.text,
            "open",
            each.code or "",
            each.action_id,
            each.deadline,
            each.times_postponed,
            each.id,
            each.day,
            each.group_id,
            closed=each.closed_moment_id is not None,
        )
        for each in points
    ]


def _list_values(meeting: Meeting) -> dict[str, Any]:
    moment = meeting.moment
    return {
        "municipality_id": moment.municipality_id,
        "group_id": meeting.group_id,
        "moment_id": meeting.moment_id,
        "day": moment.day,
    }


@cache
def _select_open_points(of_focus_group: bool) -> Select[Any]:
    raised, closed = aliased(Moment), aliased(Moment)
    group_condition: ColumnElement[bool] = OpenPoint.group_id.is_not_distinct_from(_GROUP_ID)
    if of_focus_group:
        raised_action_ids = select(AgendaPoint.action_id).where(
            AgendaPoint.municipality_id == _MUNICIPALITY_ID
        )
        group_condition = or_(group_condition, OpenPoint.action_id.in_(raised_action_ids))
    return (
        select(
            *(OpenPoint.id, OpenPoint.text, OpenPoint.action_id, OpenPoint.times_postponed),
            *(OpenPoint.group_id, OpenPoint.closed_moment_id, Action.code, Action.deadline, raised.day),
        )
        .join(raised, raised.id == OpenPoint.raised_moment_id)
        .outerjoin(closed, closed.id == OpenPoint.closed_moment_id)
        .outerjoin(Action, Action.id == OpenPoint.action_id)
        .where(OpenPoint.municipality_id == _MUNICIPALITY_ID, group_condition, raised.day <= _DAY)
        .where(or_(closed.id.is_(None), closed.day > _DAY, closed.id == bindparam("moment_id")))
        .where(or_(_is_still_to_decide(), closed.id == bindparam("moment_id")))
        .order_by(OpenPoint.times_postponed.desc(), OpenPoint.id)
    )


def _is_still_to_decide() -> ColumnElement[bool]:
    """Return the SQL condition that an open point asks more than what is to become of an action that is done
    or stopped by now; one with words of its own does."""
    return or_(
        OpenPoint.action_id.is_(None), Action.status.in_(OPEN_STATUSES), OpenPoint.text != Action.title
    )


def _list_raised_points(session: Session, meeting: Meeting) -> list[MeetingAgendaPoint]:
    """Return the points raised by reminders and the gate that no meeting has handled.

    A recorded meeting of its group or of the focus group has handled a point: it closed it, or
    made it an open point. A point raised on the meeting's date counts as
    discussed. A point ends when its action gets a new deadline, is done or is stopped.
    A point without a group belongs to the core group; the focus group lists the whole plan, but a point keeps
    its group.
    """
    if meeting.group_id is None:
        return []
    core_group_id: int | None = None
    if meeting.moment.kind == FOCUS_GROUP:
        core_group_id = _find_core_group_id(session, meeting.moment.municipality_id)
    points: dict[int, MeetingAgendaPoint] = {}
    for each in session.execute(_select_raised_points(meeting.moment.kind), _list_values(meeting)):
        points.setdefault(
            each.action_id,
            MeetingAgendaPoint(
                each.title,
                each.reason,
                each.code,
                each.action_id,
                each.deadline,
                raised_on=each.raised_on,
                group_id=each.group_id or core_group_id or meeting.group_id,
            ),
        )
    return list(points.values())


@cache
def _select_raised_points(kind: str) -> Select[Any]:
    group_condition: ColumnElement[bool] = AgendaPoint.group_id == _GROUP_ID
    if kind == CORE_GROUP:
        group_condition = or_(group_condition, AgendaPoint.group_id.is_(None))
    if kind == FOCUS_GROUP:
        group_condition = true()
    return (
        select(
            *(AgendaPoint.action_id, AgendaPoint.reason, AgendaPoint.deadline, AgendaPoint.raised_on),
            *(AgendaPoint.group_id, Action.title, Action.code),
        )
        .join(Action, Action.id == AgendaPoint.action_id)
        .where(AgendaPoint.municipality_id == _MUNICIPALITY_ID, group_condition)
        .where(or_(AgendaPoint.deadline.is_(None), AgendaPoint.deadline == Action.deadline))
        .where(Action.status.in_(OPEN_STATUSES))
        .where(AgendaPoint.raised_on <= _DAY, ~_build_discussed_condition())
        .order_by(AgendaPoint.deadline.nulls_last(), Action.code, AgendaPoint.id)
    )


def _build_discussed_condition() -> ColumnElement[bool]:
    """Return the SQL condition that the point's group, or the focus group, has met since it was raised.

    Only meetings with recorded minutes count: they closed the point or made it an open point.
    """
    minuted = select(Meeting.moment_id).join(Moment, Moment.id == Meeting.moment_id)
    minuted = minuted.where(Moment.municipality_id == AgendaPoint.municipality_id)
    minuted = minuted.where(Meeting.state == MeetingState.MINUTED, Moment.day < _DAY)
    is_core_group_point = AgendaPoint.group_id.is_(None) & (Moment.kind == CORE_GROUP)
    group_condition = or_(
        Meeting.group_id == AgendaPoint.group_id, is_core_group_point, Moment.kind == FOCUS_GROUP
    )
    return minuted.where(group_condition, Moment.day >= AgendaPoint.raised_on).exists()


def _find_core_group_id(session: Session, municipality_id: int) -> int | None:
    core = select(Group.id).where(Group.municipality_id == municipality_id, Group.kind == GroupKind.CORE)
    return session.scalar(core.order_by(Group.id).limit(1))
