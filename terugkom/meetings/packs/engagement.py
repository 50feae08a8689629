"""Participation: who attended meetings, who reported in time, and which groups are silent."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from terugkom.documents.messages import translate
from terugkom.meetings.minutes.minutes_model import Attendance
from terugkom.meetings.model import MET_STATES, Meeting, MeetingState, Presence
from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.model import Group, Municipality
from terugkom.schedule.model import Moment
from terugkom.schedule.moments import list_meetings_between
from terugkom.schedule.working_days import WorkingDays


@dataclass(frozen=True)
class ReportingPunctuality:
    """How many deadlines were reported on in time, and how many owners reported in time on all of theirs."""

    deadlines: int
    in_time: int
    owners: int
    owners_in_time: int


@dataclass(frozen=True)
class MeetingParticipation:
    """The meetings of a group. By its minutes `attended` of `expected` people were present.

    `is_awaited` is false if it has a calendar, and no meeting of it was due in the period: its first is still
    to come, or its next.
    """

    met: int = 0
    minuted: int = 0
    attended: int = 0
    expected: int = 0
    is_awaited: bool = True


def load_participation(
    session: Session, municipality: Municipality, since: date, today: date
) -> dict[int, MeetingParticipation]:
    """Return by group how often it met after a day, up to today, and the attendance. Two queries."""
    met: defaultdict[int, dict[MeetingState, int]] = defaultdict(dict)
    presences: defaultdict[int, dict[Presence, int]] = defaultdict(dict)
    meetings, people = _build_participation_statements()
    values = {"municipality_id": municipality.id, "since": since, "today": today}
    for group, state, count in session.execute(meetings, values):
        met[group][state] = count
    for group, presence, count in session.execute(people, values):
        presences[group][presence] = count
    return {
        group: MeetingParticipation(
            sum(states.values()),
            states.get(MeetingState.MINUTED, 0),
            presences[group].get(Presence.PRESENT, 0),
            sum(presences[group].values()),
        )
        for group, states in met.items()
    }


def is_meeting_awaited(group: Group, days: WorkingDays, first: date, today: date) -> bool:
    """Return whether a group should have met in these days, both included: by its calendar, or because it has
    none."""
    if group.anchor is None or group.interval_months is None:
        return True
    return any(list_meetings_between(group.anchor, group.interval_months, days, first, today))


@cache
def _build_participation_statements() -> tuple[Select[Any], Select[Any]]:
    """Return what counts the meetings of groups, and who attended them."""
    conditions = (
        Moment.municipality_id == bindparam("municipality_id"),
        Moment.day > bindparam("since"),
        Moment.day <= bindparam("today"),
        Meeting.group_id.is_not(None),
        Meeting.state.in_(MET_STATES),
    )
    return (
        select(Meeting.group_id, Meeting.state, func.count())
        .join(Moment, Moment.id == Meeting.moment_id)
        .where(*conditions)
        .group_by(Meeting.group_id, Meeting.state),
        select(Meeting.group_id, Attendance.presence, func.count())
        .join(Meeting, Meeting.moment_id == Attendance.moment_id)
        .join(Moment, Moment.id == Meeting.moment_id)
        .where(*conditions)
        .group_by(Meeting.group_id, Attendance.presence),
    )


def compute_punctuality(
    facts: Iterable[ActionFacts], since: date, today: date, days_ahead: int
) -> ReportingPunctuality:
    """Return how many deadlines after a day, up to today, were reported on in time, and by how many owners.

    In time: by the deadline it was done or stopped, or it had an update in the `days_ahead` days before,
    which is when its first reminder comes.
    """
    all_in_time, in_time_by_owner = [], defaultdict(list)
    for fact in facts:
        known_since = max(since, fact.in_plan_since or since)  # nobody was asked of what passed before
        for deadline in fact.list_deadlines_between(known_since + timedelta(days=1), today):
            status = fact.find_status_on(deadline)
            has_update = fact.has_update_between(deadline - timedelta(days=days_ahead), deadline)
            in_time = has_update or (status is not None and not status.is_open)
            all_in_time.append(in_time)
            for owner in fact.owner_ids:
                in_time_by_owner[owner].append(in_time)
    return ReportingPunctuality(
        len(all_in_time),
        sum(all_in_time),
        len(in_time_by_owner),
        sum(all(each) for each in in_time_by_owner.values()),
    )


def describe_silence(
    mine: Sequence[ActionFacts],
    participation: MeetingParticipation,
    silent: int,
    since: date,
    today: date,
    language: str,
    mailed: Collection[int] = (),
) -> str:
    """Return why a group counts as silent: it did not meet when it should, or its actions had no update and
    `silent` of them fell silent; else empty. One that is new in the plan did not.

    `mailed` are the ids of actions of which a mail of the owner still waits for the coordinator.
    """
    reasons = []
    if participation.is_awaited and not participation.met:
        reasons.append(translate("pack.did-not-meet", language))
    has_news = any(each.action_id in mailed or each.has_update_between(since, today) for each in mine)
    if silent and not has_news:
        reasons.append(translate("pack.no-news", language))
    return translate("pack.and", language).join(reasons)
