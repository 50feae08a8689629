"""Meetings that were cancelled, and take place after all because somebody gives them a day.

One that a person cancelled stays so until a person renews it: the plan does not.
"""

from datetime import date
from typing import NoReturn

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from terugkom.errors import PublicInputError
from terugkom.meetings.model import Meeting, MeetingState, MeetingStep, StepKind, StepOutcome
from terugkom.meetings.occurrences import MeetingOccurrence
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment, MomentState


def find_cancelled_meeting(
    session: Session, municipality: Municipality, subject: str, period: str
) -> Meeting | None:
    """Return the cancelled meeting of this name, of which nothing is left to do; None if there is none.

    Raises PublicInputError if it has its minutes.
    """
    found = session.scalars(_select_meetings(municipality, subject).where(Moment.period == period)).all()
    for each in found:
        if each.state is MeetingState.MINUTED:
            refuse_change(each)
    return next((each for each in found if each.state is MeetingState.CANCELLED), None)


def refuse_if_cancelled_is_meant(
    session: Session, municipality: Municipality, found: MeetingOccurrence, day: date | None
) -> None:
    """Raise PublicInputError if the next meeting of a group was cancelled, or an earlier one that lies nearer
    to its new day: whoever gives no month may mean that one."""
    query = _select_meetings(municipality, found.subject).where(Moment.kind == found.kind)
    for each in session.scalars(query.where(Meeting.state == MeetingState.CANCELLED)):
        is_nearer = day is not None and abs(each.moment.day - day) < abs(found.day - day)
        if each.moment.period == found.period or (is_nearer and each.moment.day < found.day):
            refuse_change(each)


def is_cancellation_told(session: Session, meeting: Meeting) -> bool:
    """Return whether the invitees of a cancelled meeting were told so."""
    is_told = select(MeetingStep.id).where(
        MeetingStep.moment_id == meeting.moment_id,
        MeetingStep.step == StepKind.CANCEL,
        MeetingStep.sequence == meeting.sequence,
        MeetingStep.outcome == StepOutcome.DONE,
    )
    return session.scalar(is_told) is not None


def resume_meeting(meeting: Meeting) -> None:
    """Have a cancelled meeting take place after all.

    It keeps its UID: a calendar takes a later SEQUENCE of it as the same event, which is back (RFC 5546,
    2.1.4).
    """
    meeting.cancellation_reason, meeting.is_cancelled_by_plan = "", False
    meeting.moment.state, meeting.moment.done_at = MomentState.OPEN, None


def refuse_change(meeting: Meeting) -> NoReturn:
    """Raise PublicInputError for a meeting that is cancelled or has its minutes."""
    moment = meeting.moment
    raise PublicInputError(f"error.meeting.{meeting.state}", name=f"{moment.subject}/{moment.period}")


def _select_meetings(municipality: Municipality, subject: str) -> Select[tuple[Meeting]]:
    query = select(Meeting).join(Meeting.moment).where(Moment.municipality_id == municipality.id)
    return query.where(Moment.subject == subject).order_by(Moment.id)
