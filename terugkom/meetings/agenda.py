"""What a meeting must speak about: what earlier meetings left open, then what came up since."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from terugkom.meetings.kinds import CORE_GROUP, FOCUS_GROUP
from terugkom.meetings.model import Meeting, MeetingState, OpenPoint
from terugkom.plan.model import Action, Status
from terugkom.rhythm.model import AgendaPoint, Moment


@dataclass(frozen=True)
class Point:
    """One point. `reason` is why it stands here; `put_off` how often a meeting left it open."""

    title: str
    reason: str
    code: str = ""  # of the action it is about
    action_id: int | None = None
    deadline: date | None = None
    put_off: int = 0
    open_point_id: int | None = None
    raised_on: date | None = None

    @property
    def key(self) -> str:
        """What names it in the minutes."""
        return f"P{self.open_point_id}" if self.open_point_id else f"A{self.action_id}"


def points_of(session: Session, meeting: Meeting) -> list[Point]:
    """Return the points of a meeting: what was put off most often first, so a third time leads the agenda."""
    found = _left_open(session, meeting)
    spoken_of = {each.action_id for each in found if each.action_id}
    return found + [each for each in _came_up(session, meeting) if each.action_id not in spoken_of]


def last_minuted(session: Session, meeting: Meeting) -> date | None:
    """Return the day of the last meeting of this kind and group whose minutes were recorded, or none."""
    query = (
        select(func.max(Moment.day))
        .join(Meeting, Meeting.moment_id == Moment.id)
        .where(Moment.municipality_id == meeting.moment.municipality_id, Moment.kind == meeting.moment.kind)
        .where(Moment.subject == meeting.moment.subject, Meeting.state == MeetingState.MINUTED)
    )
    return session.scalar(query.where(Moment.day < meeting.moment.day))


def _left_open(session: Session, meeting: Meeting) -> list[Point]:
    query = (
        select(OpenPoint, Action, Moment.day)
        .join(Moment, Moment.id == OpenPoint.raised_moment_id)
        .outerjoin(Action, Action.id == OpenPoint.action_id)
        .where(OpenPoint.municipality_id == meeting.moment.municipality_id)
        .where(
            OpenPoint.group_id.is_not_distinct_from(meeting.group_id), OpenPoint.closed_moment_id.is_(None)
        )
        .order_by(OpenPoint.put_off.desc(), OpenPoint.id)
    )
    return [
        Point(
            point.text,
            "open",
            action.code if action else "",
            point.action_id,
            action.deadline if action else None,
            point.put_off,
            point.id,
            day,
        )
        for point, action, day in session.execute(query)
    ]


def _came_up(session: Session, meeting: Meeting) -> list[Point]:
    """Return what reminders brought up, until a meeting has dealt with it.

    A meeting whose minutes were recorded has: it settled the point, or left it open, and then it stands
    among those. What was raised on its day came up that morning, and was spoken of. A new deadline, or an
    action that is done or stopped, answers the point outside a meeting. What has no group is the core
    group's; the focus group follows the whole plan.
    """
    if meeting.group_id is None:
        return []
    mine: ColumnElement[bool] = AgendaPoint.group_id == meeting.group_id
    if meeting.moment.kind == CORE_GROUP:
        mine = or_(mine, AgendaPoint.group_id.is_(None))
    if meeting.moment.kind == FOCUS_GROUP:
        mine = true()
    query = (
        select(AgendaPoint, Action)
        .join(Action, Action.id == AgendaPoint.action_id)
        .where(AgendaPoint.municipality_id == meeting.moment.municipality_id, mine)
        .where(AgendaPoint.deadline == Action.deadline)
        .where(Action.status.in_([status for status in Status if status.is_open]))
        .order_by(AgendaPoint.deadline, Action.code, AgendaPoint.id)
    )
    if since := last_minuted(session, meeting):
        query = query.where(AgendaPoint.raised_on > since)
    points: dict[int, Point] = {}
    for point, action in session.execute(query):
        points.setdefault(
            action.id,
            Point(
                action.title,
                point.reason,
                action.code,
                action.id,
                point.deadline,
                raised_on=point.raised_on,
            ),
        )
    return list(points.values())
