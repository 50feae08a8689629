"""The answer of a calendar program to an invitation (iTIP, RFC 5546): kept with its meeting.

It counts for who sent it, and only if that is proven; of two answers of one person the later one counts, in
whatever order they come.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.inbox.parse_mail import clean_line
from terugkom.meetings.invitation_model import InvitationReply
from terugkom.meetings.model import Meeting, ReplyStatus
from terugkom.plan.model import Person

T = TypeVar("T")
_MAX_LENGTH = 50_000  # characters; a reply has a few hundred


@dataclass(frozen=True)
class CalendarReply:
    """What a calendar program answers: to which meeting, by whom, and when it was written."""

    uid: str
    sequence: int
    status: ReplyStatus
    replied_at: datetime
    comment: str = ""


def parse_calendar_reply(text: str, now: datetime) -> CalendarReply | None:
    """Return the answer in an iCalendar; None for what is none, or cannot be read."""
    return read_calendar_event(text, "REPLY", partial(_parse_event, now=now))


def read_calendar_event(text: str, method: str, parse: Callable[[Any], T | None]) -> T | None:
    """Return what is parsed of the event in an iCalendar of this method; None if that cannot be done."""
    if not text.strip() or len(text) > _MAX_LENGTH or method not in text.upper():
        return None
    from icalendar import Calendar  # it takes 40 ms

    try:
        calendar = Calendar.from_ical(text)
        if str(calendar.get("method", "")).upper() != method:
            return None
        event = next(iter(calendar.walk("VEVENT")), None)
        return parse(event) if event is not None else None
    except Exception:  # an iCalendar can be broken in any way, and its parser with it
        return None


def _parse_event(event: Any, now: datetime) -> CalendarReply | None:
    attendees = event.get("attendee")
    if attendees is None or isinstance(attendees, list):  # a reply is by one person
        return None
    status = str(attendees.params.get("PARTSTAT", "")).lower()
    if status not in list(ReplyStatus):
        return None
    stamp = event.decoded("dtstamp", now)
    if not isinstance(stamp, datetime):
        stamp = datetime.combine(stamp if isinstance(stamp, date) else now.date(), time())
    written = stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
    return CalendarReply(
        uid=str(event.get("uid", "")),
        sequence=int(event.get("sequence", 0)),
        status=ReplyStatus(status),
        replied_at=min(written, now),  # a clock that is ahead must not outweigh every later answer
        comment=clean_line(str(event.get("comment", "")), 500),
    )


def find_answered_meeting(session: Session, uid: str) -> Meeting | None:
    """Return the meeting that is answered; None if it is none of ours."""
    return session.scalar(select(Meeting).where(Meeting.uid == uid))


def store_calendar_reply(session: Session, meeting: Meeting, person: Person, reply: CalendarReply) -> None:
    """Keep an answer with its meeting, unless a later one is there."""
    stored = session.get(InvitationReply, (meeting.moment_id, person.id))
    if stored is None:
        stored = InvitationReply(moment_id=meeting.moment_id, person_id=person.id)
        session.add(stored)
    elif (stored.sequence, stored.replied_at) > (reply.sequence, reply.replied_at):
        return
    stored.status, stored.sequence = reply.status, reply.sequence
    stored.replied_at, stored.comment = reply.replied_at, reply.comment
    session.flush()
