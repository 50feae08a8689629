"""The meeting occurrences of a municipality: planned by its schedule, or already opened."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.documents.messages import translate
from terugkom.meetings.kinds import DEFAULT_PEER_INTERVAL_MONTHS, MEETING_KINDS, PEER_EXCHANGE, REVIEW_KINDS
from terugkom.meetings.model import Meeting, MeetingState, MeetingStep, StepKind, StepOutcome
from terugkom.plan.model import Group, Municipality
from terugkom.schedule.model import Moment, MomentState
from terugkom.schedule.moments import list_meetings_between


@dataclass(frozen=True)
class ExecutedStep:
    """A step that was executed or skipped, with the meeting's sequence then."""

    step: StepKind
    round: int
    done: bool
    day: date


@dataclass(frozen=True)
class MeetingOccurrence:
    """One meeting, planned or opened; `moment_id` is None while it has no rows in the database."""

    kind: str
    subject: str
    period: str
    day: date
    interval_months: int
    name: str
    group_id: int | None
    moment_id: int | None = None
    state: MeetingState = MeetingState.PLANNED
    sequence: int = 0
    moved_on: date | None = None
    executed_steps: tuple[ExecutedStep, ...] = ()
    closed: bool = False
    is_followed: bool = True  # whether the municipality had recorded steps by that date
    early_step: StepKind | None = None  # started before its day, and not executed yet
    corrections: int = 0  # how often its minutes were corrected after they were sent

    @property
    def key(self) -> tuple[str, str, str]:
        """The unique key of the meeting within its municipality."""
        return self.kind, self.subject, self.period

    def list_executions(self, step: StepKind, *, done: bool = True) -> list[ExecutedStep]:
        """Return the executions of a step; with `done` false the times it was skipped."""
        return [each for each in self.executed_steps if each.step is step and each.done is done]


@dataclass(frozen=True)
class MeetingSeries:
    """A recurring series of meetings: of a group, or the peer exchange."""

    kind: str
    subject: str
    name: str
    group_id: int | None
    anchor: date
    interval_months: int


def list_meeting_series(session: Session, municipality: Municipality) -> list[MeetingSeries]:
    """Return the meeting series of a municipality: of its scheduled groups, and of the peer exchange."""
    rows = session.execute(
        select(Group.id, Group.code, Group.name, Group.kind, Group.anchor, Group.interval_months)
        .where(Group.municipality_id == municipality.id, Group.anchor.is_not(None))
        .where(Group.interval_months.is_not(None))
        .order_by(Group.code)
    ).tuples()
    found = [
        MeetingSeries(REVIEW_KINDS[kind], code, name, group, anchor, months)
        for group, code, name, kind, anchor, months in rows
        if anchor and months
    ]
    if municipality.peer_anchor:
        months = municipality.peer_interval_months or DEFAULT_PEER_INTERVAL_MONTHS
        found.append(
            MeetingSeries(
                PEER_EXCHANGE, municipality.slug, municipality.name, None, municipality.peer_anchor, months
            )
        )
    return found


def identify_series(kind: str, subject: str) -> tuple[bool, str]:
    """Return what tells series of meetings apart: a group, whatever its kind is, or the peer exchange."""
    return kind == PEER_EXCHANGE, subject


def name_meeting(kind: str, name: str, language: str) -> str:
    """Return what a meeting is called in a list: its group, or the exchange with other municipalities."""
    return translate("peer-exchange", language) if kind == PEER_EXCHANGE else name


def list_occurrences(
    session: Session, municipality: Municipality, first: date, last: date
) -> list[MeetingOccurrence]:
    """Return the open meetings, and those planned from `first` to `last` inclusive, in order of date."""
    series = list_meeting_series(session, municipality)
    opened = _load_opened(session, municipality, series)
    found = [each for each in opened.values() if not each.closed]
    since = _find_followed_since(session, municipality.id)
    # One meeting a month for each series: a group that changed its kind keeps the one of its earlier kind.
    known = {(identify_series(each.kind, each.subject), each.period) for each in opened.values()}
    for one_series in series:
        for each in _iterate_planned(one_series, municipality, first, last, since):
            if (identify_series(each.kind, each.subject), each.period) not in known:
                found.append(each)
    return sorted(found, key=lambda each: (each.day, *each.key))


def _iterate_planned(
    series: MeetingSeries, municipality: Municipality, first: date, last: date, since: date | None
) -> Iterator[MeetingOccurrence]:
    for each in list_meetings_between(
        series.anchor, series.interval_months, municipality.working_days, first, last
    ):
        yield MeetingOccurrence(
            series.kind,
            series.subject,
            each.period,
            each.day,
            series.interval_months,
            series.name,
            series.group_id,
            is_followed=since is not None and since <= each.day,
        )


def _load_opened(
    session: Session, municipality: Municipality, series: list[MeetingSeries]
) -> dict[tuple[str, str, str], MeetingOccurrence]:
    query = (
        select(Meeting)
        .join(Meeting.moment)
        .where(Moment.municipality_id == municipality.id, Moment.kind.in_(MEETING_KINDS))
    )
    months = {(each.kind, each.subject): each.interval_months for each in series}
    executed_steps = _load_executed_steps(session, municipality.id)
    found = {}
    for meeting in session.scalars(query):
        moment = meeting.moment
        occurrence = MeetingOccurrence(
            moment.kind,
            moment.subject,
            moment.period,
            moment.day,
            months.get((moment.kind, moment.subject), 1),
            meeting.group.name if meeting.group else municipality.name,
            meeting.group_id,
            moment.id,
            meeting.state,
            meeting.sequence,
            meeting.moved_on,
            tuple(executed_steps[moment.id]),
            moment.state is MomentState.DONE,
            early_step=meeting.early_step,
            corrections=len(meeting.corrections),
        )
        found[occurrence.key] = occurrence
    return found


def _load_executed_steps(session: Session, municipality_id: int) -> defaultdict[int, list[ExecutedStep]]:
    rows = session.execute(
        select(
            MeetingStep.moment_id,
            MeetingStep.step,
            MeetingStep.sequence,
            MeetingStep.outcome,
            MeetingStep.day,
        )
        .join(Moment, Moment.id == MeetingStep.moment_id)
        .where(Moment.municipality_id == municipality_id, Moment.state == MomentState.OPEN)
        .order_by(MeetingStep.id)
    ).tuples()
    executed_steps: defaultdict[int, list[ExecutedStep]] = defaultdict(list)
    for moment, step, round_, outcome, day in rows:
        executed_steps[moment].append(ExecutedStep(step, round_, outcome is StepOutcome.DONE, day))
    return executed_steps


def _find_followed_since(session: Session, municipality_id: int) -> date | None:
    """Return the date of the first recorded step or moment of a municipality, or None."""
    steps = (
        select(func.min(MeetingStep.day))
        .join(Moment, Moment.id == MeetingStep.moment_id)
        .where(Moment.municipality_id == municipality_id)
    )
    weeks = select(func.min(Moment.day)).where(
        Moment.municipality_id == municipality_id, Moment.kind.not_in(MEETING_KINDS)
    )
    first = session.execute(select(steps.scalar_subquery(), weeks.scalar_subquery())).one()
    return min(filter(None, first), default=None)
