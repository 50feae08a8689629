"""The meeting that a pack is for, and the period that it covers."""

from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from terugkom.meetings.agenda import MeetingAgendaPoint, list_agenda_points
from terugkom.meetings.invitation_replies import NO_REPLIES, InvitationReplies, load_invitation_replies
from terugkom.meetings.model import MET_STATES, Meeting, MeetingState
from terugkom.plan.model import Group, GroupKind
from terugkom.schedule.meeting_hours import MeetingHours
from terugkom.schedule.model import Moment

_DEFAULT_INTERVALS = {GroupKind.CORE: 12}  # months, for a group whose interval is not set
_DEFAULT_INTERVAL = 6


@dataclass(frozen=True)
class MeetingContext:
    """An upcoming meeting, as its pack needs it.

    `last_moment_id` is that of the last meeting, None for the first. `agenda_points` are the same for packs,
    letters and minutes.
    """

    group_id: int
    group: str
    kind: GroupKind
    day: date
    starts_at: time
    minutes: int
    place: str
    last_met_on: date  # the day of the last meeting, held or planned
    met_before_on: date  # the day of the meeting before that
    last_moment_id: int | None = None
    is_last_minuted: bool = True  # whether the minutes of the last meeting were recorded, if there was one
    agenda_points: tuple[MeetingAgendaPoint, ...] = ()
    replies: InvitationReplies = NO_REPLIES

    @property
    def hours(self) -> MeetingHours:
        """When it begins and ends, also in the night in which the clock changes."""
        return MeetingHours(self.day, self.starts_at, self.minutes)

    @property
    def raised_action_ids(self) -> frozenset[int]:
        """The actions that reminders put on the agenda, and that no meeting discussed yet.

        Those that the gate put there missed no deadline; a pack has all its questions as one point.
        """
        return frozenset(
            each.action_id
            for each in self.agenda_points
            if each.action_id and each.deadline and not each.open_point_id
        )


def load_meeting_context(session: Session, meeting: Meeting, group: Group) -> MeetingContext:
    """Return the meeting of a group with the two before it: those held, else as its schedule has them."""
    interval = relativedelta(
        months=group.interval_months or _DEFAULT_INTERVALS.get(group.kind, _DEFAULT_INTERVAL)
    )
    held = session.execute(_select_held(), {"group_id": group.id, "before": meeting.moment.day}).all()
    since = held[0].day if held else meeting.moment.day - interval
    earlier = held[1].day if len(held) > 1 else since - interval
    return MeetingContext(
        group_id=group.id,
        group=group.name,
        kind=group.kind,
        day=meeting.moment.day,
        starts_at=meeting.starts_at,
        minutes=meeting.duration_minutes,
        place=meeting.place,
        last_met_on=since,
        met_before_on=earlier,
        last_moment_id=held[0].moment_id if held else None,
        is_last_minuted=not held or held[0].state is MeetingState.MINUTED,
        agenda_points=tuple(list_agenda_points(session, meeting)),
        replies=load_invitation_replies(session, meeting),
    )


@cache
def _select_held() -> Select[Any]:
    return (
        select(Meeting.moment_id, Moment.day, Meeting.state)
        .join(Moment, Moment.id == Meeting.moment_id)
        .where(Meeting.group_id == bindparam("group_id"), Moment.day < bindparam("before"))
        .where(Meeting.state.in_(MET_STATES))
        .order_by(Moment.day.desc())
        .limit(2)
    )
