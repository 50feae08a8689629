"""List the meetings with due steps, and open a meeting: create its rows once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from itertools import count
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.database.add_if_absent import add_if_absent
from terugkom.errors import Choices, InputError, Message, PublicInputError, Typed
from terugkom.meetings.due_steps import DueMeetingStep, StepCalendar, list_due_steps
from terugkom.meetings.invitation_differences import OwnDueSteps, list_invitation_steps
from terugkom.meetings.meetings_for_nobody import skip_minutes_for_nobody
from terugkom.meetings.model import Meeting, MeetingState, MeetingStep, StepOutcome
from terugkom.meetings.occurrences import (
    MeetingOccurrence,
    MeetingRows,
    build_occurrences,
    list_occurrences,
    load_meeting_rows,
)
from terugkom.plan.model import Group, Municipality
from terugkom.schedule.meeting_hours import DEFAULT_DURATION_MINUTES, DEFAULT_STARTS_AT
from terugkom.schedule.model import Moment, MomentState
from terugkom.schedule.run_stamp import RunStamp

_LOOKBACK = timedelta(days=400)  # earlier meetings are not caught up
_LOOKAHEAD = timedelta(days=800)
_REST_DAYS_MARGIN = timedelta(days=14)  # longer than any series of non-working days


@dataclass(frozen=True)
class MeetingDueSteps:
    """A meeting with its due steps."""

    occurrence: MeetingOccurrence
    due_steps: tuple[DueMeetingStep, ...]


def build_step_calendar(municipality: Municipality) -> StepCalendar:
    """Return the lead times and working days of a municipality."""
    return StepCalendar(municipality.effective_lead_times, municipality.working_days)


def list_due_meetings(session: Session, municipality: Municipality, today: date) -> list[MeetingDueSteps]:
    """Return the meetings with a due step; none on a non-working day, the next tick lists them."""
    return list_all_due_meetings(session, [municipality], today)[municipality.id]


def list_all_due_meetings(
    session: Session, municipalities: Sequence[Municipality], today: date
) -> dict[int, list[MeetingDueSteps]]:
    """Return by its id the meetings of each municipality with a due step; none on a non-working day.

    The number of statements grows with the days of the meetings alone.
    """
    at_work = [each for each in municipalities if today in each.working_days]
    rows = load_meeting_rows(session, at_work) if at_work else {}
    relevant = [
        (each, occurrence)
        for each in at_work
        for occurrence in list_relevant_occurrences(each, rows[each.id], today)
    ]
    found: dict[int, list[MeetingDueSteps]] = {each.id: [] for each in municipalities}
    due = _find_all_due_steps(session, relevant, today)
    for (municipality, _), each in zip(relevant, due, strict=True):
        if each.due_steps:
            found[municipality.id].append(each)
    return found


def _find_all_due_steps(
    session: Session, occurrences: Sequence[tuple[Municipality, MeetingOccurrence]], today: date
) -> list[MeetingDueSteps]:
    """Return each meeting with its due steps, also those of people whose invitation is not true any more."""
    calendars = {municipality.id: build_step_calendar(municipality) for municipality, _ in occurrences}
    due = [
        OwnDueSteps(of, calendars[of.id], each, list_due_steps(each, calendars[of.id], today))
        for of, each in occurrences
    ]
    due = skip_minutes_for_nobody(session, due)
    found = list_invitation_steps(session, due, today)
    return [MeetingDueSteps(of.occurrence, tuple(steps)) for of, steps in zip(due, found, strict=True)]


def list_relevant_occurrences(
    municipality: Municipality, rows: MeetingRows, today: date
) -> list[MeetingOccurrence]:
    """Return the meetings that may have due steps: open, upcoming within the lead times, or just past.

    A meeting held before the municipality's first recorded step is left out, unless it is so recent
    that its minutes can still be requested.
    """
    leads = municipality.effective_lead_times
    latest = today + timedelta(days=leads.invitation) + _REST_DAYS_MARGIN
    earliest = today - timedelta(days=leads.minutes + leads.chase)
    return [
        each
        for each in build_occurrences(municipality, rows, today - _LOOKBACK, latest)
        if each.moment_id is not None or each.is_followed or each.day >= earliest
    ]


def find_due_steps(
    session: Session, municipality: Municipality, kind: str, subject: str, period: str | None, today: date
) -> MeetingDueSteps:
    """Return a meeting with its due steps, also on a non-working day.

    Without a period: the first with a due step, else the next one. Raises InputError if there is none.
    """
    rows = load_meeting_rows(session, [municipality])[municipality.id]
    relevant = list_relevant_occurrences(municipality, rows, today)
    matching = [(municipality, each) for each in relevant if (each.kind, each.subject) == (kind, subject)]
    for each in _find_all_due_steps(session, matching, today):
        if each.due_steps and period in (None, each.occurrence.period):
            return each
    planned = build_occurrences(municipality, rows, today, today + _LOOKAHEAD)
    upcoming = [each for each in planned if each.kind == kind]
    other = next((each.kind for each in planned if each.subject == subject and each.kind != kind), None)
    if other and all(each.subject != subject for each in upcoming):
        named = Message(f"cycle.{other}")
        raise PublicInputError("error.meeting.other-kind", name=subject, kind=named, flow=other)
    if period is None:
        upcoming = [each for each in upcoming if each.day >= today] or upcoming
    return MeetingDueSteps(select_occurrence(upcoming, kind, subject, period), ())


def reload_due_steps(
    session: Session, municipality: Municipality, occurrence: MeetingOccurrence, today: date
) -> MeetingDueSteps:
    """Return a changed meeting with its due steps: none if it is done."""
    found = next(
        (
            each
            for each in list_occurrences(session, municipality, occurrence.day, occurrence.day)
            if each.key == occurrence.key
        ),
        None,
    )
    if found is None:
        return MeetingDueSteps(occurrence, ())
    return _find_all_due_steps(session, [(municipality, found)], today)[0]


def has_executed_step(session: Session, run_id: str) -> bool:
    """Return whether a run executed a step of a meeting."""
    found = select(MeetingStep.id).where(
        MeetingStep.run_id == run_id, MeetingStep.outcome == StepOutcome.DONE
    )
    return session.scalar(found.limit(1)) is not None


def select_occurrence(
    occurrences: Sequence[MeetingOccurrence],
    kind: str | None,
    subject: str,
    period: str | None,
    today: date | None = None,
) -> MeetingOccurrence:
    """Return the meeting of this group and period; without a period the first one listed.

    Raises InputError, listing the available meetings; of another group's those from `today` on.
    """
    of_subject = [each for each in occurrences if each.subject == subject and kind in (None, each.kind)]
    for each in of_subject:
        if period in (None, each.period):
            return each
    coming = [each for each in occurrences if today is None or each.day >= today]
    meetings = tuple(f"{each.subject}/{each.period}" for each in (of_subject or coming)[:20])
    name = f"{subject}/{period}" if period else subject
    shown = Choices((name,)) if of_subject else Typed(name)  # of a group that there is, in small letters too
    raise InputError("error.meeting.unknown", name=shown, meetings=Choices(meetings))


def build_uid(session: Session, slug: str, occurrence: MeetingOccurrence) -> str:
    """Return the iCalendar UID of a new meeting: derived from its key, equal in feeds and invitations.

    A meeting that its rhythm moved to another month keeps its UID; who comes in its place has another one.
    """
    return next(
        uid
        for uid in map(partial(_compute_uid, slug, occurrence), count(1))
        if session.scalar(select(Meeting.moment_id).where(Meeting.uid == uid)) is None
    )


def find_uids(
    session: Session, slug: str, occurrences: Sequence[MeetingOccurrence]
) -> dict[tuple[str, str, str], str]:
    """Return them as `build_uid` does, by the key of each new meeting; in one statement as far as nobody has
    them yet."""
    first = {each.key: _compute_uid(slug, each) for each in occurrences}
    taken = set(session.scalars(select(Meeting.uid).where(Meeting.uid.in_(first.values()))))
    return {
        each.key: build_uid(session, slug, each) if first[each.key] in taken else first[each.key]
        for each in occurrences
    }


def _compute_uid(slug: str, occurrence: MeetingOccurrence, number: int = 1) -> str:
    names = ["terugkom", slug, *occurrence.key, *([str(number)] if number > 1 else [])]
    return f"{uuid5(NAMESPACE_URL, '/'.join(names))}@terugkom"


@dataclass(frozen=True)
class MeetingTerms:
    """When and where a group meets, apart from the day; the duration is in minutes."""

    starts_at: time
    duration_minutes: int
    place: str


def read_terms(group: Group | None) -> MeetingTerms:
    """Return the terms of a group's meetings; defaults for a peer exchange, and where the plan gives none."""
    if group is None:
        return MeetingTerms(DEFAULT_STARTS_AT, DEFAULT_DURATION_MINUTES, "")
    return MeetingTerms(
        group.meets_at or DEFAULT_STARTS_AT, group.meets_for or DEFAULT_DURATION_MINUTES, group.meets_in
    )


