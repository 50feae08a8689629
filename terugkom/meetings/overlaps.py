"""Meetings to come that ask somebody to be in two places at one hour, on the days when they are held."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from terugkom.meetings.model import MeetingState
from terugkom.meetings.occurrences import MeetingOccurrence, MeetingRows, build_occurrences
from terugkom.plan.departures import is_departed
from terugkom.plan.model import Group, Municipality
from terugkom.schedule.meeting_hours import MeetingHours

_Pair = tuple[MeetingOccurrence, MeetingOccurrence]


@dataclass(frozen=True)
class MeetingOverlap:
    """A meeting at the hour of another one, of the group `other`; `members` are in both."""

    meeting: MeetingOccurrence
    other: str
    members: int


def list_upcoming_overlaps(
    session: Session, municipality: Municipality, rows: MeetingRows, today: date, until: date
) -> Iterator[MeetingOverlap]:
    """Yield each meeting at the hour of another one with a member in common.

    `rows` are those of the municipality.
    """
    coming = [
        each
        for each in build_occurrences(municipality, rows, today, until)
        if today <= each.day <= until and each.group_id and each.state is not MeetingState.CANCELLED
    ]
    pairs = list(_list_pairs(coming, _load_hours(session, municipality, rows, coming)))
    groups = _load_groups(session, {each.group_id or 0 for pair in pairs for each in pair})
    for first, second in pairs:
        if both := _count_members(groups[first.group_id or 0], groups[second.group_id or 0], first.day):
            yield MeetingOverlap(first, second.subject, both)


def _list_pairs(
    coming: Sequence[MeetingOccurrence], hours: Mapping[tuple[str, str, str], MeetingHours]
) -> Iterator[_Pair]:
    """Yield two meetings of two groups that are at one hour; `coming` are in order of date."""
    for at, first in enumerate(coming):
        for second in coming[at + 1 :]:
            if second.day > hours[first.key].end.date():
                break
            if first.group_id != second.group_id and hours[first.key].overlaps(hours[second.key]):
                yield first, second


def _load_hours(
    session: Session, municipality: Municipality, rows: MeetingRows, coming: Sequence[MeetingOccurrence]
) -> dict[tuple[str, str, str], MeetingHours]:
    """Return the hours of each meeting: its own if it was opened, else those of its group."""
    query = select(Group.id, Group.meets_at, Group.meets_for).where(Group.municipality_id == municipality.id)
    of_group = {group: (starts_at, minutes) for group, starts_at, minutes in session.execute(query).tuples()}
    of_meeting = {each.moment_id: (each.starts_at, each.duration_minutes) for each in rows.opened}
    return {
        each.key: MeetingHours(
            each.day,
            *(of_group[each.group_id or 0] if each.moment_id is None else of_meeting[each.moment_id]),
        )
        for each in coming
    }


def _load_groups(session: Session, ids: set[int]) -> dict[int, Group]:
    """Return these groups by their ids, with their members."""
    if not ids:
        return {}
    query = select(Group).where(Group.id.in_(ids)).options(selectinload(Group.members))
    return {group.id: group for group in session.scalars(query)}


def _count_members(first: Group, second: Group, day: date) -> int:
    """Return how many people are in both groups."""
    both = {each.id: each for each in first.members if each in second.members}
    return sum(not is_departed(each, day) for each in both.values())
