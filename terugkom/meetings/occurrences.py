"""The meeting occurrences of a municipality: planned by its schedule, or already opened."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Integer, Select, bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session

from terugkom.documents.messages import translate
from terugkom.meetings.kinds import (
    CORE_GROUP,
    DEFAULT_PEER_INTERVAL_MONTHS,
    MEETING_KINDS,
    PEER_EXCHANGE,
    REVIEW_KINDS,
)
from terugkom.meetings.model import Meeting, MeetingState, MeetingStep, StepKind, StepOutcome
from terugkom.plan.model import Group, GroupKind, Municipality
from terugkom.schedule.model import Moment, MomentState
from terugkom.schedule.moments import list_meetings_between

_NEXT_MEETING_HORIZON = timedelta(days=400)
# Statements are built once: that took longer than to execute them. Their values are given on execution.
_MUNICIPALITY_IDS = bindparam("municipality_ids", type_=Integer, expanding=True)


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


class ClosedMeeting(NamedTuple):
    """A meeting with nothing left to do: of the years of them, only which ones they were is read."""

    kind: str
    subject: str
    period: str


@dataclass(frozen=True)
class MeetingRows:
    """What the database holds of the meetings of one municipality.

    `opened` are those that are open or cancelled, in order of date, with the steps executed of those that are
    open; `followed_since` is the date of its first recorded step or moment.
    """

    series: tuple[MeetingSeries, ...]
    opened: tuple[Meeting, ...]
    closed: tuple[ClosedMeeting, ...]
    executed_steps: Mapping[int, Sequence[ExecutedStep]]
    followed_since: date | None


def load_meeting_rows(session: Session, municipalities: Sequence[Municipality]) -> dict[int, MeetingRows]:
    """Return by its id what the database holds of the meetings of each municipality.

    Five statements, however many municipalities.
    """
    ids = [each.id for each in municipalities]
    values = {"municipality_ids": ids}
    series = load_meeting_series(session, municipalities)
    opened: defaultdict[int, list[Meeting]] = defaultdict(list)
    for meeting in session.scalars(_select_opened(), values):
        opened[meeting.moment.municipality_id].append(meeting)
    closed: defaultdict[int, list[ClosedMeeting]] = defaultdict(list)
    for municipality_id, *name in session.execute(_select_closed(), values):
        closed[municipality_id].append(ClosedMeeting(*name))
    executed_steps, since = _load_executed_steps(session, ids), _find_followed_since(session, ids)
    return {
        each: MeetingRows(
            *(tuple(series[each]), tuple(opened[each]), tuple(closed[each])),
            *(executed_steps[each], since.get(each)),
        )
        for each in ids
    }


@cache
def _select_opened() -> Select[tuple[Meeting]]:
    mine = (Moment.municipality_id.in_(_MUNICIPALITY_IDS), Moment.kind.in_(MEETING_KINDS))
    opened = select(Meeting).join(Meeting.moment).where(*mine, is_open_or_cancelled())
    return opened.order_by(Moment.day, Moment.id)


@cache
def _select_closed() -> Select[tuple[int, str, str, str]]:
    return (
        select(Moment.municipality_id, Moment.kind, Moment.subject, Moment.period)
        .join(Meeting, Meeting.moment_id == Moment.id)
        .where(Moment.municipality_id.in_(_MUNICIPALITY_IDS), Moment.kind.in_(MEETING_KINDS))
        .where(~is_open_or_cancelled())
    )


def is_open_or_cancelled() -> ColumnElement[bool]:
    """Return the SQL condition that a meeting is open, or was cancelled and so may come back."""
    return or_(Moment.state == MomentState.OPEN, Meeting.state == MeetingState.CANCELLED)


def load_meeting_series(
    session: Session, municipalities: Sequence[Municipality]
) -> dict[int, list[MeetingSeries]]:
    """Return by its id the meeting series of each municipality: of its scheduled groups, and of the peer
    exchange. One statement."""
    found: dict[int, list[MeetingSeries]] = {each.id: [] for each in municipalities}
    rows = session.execute(_select_series(), {"municipality_ids": list(found)}).tuples()
    for municipality_id, group, code, name, kind, anchor, months in rows:
        if anchor and months:
            one = MeetingSeries(REVIEW_KINDS[kind], code, name, group, anchor, months)
            found[municipality_id].append(one)
    for each in municipalities:
        if each.peer_anchor:
            months = each.peer_interval_months or DEFAULT_PEER_INTERVAL_MONTHS
            exchange = MeetingSeries(PEER_EXCHANGE, each.slug, each.name, None, each.peer_anchor, months)
            found[each.id].append(exchange)
    return found


@cache
def _select_series() -> Select[tuple[int, int, str, str, GroupKind, date | None, int | None]]:
    return (
        select(
            *(Group.municipality_id, Group.id, Group.code, Group.name),
            *(Group.kind, Group.anchor, Group.interval_months),
        )
        .where(Group.municipality_id.in_(_MUNICIPALITY_IDS), Group.anchor.is_not(None))
        .where(Group.interval_months.is_not(None))
        .order_by(Group.code)
    )


def identify_series(kind: str, subject: str) -> tuple[bool, str]:
    """Return what tells series of meetings apart: a group, whatever its kind is, or the peer exchange."""
    return kind == PEER_EXCHANGE, subject


def format_meeting_name(kind: str, name: str, language: str) -> str:
    """Return what a meeting is called in a list: its group, or the exchange with other municipalities."""
    return translate("peer-exchange", language) if kind == PEER_EXCHANGE else name


def list_occurrences(
    session: Session, municipality: Municipality, first: date, last: date
) -> list[MeetingOccurrence]:
    """Return the open meetings, and those planned from `first` to `last` inclusive, in order of date."""
    rows = load_meeting_rows(session, [municipality])[municipality.id]
    return build_occurrences(municipality, rows, first, last)


def load_occurrence(session: Session, municipality: Municipality, meeting: Meeting) -> MeetingOccurrence:
    """Return a meeting that was opened as an occurrence, also one with nothing left to do."""
    rows = load_meeting_rows(session, [municipality])[municipality.id]
    return _build_occurrence(municipality, rows, meeting, _list_intervals(rows))


def find_next_meetings(session: Session, municipality: Municipality, today: date) -> dict[int | None, date]:
    """Return the day of the next meeting by group; under None that of the core group.

    An action without a group is on the agenda of the core group.
    """
    found: dict[int | None, date] = {}
    for each in list_occurrences(session, municipality, today, today + _NEXT_MEETING_HORIZON):
        if each.day >= today and each.group_id is not None:
            found.setdefault(each.group_id, each.day)
            if each.kind == CORE_GROUP:
                found.setdefault(None, each.day)
    return found


def build_occurrences(
    municipality: Municipality, rows: MeetingRows, first: date, last: date
) -> list[MeetingOccurrence]:
    """Return the open meetings, and those planned from `first` to `last` inclusive, in order of date."""
    opened = _build_opened(municipality, rows)
    found = [each for each in opened.values() if not each.closed]
    # One meeting a month for each series: a group that changed its kind keeps the one of its earlier kind.
    known = {(identify_series(each.kind, each.subject), each.period) for each in opened.values()}
    known |= {(identify_series(each.kind, each.subject), each.period) for each in rows.closed}
    for one_series in rows.series:
        for each in _iterate_planned(one_series, municipality, first, last, rows.followed_since):
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


def _build_opened(
    municipality: Municipality, rows: MeetingRows
) -> dict[tuple[str, str, str], MeetingOccurrence]:
    months = _list_intervals(rows)
    found = (_build_occurrence(municipality, rows, meeting, months) for meeting in rows.opened)
    return {each.key: each for each in found}


def _list_intervals(rows: MeetingRows) -> dict[tuple[str, str], int]:
    return {(each.kind, each.subject): each.interval_months for each in rows.series}


def _build_occurrence(
    municipality: Municipality, rows: MeetingRows, meeting: Meeting, months: Mapping[tuple[str, str], int]
) -> MeetingOccurrence:
    moment = meeting.moment
    return MeetingOccurrence(
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
        tuple(rows.executed_steps.get(moment.id, ())),
        moment.state is MomentState.DONE,
        early_step=meeting.early_step,
        corrections=len(meeting.corrections),
    )


def _load_executed_steps(
    session: Session, municipality_ids: Sequence[int]
) -> defaultdict[int, dict[int, list[ExecutedStep]]]:
    """Return the steps of the open meetings by municipality and moment."""
    rows = session.execute(_select_executed_steps(), {"municipality_ids": municipality_ids}).tuples()
    executed_steps: defaultdict[int, dict[int, list[ExecutedStep]]] = defaultdict(dict)
    for municipality_id, moment, step, round_, outcome, day in rows:
        executed = ExecutedStep(step, round_, outcome is StepOutcome.DONE, day)
        executed_steps[municipality_id].setdefault(moment, []).append(executed)
    return executed_steps


@cache
def _select_executed_steps() -> Select[tuple[int, int, StepKind, int, StepOutcome, date]]:
    return (
        select(
            Moment.municipality_id,
            MeetingStep.moment_id,
            MeetingStep.step,
            MeetingStep.sequence,
            MeetingStep.outcome,
            MeetingStep.day,
        )
        .join(Moment, Moment.id == MeetingStep.moment_id)
        .where(Moment.municipality_id.in_(_MUNICIPALITY_IDS), Moment.state == MomentState.OPEN)
        .order_by(MeetingStep.id)
    )


def _find_followed_since(session: Session, municipality_ids: Sequence[int]) -> dict[int, date]:
    """Return the date of the first recorded step or moment of each municipality that has one."""
    found: dict[int, date] = {}
    firsts = session.execute(_select_firsts(), {"municipality_ids": municipality_ids})
    for municipality_id, first in firsts.tuples():
        found[municipality_id] = min(first, found.get(municipality_id, first))
    return found


@cache
def _select_firsts() -> CompoundSelect[tuple[int, date]]:
    steps = (
        select(Moment.municipality_id, func.min(MeetingStep.day).label("first"))
        .join(MeetingStep, MeetingStep.moment_id == Moment.id)
        .where(Moment.municipality_id.in_(_MUNICIPALITY_IDS))
        .group_by(Moment.municipality_id)
    )
    others = (
        select(Moment.municipality_id, func.min(Moment.day).label("first"))
        .where(Moment.municipality_id.in_(_MUNICIPALITY_IDS), Moment.kind.not_in(MEETING_KINDS))
        .group_by(Moment.municipality_id)
    )
    return union_all(steps, others)
