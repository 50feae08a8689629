"""When each group last came together."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.meetings.model import MET_STATES, Meeting
from terugkom.plan.model import Group, Municipality
from terugkom.schedule.model import Moment
from terugkom.schedule.moments import generate_meetings


def find_last_meetings(session: Session, municipality: Municipality, today: date) -> dict[str, date]:
    """Return the day of each group's last meeting: the last one held, else the last scheduled one."""
    days = municipality.working_days
    found = _find_held_meetings(session, municipality, today)
    for group in session.scalars(select(Group).where(Group.municipality_id == municipality.id)):
        if group.code in found or group.anchor is None or not group.interval_months:
            continue
        for meeting in generate_meetings(group.anchor, group.interval_months, days):
            if meeting.day > today:
                break
            found[group.code] = meeting.day
    return found


def _find_held_meetings(session: Session, municipality: Municipality, today: date) -> dict[str, date]:
    held = (
        select(Group.code, func.max(Moment.day))
        .join(Meeting, Meeting.group_id == Group.id)
        .join(Moment, Moment.id == Meeting.moment_id)
        .where(Group.municipality_id == municipality.id, Moment.day <= today)
        .where(Meeting.state.in_(MET_STATES))
        .group_by(Group.code)
    )
    return {code: day for code, day in session.execute(held).tuples() if day}
