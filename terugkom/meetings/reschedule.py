"""Reschedule or cancel a meeting; its steps follow the new date."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from terugkom.delivery.model import Delivery, State
from terugkom.documents.model import Document
from terugkom.errors import InputError
from terugkom.meetings.invitation import DOCUMENTS
from terugkom.meetings.model import Meeting, MeetingState, Outcome, Step
from terugkom.meetings.model import MeetingStep as TakenStep
from terugkom.meetings.occurrences import Occasion, occasions
from terugkom.meetings.open_meeting import as_meeting, begin, named
from terugkom.meetings.pack_letter import DOCUMENT as PACK_DOCUMENT
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment, MomentState

_TO_COME = 800  # days in which a meeting can be looked for
_STALE = (*DOCUMENTS.values(), PACK_DOCUMENT)


@dataclass(frozen=True)
class Change:
    """The requested change of a meeting; None leaves a field unchanged."""

    day: date | None = None
    starts_at: time | None = None
    place: str | None = None
    reason: str = ""


def find(session: Session, town: Municipality, name: str, today: date) -> Occasion:
    """Return the meeting named ``ENERGIE/2027-03``; for ``ENERGIE`` the next one of that group.

    Raises InputError, listing the available meetings.
    """
    subject, _, period = name.rpartition("/") if _names_a_period(name) else (name, "", "")
    last = date.fromordinal(today.toordinal() + _TO_COME)
    first = today if not period else date.fromordinal(today.toordinal() - _TO_COME)
    found = occasions(session, town, first, last)
    if not period:
        found = [each for each in found if each.day >= today] or found
    return named(found, None, subject, period or None)


def meeting_named(session: Session, town: Municipality, name: str, today: date) -> Meeting:
    """Return the meeting with this name, also a past one; if it was not opened, a new unstored one.

    Raises InputError, listing the available meetings.
    """
    subject, _, period = name.rpartition("/")
    query = select(Meeting).join(Meeting.moment).where(Moment.municipality_id == town.id)
    query = query.where(Moment.subject == subject, Moment.period == period).order_by(Moment.id)
    if _names_a_period(name) and (begun := session.scalars(query).first()):
        return begun
    found = find(session, town, name, today)
    return session.get_one(Meeting, found.moment_id) if found.moment_id else as_meeting(session, town, found)


def move(
    session: Session,
    town: Municipality,
    occasion: Occasion,
    change: Change,
    *,
    today: date,
    now: datetime,
    run_id: str,
) -> Meeting:
    """Change the date, time or place of a meeting. Raises InputError for a past date, or a closed meeting."""
    meeting = begin(session, town, occasion, now=now, run_id=run_id)
    moment = meeting.moment
    _refuse_if_over(meeting)
    day = change.day or moment.day
    starts_at = change.starts_at or meeting.starts_at
    place = meeting.place if change.place is None else change.place
    if day < today:
        raise InputError(f"{day} is in the past; a meeting can only be moved to today or later")
    if (day, starts_at, place) == (moment.day, meeting.starts_at, meeting.place):
        raise InputError(f"{moment.subject}/{moment.period} is unchanged: {moment.day}, {place or '-'}")
    told = {"on": today.isoformat(), "from": moment.day.isoformat(), "to": day.isoformat()}
    meeting.moves = [*meeting.moves, told | {"reason": change.reason}]
    meeting.sequence += 1
    meeting.moved_on = today
    meeting.state = MeetingState.PLANNED
    meeting.starts_at, meeting.place, moment.day = starts_at, place, day
    return meeting


def remark(town: Municipality, change: Change) -> str:
    """Return a warning if the new date is not a working day, else ""."""
    why = town.working_days.rest_on(change.day) if change.day else ""
    return f"{change.day:%A} {change.day} is a {why}; the meeting is held on it anyway" if why else ""


def cancel(
    session: Session,
    town: Municipality,
    occasion: Occasion,
    reason: str,
    *,
    now: datetime,
    run_id: str,
) -> Meeting:
    """Cancel a meeting. Raises InputError without a reason, or for a closed meeting."""
    if not reason.strip():
        raise InputError("give a reason: it is printed in the mail to those who were invited")
    meeting = begin(session, town, occasion, now=now, run_id=run_id)
    _refuse_if_over(meeting)
    meeting.state = MeetingState.CANCELLED
    meeting.cancelled_because = reason.strip()[:500]
    meeting.sequence += 1
    invited = select(TakenStep.id).where(
        TakenStep.moment_id == meeting.moment_id,
        TakenStep.step == Step.INVITATION,
        TakenStep.outcome == Outcome.DONE,
    )
    if session.scalar(invited.limit(1)) is None:
        meeting.moment.state, meeting.moment.done_at = MomentState.DONE, now
    return meeting


def skip_stale(session: Session, town: Municipality, today: date, now: datetime) -> int:
    """Skip the pending deliveries about past meetings.

    Return how many were skipped. Deliveries that a sender has leased are left alone.
    """
    past = select(Moment.id).join(Meeting, Meeting.moment_id == Moment.id)
    past = past.where(Moment.municipality_id == town.id, Moment.day < today)
    about = select(Document.id).where(Document.kind.in_(_STALE), Document.moment_id.in_(past))
    skipped = session.scalars(
        update(Delivery)
        .where(Delivery.municipality_id == town.id, Delivery.state == State.PENDING)
        .where(Delivery.document_id.in_(about))
        .where(Delivery.lease_until.is_(None) | (Delivery.lease_until < now))
        .values(state=State.SKIPPED, reason="stale: the meeting is past", next_try_at=None)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return len(skipped.all())


def _names_a_period(name: str) -> bool:
    period = name.rpartition("/")[2]
    return "/" in name and len(period) == 7 and period[4] == "-" and period.replace("-", "").isdigit()


def _refuse_if_over(meeting: Meeting) -> None:
    if meeting.state in (MeetingState.CANCELLED, MeetingState.MINUTED):
        moment = meeting.moment
        raise InputError(f"{moment.subject}/{moment.period} is {meeting.state.value} and cannot be changed")
