"""Participation: who attended meetings, who reported in time, and which groups are silent."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.documents.phrases import say
from terugkom.meetings.model import Attendance, Meeting, MeetingState, Presence
from terugkom.plan.action_facts import Fact
from terugkom.plan.model import Group, Municipality
from terugkom.schedule.model import Moment

_CAME_TOGETHER = (MeetingState.HELD, MeetingState.MINUTED)


@dataclass(frozen=True)
class Shares:
    """How many deadlines were reported on in time, and how many owners reported in time on all of theirs."""

    deadlines: int
    in_time: int
    owners: int
    owners_in_time: int


@dataclass(frozen=True)
class Taken:
    """The meetings of a group. By its minutes `attended` of `expected` people were present."""

    met: int = 0
    minuted: int = 0
    attended: int = 0
    expected: int = 0


def attendance(session: Session, town: Municipality, since: date, today: date) -> dict[int, Taken]:
    """Return by group how often it met after a day, up to today, and the attendance. Two queries."""
    met: defaultdict[int, dict[MeetingState, int]] = defaultdict(dict)
    seats: defaultdict[int, dict[Presence, int]] = defaultdict(dict)
    of_town = (
        Moment.municipality_id == town.id,
        Moment.day > since,
        Moment.day <= today,
        Meeting.group_id.is_not(None),
        Meeting.state.in_(_CAME_TOGETHER),
    )
    meetings = (
        select(Meeting.group_id, Meeting.state, func.count())
        .join(Moment, Moment.id == Meeting.moment_id)
        .where(*of_town)
        .group_by(Meeting.group_id, Meeting.state)
    )
    for group, state, count in session.execute(meetings):
        met[group][state] = count
    people = (
        select(Meeting.group_id, Attendance.presence, func.count())
        .join(Meeting, Meeting.moment_id == Attendance.moment_id)
        .join(Moment, Moment.id == Meeting.moment_id)
        .where(*of_town)
        .group_by(Meeting.group_id, Attendance.presence)
    )
    for group, presence, count in session.execute(people):
        seats[group][presence] = count
    return {
        group: Taken(
            sum(states.values()),
            states.get(MeetingState.MINUTED, 0),
            seats[group].get(Presence.PRESENT, 0),
            sum(seats[group].values()),
        )
        for group, states in met.items()
    }


def shares(facts: Iterable[Fact], since: date, today: date, ahead: int) -> Shares:
    """Return how many deadlines after a day, up to today, were reported on in time, and by how many owners.

    In time: by the deadline it was done or stopped, or it had an update in the `ahead` days before,
    which is when its first reminder comes.
    """
    all_told, owed = [], defaultdict(list)
    for fact in facts:
        for deadline in fact.deadlines_between(since + timedelta(days=1), today):
            status = fact.status_on(deadline)
            told = fact.heard_between(deadline - timedelta(days=ahead), deadline)
            in_time = told or (status is not None and not status.is_open)
            all_told.append(in_time)
            for owner in fact.owner_ids:
                owed[owner].append(in_time)
    return Shares(len(all_told), sum(all_told), len(owed), sum(all(each) for each in owed.values()))


def silence(
    group: Group, mine: Sequence[Fact], taken: Mapping[int, Taken], since: date, today: date, language: str
) -> str:
    """Return why a group counts as silent: it did not meet, or its actions had no update; else empty."""
    still = [each for each in mine if each.status.is_open]
    reasons = []
    if not taken.get(group.id, Taken()).met:
        reasons.append(say("did not meet", language))
    if still and not any(each.heard_between(since, today) for each in mine):
        reasons.append(say("no news of its actions", language))
    return say("and", language).join(reasons)
