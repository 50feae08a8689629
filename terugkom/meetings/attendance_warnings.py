"""Tell the coordinator when too few members come to a meeting, by the answers to its invitation.

From five working days ahead, while there is time to move the meeting or to call people. Too few is less than
half of the members, once half of them answered: who never answers an invitation says nothing about a meeting.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.model import Delivery
from terugkom.documents.render_context import RenderContext
from terugkom.meetings.document_kinds import WARNING_DOCUMENT
from terugkom.meetings.invitation_model import InvitationReply
from terugkom.meetings.invitation_replies import InvitationReplies, load_invitation_replies
from terugkom.meetings.letter_context import build_letter_context
from terugkom.meetings.model import Meeting, MeetingState, ReplyStatus
from terugkom.meetings.recipients import find_coordinator_recipient, find_member_recipients
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment, MomentState

S = TypeVar("S", bound=tuple[Any, ...])
_WORKING_DAYS_AHEAD = 5


@dataclass(frozen=True)
class LowAttendance:
    """A meeting to which too few come: `coming` of `members` accepted, of the `answered` who said anything.

    `replies` has those of others too, to whom a member passed the invitation on.
    """

    moment_id: int
    sequence: int
    kind: str
    subject: str
    period: str
    members: int
    coming: int
    answered: int
    replies: InvitationReplies

    @property
    def unanswered(self) -> int:
        """How many members said nothing."""
        return self.members - self.answered


def list_low_attendances(
    session: Session, municipality: Municipality, today: date
) -> tuple[LowAttendance, ...]:
    """Return the coming meetings of which the coordinator must be told; none on a non-working day.

    Each is told once for each day on which the meeting is planned.
    """
    if today not in municipality.working_days:
        return ()
    return tuple(
        found
        for meeting in _list_near_meetings(session, municipality, today)
        if (found := _find_low_attendance(session, municipality, meeting, today))
        and session.scalar(select(Delivery.id).where(Delivery.key == _build_key(municipality, found))) is None
    )


def render_warning(
    context: RenderContext, municipality: Municipality, found: LowAttendance, today: date
) -> OutboundDocument | None:
    """Return the mail to the coordinator; None if nobody is reachable. Nothing is stored."""
    with context.database.read_session() as session:
        readers = find_coordinator_recipient(session, municipality, today).reachable
        letter_context = build_letter_context(municipality, session.get_one(Meeting, found.moment_id))
    if not readers:
        return None
    reader = readers[0]
    letter = context.templates.render_letter(
        WARNING_DOCUMENT, letter_context | {"reader": reader.address.name, "found": found}
    )
    recipient = Recipient(_build_key(municipality, found), reader.role, reader.person_id, reader.address)
    folder = f"{municipality.slug}/{today.isoformat()}"
    return replace(
        build_mail(letter, WARNING_DOCUMENT, folder, str(found.moment_id), [recipient]), individual=True
    )


def enqueue_warning(context: RenderContext, run_context: RunContext, found: LowAttendance) -> bool:
    """Enqueue the mail; return whether it was, and not by another run before. Raises TemplateError."""
    mail = render_warning(context, run_context.municipality, found, run_context.today)
    if mail is None:
        return False
    write_documents(context.documents, [mail])
    try:
        with context.database.write_session() as session:
            enqueue_documents(session, replace(run_context, moment_id=found.moment_id), [mail])
    except IntegrityError as error:
        if is_duplicate_key(error):  # another run enqueued it first
            return False
        raise
    return True


def _list_near_meetings(session: Session, municipality: Municipality, today: date) -> Iterator[Meeting]:
    """Yield the near meetings that somebody answered for."""
    query = _limit_to_answered(select(Meeting).join(Meeting.moment), today)
    query = query.where(Moment.municipality_id == municipality.id).order_by(Moment.day, Moment.id)
    days = municipality.working_days
    for meeting in session.scalars(query):
        if today >= days.go_back(meeting.moment.day, _WORKING_DAYS_AHEAD):
            yield meeting


def select_with_answered_meetings(today: date) -> Select[tuple[int]]:
    """Return the query for the municipalities with a meeting to come that somebody answered for: in the
    others nobody is to be told anything."""
    meetings = select(Moment.municipality_id).join(Meeting, Meeting.moment_id == Moment.id)
    return _limit_to_answered(meetings, today)


def _limit_to_answered(meetings: Select[S], today: date) -> Select[S]:
    answered = exists().where(
        InvitationReply.moment_id == Meeting.moment_id, InvitationReply.sequence >= Meeting.sequence
    )
    return meetings.where(Moment.state == MomentState.OPEN, Moment.day > today).where(
        Meeting.state == MeetingState.PLANNED, answered
    )


def _find_low_attendance(
    session: Session, municipality: Municipality, meeting: Meeting, today: date
) -> LowAttendance | None:
    of = (session, municipality, meeting, max(today, meeting.moment.day))
    members = {person for each in find_member_recipients(*of).reachable for person in each.person_ids}
    query = select(InvitationReply.status).where(
        InvitationReply.moment_id == meeting.moment_id,
        InvitationReply.sequence >= meeting.sequence,
        InvitationReply.person_id.in_(members),
    )
    answers = list(session.scalars(query))
    coming = answers.count(ReplyStatus.ACCEPTED)
    if 2 * len(answers) < len(members) or 2 * coming >= len(members):
        return None
    moment = meeting.moment
    replies = load_invitation_replies(session, meeting)
    return LowAttendance(
        moment.id,
        meeting.sequence,
        moment.kind,
        moment.subject,
        moment.period,
        len(members),
        coming,
        len(answers),
        replies,
    )


def _build_key(municipality: Municipality, found: LowAttendance) -> str:
    return f"{municipality.id}:{WARNING_DOCUMENT}:{found.moment_id}:{found.sequence}"
