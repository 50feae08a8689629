"""Align the meetings to come with the plan: their rhythm, hour and place, unless a person set these.

The plan rules a meeting that nobody moved. What it changes is the same as a move or a cancellation: the
sequence counts, and who was invited hears of it. A meeting that the plan cancelled comes back if its rhythm
does.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil.relativedelta import relativedelta
from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.messages import translate
from terugkom.meetings.cancelled_meetings import is_cancellation_told, resume_meeting
from terugkom.meetings.kinds import MEETING_KINDS
from terugkom.meetings.model import Meeting, MeetingField, MeetingState, PlanCancelReason
from terugkom.meetings.occurrences import MeetingRows, MeetingSeries, identify_series, load_meeting_rows
from terugkom.meetings.open_meeting import MeetingTerms, read_terms
from terugkom.meetings.rename_meeting import is_renamed, mark_renamed, rename_meeting
from terugkom.meetings.reschedule import record_cancellation, record_change
from terugkom.meetings.unannounced_changes import mark_resumed, take_back_changes
from terugkom.plan.model import Municipality
from terugkom.plan.queries import serialize_writers
from terugkom.schedule.model import Moment, MomentState
from terugkom.schedule.moments import ScheduledMeeting, generate_meetings

_NEAR_MONTHS = 6  # how far a rhythm moves a meeting at least, instead of cancelling it
_HORIZON_MONTHS = 24  # in which the meetings of a rhythm are looked for


@dataclass(frozen=True)
class PlannedTerms:
    """What the plan says of one meeting: its place in the rhythm, or why it is not held."""

    meeting: Meeting
    kind: str
    period: str
    day: date
    terms: MeetingTerms
    cancelled: PlanCancelReason | None = None

    @property
    def is_renamed(self) -> bool:
        """Whether the group has another name than the invited know, or will be told."""
        return is_renamed(self.meeting)

    @property
    def is_visible(self) -> bool:
        """Whether those who were invited see a difference."""
        return self.is_renamed or self.is_other_meeting

    @property
    def is_other_meeting(self) -> bool:
        """Whether it is at another day, hour or place, does not go on, or goes on again."""
        meeting = self.meeting
        now = (meeting.moment.day, meeting.starts_at, meeting.duration_minutes, meeting.place)
        wanted = (self.day, self.terms.starts_at, self.terms.duration_minutes, self.terms.place)
        return self.cancelled is not None or meeting.state is MeetingState.CANCELLED or now != wanted

    @property
    def is_different(self) -> bool:
        """Whether the meeting differs from the plan."""
        moment = self.meeting.moment
        return self.is_visible or (moment.kind, moment.period) != (self.kind, self.period)


def list_misaligned(
    session: Session, municipality: Municipality, today: date, *, lock: bool = False
) -> list[PlannedTerms]:
    """Return what the plan says of the coming meetings that differ from it. Nothing is changed.

    With `lock` no step of these meetings is recorded until the end of the transaction.
    """
    if lock:
        _lock_meetings(session, municipality)
    rows = load_meeting_rows(session, [municipality])[municipality.id]
    return find_misaligned(municipality, rows, today)


def find_all_misaligned(
    session: Session, municipalities: Sequence[Municipality], today: date
) -> dict[int, list[PlannedTerms]]:
    """Return by municipality what the plan says of the coming meetings that differ from it. As many
    statements however many municipalities."""
    rows = load_meeting_rows(session, municipalities)
    return {each.id: find_misaligned(each, rows[each.id], today) for each in municipalities}


def find_misaligned(municipality: Municipality, rows: MeetingRows, today: date) -> list[PlannedTerms]:
    """Return what the plan says of the coming meetings that differ from it."""
    series = {identify_series(each.kind, each.subject): each for each in rows.series}
    opened: defaultdict[tuple[bool, str], list[Meeting]] = defaultdict(list)
    for meeting in rows.opened:
        opened[identify_series(meeting.moment.kind, meeting.moment.subject)].append(meeting)
    closed: defaultdict[tuple[bool, str], set[str]] = defaultdict(set)
    for each in rows.closed:
        closed[identify_series(each.kind, each.subject)].add(each.period)
    found = (
        each
        for key, meetings in opened.items()
        for each in _compare(meetings, closed[key], series.get(key), municipality, today)
    )
    return [each for each in found if each.is_different]


def align_meetings(session: Session, municipality: Municipality, today: date, now: datetime) -> int:
    """Change the coming meetings that differ from the plan; return how many were changed."""
    serialize_writers(session, municipality.id)
    misaligned = list_misaligned(session, municipality, today, lock=True)
    _rename(session, [each for each in misaligned if not each.cancelled])
    for each in misaligned:
        if each.is_visible:
            _apply(session, municipality, each, today, now)
    session.flush()
    return len(misaligned)


def _lock_meetings(session: Session, municipality: Municipality) -> None:
    query = select(Meeting.moment_id).join(Meeting.moment).order_by(Meeting.moment_id)
    query = query.where(Moment.municipality_id == municipality.id, Moment.kind.in_(MEETING_KINDS))
    session.execute(query.with_for_update(of=Meeting)).all()


def _compare(
    meetings: Sequence[Meeting],
    closed: set[str],
    series: MeetingSeries | None,
    municipality: Municipality,
    today: date,
) -> Iterator[PlannedTerms]:
    """Yield what the plan says of each coming meeting of one subject; `closed` are periods of others."""
    ruled = [each for each in meetings if _is_ruled(each, today)]
    taken = closed.union(each.moment.period for each in meetings if each not in ruled)
    known = max((each.moment.period for each in ruled), default="")
    entries = {} if series is None else _list_entries(series, municipality, today, known, taken)
    placed = _place(ruled, entries, series, today)
    for meeting in ruled:
        entry = placed.get(meeting.moment_id)
        reason = None
        if entry is None and _follows(meeting, MeetingField.DAY):
            reason = _explain(meeting, series)
        if _is_off(meeting) and entry is None:
            continue
        yield _build_terms(meeting, series, entry, reason)


def _is_ruled(meeting: Meeting, today: date) -> bool:
    """Return whether the plan may change a meeting: it is to come, and no person cancelled it."""
    if meeting.moment.day < today:
        return False
    if meeting.state is MeetingState.CANCELLED:
        return meeting.is_cancelled_by_plan
    return meeting.state is MeetingState.PLANNED and meeting.moment.state is MomentState.OPEN


def _list_entries(
    series: MeetingSeries, municipality: Municipality, today: date, known: str, taken: set[str]
) -> dict[str, ScheduledMeeting]:
    """Return the entries of a rhythm by period, also past ones, without those that other meetings have.

    They go on until after `known`, the last period of a meeting: where `today` is long before the meetings,
    as in a run of a day in the past, they would count as meetings that the rhythm does not have.
    """
    last = max(today + relativedelta(months=_HORIZON_MONTHS), series.anchor + relativedelta(months=1))
    found = {}
    for each in generate_meetings(series.anchor, series.interval_months, municipality.working_days):
        if each.day > last and each.period > known:
            break
        if each.period not in taken:
            found[each.period] = each
    return found


def _place(
    meetings: Sequence[Meeting],
    entries: dict[str, ScheduledMeeting],
    series: MeetingSeries | None,
    today: date,
) -> dict[int, ScheduledMeeting]:
    """Return which entry of the rhythm each meeting is: of its month, else the first free one near it."""
    placed: dict[int, ScheduledMeeting] = {}
    free = dict(entries)
    # Of two for one month, as an earlier version could leave, the one of the present kind is kept.
    for meeting in sorted(meetings, key=lambda each: (_is_off(each), not _is_of(each, series))):
        entry = free.get(meeting.moment.period)
        if entry and (entry.day >= today or not _follows(meeting, MeetingField.DAY)):
            placed[meeting.moment_id] = free.pop(entry.period)
    for meeting in meetings:
        coming = [each for each in free.values() if each.day >= today]
        if meeting.moment_id in placed or not coming or _is_off(meeting):
            continue
        if series and is_near(meeting.moment.day, coming[0].day, series.interval_months):
            placed[meeting.moment_id] = free.pop(coming[0].period)
    return placed


def _is_off(meeting: Meeting) -> bool:
    return meeting.state is MeetingState.CANCELLED


def _is_of(meeting: Meeting, series: MeetingSeries | None) -> bool:
    return series is not None and meeting.moment.kind == series.kind


def is_near(day: date, other: date, interval_months: int) -> bool:
    """Return whether a rhythm may move a meeting from one day to the other, instead of cancelling it."""
    first, last = sorted((day, other))
    return last < first + relativedelta(months=max(interval_months, _NEAR_MONTHS))


def _follows(meeting: Meeting, field: MeetingField) -> bool:
    return field.value not in meeting.own_fields


def _explain(meeting: Meeting, series: MeetingSeries | None) -> PlanCancelReason:
    if series:
        return PlanCancelReason.SERIES_MOVED
    is_gone = meeting.group_id is not None and meeting.group is None
    return PlanCancelReason.GROUP_GONE if is_gone else PlanCancelReason.SERIES_ENDED


def _build_terms(
    meeting: Meeting,
    series: MeetingSeries | None,
    entry: ScheduledMeeting | None,
    reason: PlanCancelReason | None,
) -> PlannedTerms:
    moment, of_group = meeting.moment, read_terms(meeting.group)
    starts_at: time = meeting.starts_at
    duration, place, day = meeting.duration_minutes, meeting.place, moment.day
    if meeting.group:
        duration = of_group.duration_minutes
        starts_at = of_group.starts_at if _follows(meeting, MeetingField.STARTS_AT) else starts_at
        place = of_group.place if _follows(meeting, MeetingField.PLACE) else place
    if entry and _follows(meeting, MeetingField.DAY):
        day = entry.day
    return PlannedTerms(
        meeting,
        series.kind if series and entry else moment.kind,
        entry.period if entry else moment.period,
        day,
        MeetingTerms(starts_at, duration, place),
        reason,
    )


def _rename(session: Session, planned: Sequence[PlannedTerms]) -> None:
    """Give meetings their kind and period; by way of names that no meeting has, for two may swap theirs."""
    changed = [
        each
        for each in planned
        if (each.meeting.moment.kind, each.meeting.moment.period) != (each.kind, each.period)
    ]
    for each in changed:
        each.meeting.moment.period = f"~{each.meeting.moment_id}"
    session.flush()
    for each in changed:
        each.meeting.moment.kind, each.meeting.moment.period = each.kind, each.period
    session.flush()


def _apply(
    session: Session, municipality: Municipality, planned: PlannedTerms, today: date, now: datetime
) -> None:
    meeting, language = planned.meeting, municipality.language
    if planned.cancelled:
        reason = translate(f"meeting.cancelled-by-plan.{planned.cancelled.value}", language)
        record_cancellation(session, meeting, reason, now)
        meeting.is_cancelled_by_plan = True
        return
    if not planned.is_other_meeting:
        rename_meeting(session, meeting, language, today)
        take_back_changes(session, meeting)
        return
    resumed = meeting.state is MeetingState.CANCELLED
    is_told = resumed and is_cancellation_told(session, meeting)
    reason = translate("meeting.resumed" if is_told else "meeting.changed-by-plan", language)
    has_other_name = planned.is_renamed
    record_change(meeting, planned.day, reason, today)
    if is_told:
        mark_resumed(meeting)
    if has_other_name:
        mark_renamed(meeting)
    meeting.starts_at, meeting.place = planned.terms.starts_at, planned.terms.place
    meeting.duration_minutes = planned.terms.duration_minutes
    if resumed:
        resume_meeting(meeting)
    take_back_changes(session, meeting)