def build_meeting(
    session: Session, municipality: Municipality, occurrence: MeetingOccurrence, uid: str = ""
) -> Meeting:
    """Return a new meeting with its defaults, not added to the session; `uid` if that was found before."""
    group = session.get(Group, occurrence.group_id) if occurrence.group_id else None
    terms = read_terms(group)
    moment = Moment(
        municipality_id=municipality.id,
        kind=occurrence.kind,
        subject=occurrence.subject,
        period=occurrence.period,
        day=occurrence.day,
        state=MomentState.OPEN,
    )
    return Meeting(
        moment=moment,
        group=group,
        group_id=occurrence.group_id,
        starts_at=terms.starts_at,
        duration_minutes=terms.duration_minutes,
        place=terms.place,
        uid=uid or build_uid(session, municipality.slug, occurrence),
        sequence=0,
        state=MeetingState.PLANNED,
        moves=[],
        cancellation_reason="",
        own_fields=[],
        is_cancelled_by_plan=False,
    )


def open_meeting_early(
    session: Session, municipality: Municipality, ready: MeetingDueSteps, stamp: RunStamp
) -> Meeting:
    """Return the meeting, created if needed, with its first due step recorded as started before its day.

    So the next daily run goes on with that step if this run is cut off before it.
    """
    meeting = open_meeting(session, municipality, ready.occurrence, stamp)
    meeting.early_step = ready.due_steps[0].step
    return meeting


def open_meeting(
    session: Session, municipality: Municipality, occurrence: MeetingOccurrence, stamp: RunStamp
) -> Meeting:
    """Return the meeting, creating its rows if they do not exist."""
    if occurrence.moment_id is None:
        meeting = build_meeting(session, municipality, occurrence)
        meeting.moment.opened_at, meeting.moment.run_id = stamp.now, stamp.run_id
        if add_if_absent(session, meeting):
            return meeting
        session.expire_all()  # another run created it meanwhile
    return session.scalars(
        select(Meeting)
        .join(Meeting.moment)
        .where(
            Moment.municipality_id == municipality.id,
            Moment.kind == occurrence.kind,
            Moment.subject == occurrence.subject,
            Moment.period == occurrence.period,
        )
    ).one()
