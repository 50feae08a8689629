"""The meeting occurrences of a municipality: planned by its schedule, or already opened."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.meetings.kinds import KINDS, PEER_EXCHANGE, PEER_INTERVAL, REVIEWS
from terugkom.meetings.model import Meeting, MeetingState, MeetingStep, Outcome, Step
from terugkom.plan.model import Group, Municipality
from terugkom.schedule.model import Moment, MomentState
from terugkom.schedule.moments import meetings_between


@dataclass(frozen=True)
class Taken:
    """A step that was executed or skipped, with the meeting's sequence then."""

    step: Step
    round: int
    done: bool
    day: date


@dataclass(frozen=True)
class Occasion:
    """One meeting, planned or opened; `moment_id` is None while it has no rows in the database."""

    kind: str
    subject: str
    period: str
    day: date
    months: int
    name: str
    group_id: int | None
    moment_id: int | None = None
    state: MeetingState = MeetingState.PLANNED
    sequence: int = 0
    moved_on: date | None = None
    taken: tuple[Taken, ...] = ()
    closed: bool = False
    followed: bool = True  # whether the municipality had recorded steps by that date

    @property
    def key(self) -> tuple[str, str, str]:
        """The unique key of the meeting within its municipality."""
        return self.kind, self.subject, self.period

    def took(self, step: Step, *, done: bool = True) -> list[Taken]:
        """Return the executions of a step; with `done` false the times it was skipped."""
        return [each for each in self.taken if each.step is step and each.done is done]


@dataclass(frozen=True)
class Rhythm:
    """A recurring series of meetings: of a group, or the peer exchange."""

    kind: str
    subject: str
    name: str
    group_id: int | None
    anchor: date
    months: int


def rhythms_of(session: Session, town: Municipality) -> list[Rhythm]:
    """Return the meeting series of a municipality: of its scheduled groups, and of the peer exchange."""
    rows = session.execute(
        select(Group.id, Group.code, Group.name, Group.kind, Group.anchor, Group.interval_months)
        .where(Group.municipality_id == town.id, Group.anchor.is_not(None))
        .where(Group.interval_months.is_not(None))
        .order_by(Group.code)
    ).tuples()
    found = [
        Rhythm(REVIEWS[kind], code, name, group, anchor, months)
        for group, code, name, kind, anchor, months in rows
        if anchor and months
    ]
    if town.peer_anchor:
        months = town.peer_interval_months or PEER_INTERVAL
        found.append(Rhythm(PEER_EXCHANGE, town.slug, town.name, None, town.peer_anchor, months))
    return found


def occasions(session: Session, town: Municipality, first: date, last: date) -> list[Occasion]:
    """Return the open meetings, and those planned from `first` to `last` inclusive, in order of date."""
    rhythms = rhythms_of(session, town)
    begun = _begun(session, town, rhythms)
    found = [each for each in begun.values() if not each.closed]
    since = _followed_since(session, town.id)
    for rhythm in rhythms:
        for each in _planned(rhythm, town, first, last, since):
            if each.key not in begun:
                found.append(each)
    return sorted(found, key=lambda each: (each.day, *each.key))


def _planned(
    rhythm: Rhythm, town: Municipality, first: date, last: date, since: date | None
) -> Iterator[Occasion]:
    for each in meetings_between(rhythm.anchor, rhythm.months, town.working_days, first, last):
        yield Occasion(
            rhythm.kind,
            rhythm.subject,
            each.period,
            each.day,
            rhythm.months,
            rhythm.name,
            rhythm.group_id,
            followed=since is not None and since <= each.day,
        )


def _begun(
    session: Session, town: Municipality, rhythms: list[Rhythm]
) -> dict[tuple[str, str, str], Occasion]:
    query = (
        select(Meeting).join(Meeting.moment).where(Moment.municipality_id == town.id, Moment.kind.in_(KINDS))
    )
    months = {(each.kind, each.subject): each.months for each in rhythms}
    taken = _taken(session, town.id)
    found = {}
    for meeting in session.scalars(query):
        moment = meeting.moment
        occasion = Occasion(
            moment.kind,
            moment.subject,
            moment.period,
            moment.day,
            months.get((moment.kind, moment.subject), 1),
            meeting.group.name if meeting.group else town.name,
            meeting.group_id,
            moment.id,
            meeting.state,
            meeting.sequence,
            meeting.moved_on,
            tuple(taken[moment.id]),
            moment.state is MomentState.DONE,
        )
        found[occasion.key] = occasion
    return found


def _taken(session: Session, municipality_id: int) -> defaultdict[int, list[Taken]]:
    rows = session.execute(
        select(
            MeetingStep.moment_id, MeetingStep.step, MeetingStep.round, MeetingStep.outcome, MeetingStep.day
        )
        .join(Moment, Moment.id == MeetingStep.moment_id)
        .where(Moment.municipality_id == municipality_id, Moment.state == MomentState.OPEN)
        .order_by(MeetingStep.id)
    ).tuples()
    taken: defaultdict[int, list[Taken]] = defaultdict(list)
    for moment, step, round_, outcome, day in rows:
        taken[moment].append(Taken(step, round_, outcome is Outcome.DONE, day))
    return taken


def _followed_since(session: Session, municipality_id: int) -> date | None:
    """Return the date of the first recorded step or moment of a municipality, or None."""
    steps = (
        select(func.min(MeetingStep.day))
        .join(Moment, Moment.id == MeetingStep.moment_id)
        .where(Moment.municipality_id == municipality_id)
    )
    weeks = select(func.min(Moment.day)).where(
        Moment.municipality_id == municipality_id, Moment.kind.not_in(KINDS)
    )
    days = [day for day in (session.scalar(steps), session.scalar(weeks)) if day]
    return min(days, default=None)
