"""Meetings to come that ask somebody to be in two places at one hour, on the days when they are held."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from terugkom.meetings.model import Meeting, MeetingState
from terugkom.meetings.occurrences import MeetingOccurrence, list_occurrences
from terugkom.meetings.upcoming_meetings import UpcomingStep
from terugkom.plan.model import Group, Municipality
from terugkom.schedule.meeting_hours import MeetingHours


def list_upcoming_overlaps(
    session: Session, municipality: Municipality, today: date, until: date
) -> Iterator[UpcomingStep]:
    """Yield a step for each meeting at the hour of another one with a member in common.

    Its step names the other group, and how many members both have.
    """
    query = select(Group).where(Group.municipality_id == municipality.id).options(selectinload(Group.members))
    groups = {group.id: group for group in session.scalars(query)}
    held = [
        each
        for each in list_occurrences(session, municipality, today, until)
        if today <= each.day <= until and each.group_id and each.state is not MeetingState.CANCELLED
    ]
    hours = {each.key: _get_hours(session, each, groups[each.group_id or 0]) for each in held}
    for first, second in combinations(held, 2):
        both = _count_members(groups[first.group_id or 0], groups[second.group_id or 0], first.day)
        if both and hours[first.key].overlaps(hours[second.key]):
            members = f"{both} member{'s' if both > 1 else ''}"
            step = f"overlap with {second.subject}: {members}"
            yield UpcomingStep(first.day, first.kind, first.subject, step, first.period)


def _get_hours(session: Session, occurrence: MeetingOccurrence, group: Group) -> MeetingHours:
    """Return the hours of a meeting: its own if it was opened, else those of its group."""
    if occurrence.moment_id is None:
        return MeetingHours(occurrence.day, group.meets_at, group.meets_for)
    meeting = session.get_one(Meeting, occurrence.moment_id)
    return MeetingHours(occurrence.day, meeting.starts_at, meeting.duration_minutes)


def _count_members(first: Group, second: Group, day: date) -> int:
    """Return how many people are in both groups; none for two meetings of the same group."""
    if first.id == second.id:
        return 0
    both = {each.id: each for each in first.members if each in second.members}
    return sum(each.departed_on is None or each.departed_on > day for each in both.values())
