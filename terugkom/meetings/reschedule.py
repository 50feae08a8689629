"""Reschedule or cancel a meeting; its steps follow the new date."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta
from sqlalchemy import Integer, Text, bindparam, cast, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from terugkom.delivery.due_deliveries import NOW, bind_now, is_free
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.formatting import format_long_date
from terugkom.documents.messages import translate
from terugkom.documents.model import Document
from terugkom.errors import Choices, InputError, PublicInputError
from terugkom.meetings.cancelled_meetings import (
    find_cancelled_meeting,
    is_cancellation_told,
    refuse_change,
    refuse_if_cancelled_is_meant,
    resume_meeting,
)
from terugkom.meetings.document_kinds import INVITATION_DOCUMENTS, PACK_DOCUMENT, WARNING_DOCUMENT
from terugkom.meetings.due_steps import DueMeetingStep, is_invited
from terugkom.meetings.model import (
    CancelReason,
    Meeting,
    MeetingField,
    MeetingState,
    StepKind,
    StepOutcome,
)
from terugkom.meetings.model import MeetingStep as TakenStep
from terugkom.meetings.occurrences import MeetingOccurrence, list_occurrences, load_occurrence
from terugkom.meetings.open_meeting import build_meeting, open_meeting, reload_due_steps, select_occurrence
from terugkom.meetings.unannounced_changes import UNANNOUNCED, mark_resumed, take_back_changes
from terugkom.plan.model import Municipality
from terugkom.plan.queries import find_typed_subject
from terugkom.schedule.model import Moment, MomentState
from terugkom.schedule.run_stamp import RunStamp
from terugkom.schedule.working_days import RestDay

_LOOKAHEAD_DAYS = 800  # days in which a meeting can be looked for
_EXPIRING_DOCUMENTS = (*dict.fromkeys(INVITATION_DOCUMENTS.values()), PACK_DOCUMENT, WARNING_DOCUMENT)


@dataclass(frozen=True)
class MeetingChange:
    """The requested change of a meeting; None leaves a field unchanged."""

    day: date | None = None
    starts_at: time | None = None
    place: str | None = None
    reason: str = ""


def find_occurrence(
    session: Session, municipality: Municipality, name: str, today: date
) -> MeetingOccurrence:
    """Return the meeting named ``ENERGIE/2027-03``; for ``ENERGIE`` the next one of that group.

    One that was cancelled is found by its month, and only so. Raises InputError, listing the available
    meetings.
    """
    typed, _, period = name.rpartition("/") if _has_period(name) else (name, "", "")
    subject = find_typed_subject(session, municipality, typed)
    last = date.fromordinal(today.toordinal() + _LOOKAHEAD_DAYS)
    first = today if not period else date.fromordinal(today.toordinal() - _LOOKAHEAD_DAYS)
    found = list_occurrences(session, municipality, first, last)
    if not period:
        found = [each for each in found if each.day >= today] or found
    elif all((each.subject, each.period) != (subject, period) for each in found) and (
        cancelled := find_cancelled_meeting(session, municipality, subject, period)
    ):
        return load_occurrence(session, municipality, cancelled)
    return select_occurrence(found, None, subject, period or None, today)


def find_meeting(session: Session, municipality: Municipality, name: str, today: date) -> Meeting:
    """Return the meeting with this name, also a past one; if it was not opened, a new unstored one.

    Raises InputError, listing the available meetings.
    """
    typed, _, period = name.rpartition("/")
    subject = find_typed_subject(session, municipality, typed)
    query = select(Meeting).join(Meeting.moment).where(Moment.municipality_id == municipality.id)
    query = query.where(Moment.subject == subject, Moment.period == period).order_by(Moment.id)
    if _has_period(name) and (opened := session.scalars(query).first()):
        return opened
    found = find_occurrence(session, municipality, name, today)
    return (
        session.get_one(Meeting, found.moment_id)
        if found.moment_id
        else build_meeting(session, municipality, found)
    )


@dataclass(frozen=True)
class ChangedMeeting:
    """A meeting that was rescheduled or cancelled, with the steps that are due because of it."""

    meeting: Meeting
    occurrence: MeetingOccurrence
    due_steps: tuple[DueMeetingStep, ...]
    rest_day: RestDay | None = None  # which the new date is
    previous: tuple[date, time] | None = None  # its day and hour before; None if it was changed before

    @property
    def is_repeated(self) -> bool:
        """Whether this run, which is retried, had changed it before."""
        return self.previous is None

    @property
    def is_announced(self) -> bool:
        """Whether the invitees are to be notified: an invitation was sent before."""
        changes = (StepKind.UPDATE, StepKind.CANCEL)
        return any(each.step in changes and not each.skip_reason for each in self.due_steps)

    @property
    def is_known(self) -> bool:
        """Whether the invitees know it as it is: it was changed back before they were notified."""
        return is_invited(self.occurrence) and not any(
            each.step in (StepKind.UPDATE, StepKind.CANCEL) for each in self.due_steps
        )


def change_meeting(
    session: Session,
    municipality: Municipality,
    name: str,
    change: MeetingChange | CancelReason | str,
    stamp: RunStamp,
) -> ChangedMeeting:
    """Reschedule the meeting with this name, or cancel it; see `find_occurrence` for names.

    A cancellation has a usual reason, or one in words. A run that changed a meeting before, and is retried,
    changes none: without a month the name would be that of the next one by now.

    Raises InputError for an unknown or closed meeting, a date on which it cannot be held, or a cancellation
    without a reason.
    """
    today, run_id = stamp.today, stamp.run_id
    if repeated := _find_changed_before(session, municipality, run_id, today):
        return repeated
    found = find_occurrence(session, municipality, name, today)
    previous = found.day, _find_hour(session, municipality, found)
    if isinstance(change, MeetingChange):
        if not _has_period(name):
            refuse_if_cancelled_is_meant(session, municipality, found, change.day)
        meeting = reschedule_meeting(session, municipality, found, change, stamp)
        rest_day = municipality.working_days.find_rest_day(change.day) if change.day else None
    else:
        if isinstance(change, CancelReason):
            change = format_cancel_reason(change, municipality.language)
        meeting = cancel_meeting(session, municipality, found, change, stamp)
        rest_day = None
    meeting.changed_by = [*meeting.changed_by, *([run_id] if run_id else [])]
    session.flush()
    reloaded = reload_due_steps(session, municipality, found, today)
    return ChangedMeeting(meeting, reloaded.occurrence, reloaded.due_steps, rest_day, previous)


def _find_hour(session: Session, municipality: Municipality, found: MeetingOccurrence) -> time:
    opened = session.get(Meeting, found.moment_id) if found.moment_id else None
    return (opened or build_meeting(session, municipality, found)).starts_at


def _find_changed_before(
    session: Session, municipality: Municipality, run_id: str, today: date
) -> ChangedMeeting | None:
    """Return the meeting that this run changed, with the steps that are due now; None if it changed none."""
    if not run_id:
        return None
    query = select(Meeting).join(Meeting.moment).where(Moment.municipality_id == municipality.id)
    query = query.where(cast(Meeting.changed_by, Text).contains(run_id))
    meeting = session.scalars(query).one_or_none()
    if meeting is None:
        return None
    occurrence = load_occurrence(session, municipality, meeting)
    reloaded = reload_due_steps(session, municipality, occurrence, today)
    return ChangedMeeting(meeting, reloaded.occurrence, reloaded.due_steps)


def reschedule_meeting(
    session: Session,
    municipality: Municipality,
    occurrence: MeetingOccurrence,
    change: MeetingChange,
    stamp: RunStamp,
) -> Meeting:
    """Change the date, time or place of a meeting. One that was cancelled takes place after all, on the day
    that is given; on a past one it was held after all, and its minutes are asked.

    Raises InputError for a past date of one that was not cancelled, another one on which it cannot be held, a
    meeting that has its minutes, or a cancelled one without a day.
    """
    meeting = open_meeting(session, municipality, occurrence, stamp)
    moment, today = meeting.moment, stamp.today
    is_cancelled = meeting.state is MeetingState.CANCELLED
    if meeting.state is MeetingState.MINUTED or (is_cancelled and change.day is None):
        refuse_change(meeting)
    day = change.day or moment.day
    starts_at = change.starts_at or meeting.starts_at
    place = meeting.place if change.place is None else change.place
    if day < (_find_first_day(occurrence, today) if is_cancelled else today):
        raise PublicInputError("error.meeting.past", day=day)
    if not is_cancelled and (day, starts_at, place) == (moment.day, meeting.starts_at, meeting.place):
        name = Choices((f"{moment.subject}/{moment.period}",))
        if change.place is None:  # a form has none, and where a group meets may be at somebody's home
            raise PublicInputError("error.meeting.unchanged", name=name, day=moment.day, place="")
        raise InputError(
            "error.meeting.unchanged", name=name, day=moment.day, place=f", {place}" if place else ""
        )
    if day != moment.day:
        _check_distance(municipality, occurrence, day, max(moment.day, today))
    fields, reason, is_told = _list_fields_set(change, moment.day), change.reason, False
    if is_cancelled:  # whatever the rhythm says of that day
        fields.append(MeetingField.DAY.value)
        if is_told := is_cancellation_told(session, meeting):
            reason = f"{translate('meeting.resumed', municipality.language)} {reason}".strip()
        resume_meeting(meeting)
    meeting.own_fields = sorted({*meeting.own_fields, *fields})
    record_change(meeting, day, reason, today)
    if is_told:
        mark_resumed(meeting)
    meeting.starts_at, meeting.place = starts_at, place
    take_back_changes(session, meeting)
    return meeting


def _find_first_day(cancelled: MeetingOccurrence, today: date) -> date:
    """Return the first day on which a cancelled meeting may take place: after the meeting before it."""
    return min(today, cancelled.day - relativedelta(months=cancelled.interval_months) + timedelta(days=1))


def record_change(meeting: Meeting, day: date, reason: str, today: date) -> None:
    """Give a meeting its new date, or the same, and count the change: who was invited gets an update.

    Its hour, place and duration are still the ones before the change.
    """
    move = {"on": today.isoformat(), "from": meeting.moment.day.isoformat(), "to": day.isoformat()}
    meeting.moves = [*meeting.moves, move | {"reason": reason, UNANNOUNCED: meeting.duration_minutes}]
    meeting.sequence += 1
    meeting.early_step = None
    meeting.moved_on = today
    meeting.state = MeetingState.PLANNED
    meeting.moment.day = day


def _list_fields_set(change: MeetingChange, day: date) -> list[str]:
    """Return the fields that a change sets; its day only if that is another one: a form always has a day."""
    given = {
        MeetingField.DAY: change.day not in (None, day),
        MeetingField.STARTS_AT: change.starts_at is not None,
        MeetingField.PLACE: change.place is not None,
    }
    return [field.value for field, is_set in given.items() if is_set]


def _check_distance(
    municipality: Municipality, occurrence: MeetingOccurrence, day: date, counted_from: date
) -> None:
    """Raise PublicInputError for a day after the group's next meeting: a wrong year would leave the group
    without one, and nobody would notice."""
    last = counted_from + relativedelta(months=occurrence.interval_months)
    if day > last:
        raise PublicInputError(
            "error.meeting.too-far", day=day, last=municipality.working_days.on_or_before(last)
        )


def describe_rest_day(changed: ChangedMeeting, language: str) -> str:
    """Return a warning if the new date is not a working day, else ""."""
    if changed.rest_day is None:
        return ""
    day = format_long_date(changed.occurrence.day, language)
    return translate(f"meeting.rest-day.{changed.rest_day}", language, day=day)


def format_cancel_reason(reason: CancelReason, language: str) -> str:
    """Return the reason as it is printed in the mail."""
    return translate(f"meeting.cancelled.{reason.value}", language)


def cancel_meeting(
    session: Session,
    municipality: Municipality,
    occurrence: MeetingOccurrence,
    reason: str,
    stamp: RunStamp,
) -> Meeting:
    """Cancel a meeting. Raises InputError without a reason, or for a closed meeting."""
    if not reason.strip():
        raise PublicInputError("error.meeting.no-reason")
    meeting = open_meeting(session, municipality, occurrence, stamp)
    if meeting.state in (MeetingState.CANCELLED, MeetingState.MINUTED):
        refuse_change(meeting)
    record_cancellation(session, meeting, reason.strip(), stamp.now)
    return meeting


def record_cancellation(session: Session, meeting: Meeting, reason: str, now: datetime) -> None:
    """Cancel a meeting; if nobody was invited nothing is left to do for it."""
    meeting.state = MeetingState.CANCELLED
    meeting.cancellation_reason = reason[:500]
    meeting.sequence += 1
    meeting.early_step = None
    invited = select(TakenStep.id).where(
        TakenStep.moment_id == meeting.moment_id,
        TakenStep.step == StepKind.INVITATION,
        TakenStep.outcome == StepOutcome.DONE,
    )
    if session.scalar(invited.limit(1)) is None:
        meeting.moment.state, meeting.moment.done_at = MomentState.DONE, now


def skip_stale_deliveries(session: Session, municipality: Municipality, today: date, now: datetime) -> int:
    """Skip the pending deliveries about past meetings.

    Return how many were skipped. Deliveries that a sender has leased are left alone: `now` is the time by
    which leases are judged.
    """
    values = {"of": municipality.id, "today": today, **bind_now(now)}
    return len(session.scalars(_skip_stale(), values).all())


@cache  # to build it took longer than to execute it
def _skip_stale() -> ReturningUpdate[tuple[int]]:
    of = bindparam("of", type_=Integer)
    past_moments = select(Moment.id).join(Meeting, Meeting.moment_id == Moment.id)
    past_moments = past_moments.where(Moment.municipality_id == of, Moment.day < bindparam("today"))
    stale_documents = select(Document.id).where(
        Document.kind.in_(_EXPIRING_DOCUMENTS), Document.moment_id.in_(past_moments)
    )
    return (
        update(Delivery)
        .where(Delivery.municipality_id == of, Delivery.state == DeliveryState.PENDING)
        .where(Delivery.document_id.in_(stale_documents))
        .where(is_free(NOW))
        .values(state=DeliveryState.SKIPPED, reason="stale: the meeting is past", next_try_at=None)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )


def _has_period(name: str) -> bool:
    period = name.rpartition("/")[2]
    return "/" in name and len(period) == 7 and period[4] == "-" and period.replace("-", "").isdigit()
