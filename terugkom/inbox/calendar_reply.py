"""The answer of a calendar program to an invitation (iTIP, RFC 5546): kept with its meeting.

It counts for who sent it, and only if that is proven and it answers for nobody else; of two answers of one
person the later one counts, in whatever order they come.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.inbox.parse_mail import clean_line
from terugkom.meetings.invitation_model import InvitationReply, MeetingInvitation
from terugkom.meetings.model import InvitationState, Meeting, ReplyStatus
from terugkom.plan.model import Municipality, Person
from terugkom.plan.suppressed_addresses import normalize_address

T = TypeVar("T")
_MAX_LENGTH = 50_000  # characters; a reply has a few hundred
_MAX_COMMENT = 500
_MAX_ATTENDEES = 5  # of a reply: who delegates, and to whom
# Time zones as calendar programs call them: Outlook's for UTC, and a path before the usual name.
_ZONE_OF_UTC = re.compile(r'TZID="?tzone://Microsoft/Utc"?', re.IGNORECASE)
_ZONE_WITH_PATH = re.compile(r'TZID="?/[^:;"\n]{1,100}/([A-Z]\w{1,20}/[A-Z]\w{1,30})"?')
_DELEGATED = "delegated"  # (RFC 5545, 3.2.12) who delegates does not come


@dataclass(frozen=True)
class AttendeeAnswer:
    """The answer of one attendee; `delegate`: the address of who comes in their place."""

    address: str
    status: ReplyStatus
    delegate: str = ""
    delegate_name: str = ""


@dataclass(frozen=True)
class CalendarReply:
    """What a calendar program answers: to which meeting, by whom, and when it was written."""

    uid: str
    sequence: int
    answers: tuple[AttendeeAnswer, ...]
    replied_at: datetime
    comment: str = ""


def parse_calendar_reply(text: str, now: datetime, method: str = "REPLY") -> CalendarReply | None:
    """Return the answer in an iCalendar; None for what is none, or cannot be read. A COUNTER, which proposes
    another moment, answers too: whoever proposes one may decline this one."""
    return read_calendar_event(text, method, partial(_parse_event, now=now))


def read_calendar_event(text: str, method: str, parse: Callable[[Any], T | None]) -> T | None:
    """Return what is parsed of the event in an iCalendar of this method; None if that cannot be done."""
    if not text.strip() or len(text) > _MAX_LENGTH or method not in text.upper():
        return None
    from icalendar import Calendar  # it takes 40 ms

    try:
        named = _ZONE_WITH_PATH.sub(r"TZID=\1", _ZONE_OF_UTC.sub("TZID=UTC", text))
        calendar = Calendar.from_ical(named)
        if str(calendar.get("method", "")).upper() != method:
            return None
        event = next(iter(calendar.walk("VEVENT")), None)
        return parse(event) if event is not None else None
    except Exception:  # an iCalendar can be broken in any way, and its parser with it
        return None


def read_text_property(event: Any, name: str, limit: int) -> str:
    """Return a text of an event in one line; RFC 5545 allows several comments, which are read as one."""
    found = event.get(name, "")
    return clean_line(" ".join(map(str, found)) if isinstance(found, list) else str(found), limit)


def _parse_event(event: Any, now: datetime) -> CalendarReply | None:
    listed = event.get("attendee")
    attendees = listed if isinstance(listed, list) else [listed] if listed is not None else []
    attendees = attendees[:_MAX_ATTENDEES]
    names = {_read_address(str(each)): clean_line(str(each.params.get("CN", "")), 200) for each in attendees}
    answers = tuple(found for each in attendees if (found := _parse_attendee(each, names)))
    if not answers:
        return None
    stamp = event.decoded("dtstamp", now)
    if not isinstance(stamp, datetime):
        stamp = datetime.combine(stamp if isinstance(stamp, date) else now.date(), time())
    written = stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
    return CalendarReply(
        uid=str(event.get("uid", "")),
        sequence=max(0, int(event.get("sequence", 0))),  # a database holds no number of any length
        answers=answers,
        replied_at=min(written, now),  # a clock that is ahead must not outweigh every later answer
        comment=read_text_property(event, "comment", _MAX_COMMENT),
    )


def _parse_attendee(attendee: Any, names: Mapping[str, str]) -> AttendeeAnswer | None:
    """Return the answer of an attendee, None where there is none; `names` are those of the reply."""
    address, status = _read_address(str(attendee)), str(attendee.params.get("PARTSTAT", "")).lower()
    if status == _DELEGATED:
        delegates = attendee.params.get("DELEGATED-TO", "")
        delegate = _read_address(
            str(delegates[0] if isinstance(delegates, list) and delegates else delegates)
        )
        return AttendeeAnswer(address, ReplyStatus.DECLINED, delegate, names.get(delegate) or delegate)
    return AttendeeAnswer(address, ReplyStatus(status)) if status in list(ReplyStatus) else None


def _read_address(uri: str) -> str:
    scheme, _, address = clean_line(uri, 300).strip("\"'").partition(":")
    return normalize_address(address) if scheme.lower() == "mailto" else ""


def find_answered_meeting(session: Session, uid: str) -> Meeting | None:
    """Return the meeting that is answered; None if it is none of ours."""
    return session.scalar(select(Meeting).where(Meeting.uid == uid))


def find_own_answer(session: Session, person: Person, reply: CalendarReply) -> AttendeeAnswer | None:
    """Return what a reply says of who sent it; None for one that answers for somebody else of the plan.

    One attendee whom the plan does not know is the sender too, by another address of theirs.
    """
    own = next((each for each in reply.answers if each.address == normalize_address(person.email)), None)
    if own or len(reply.answers) > 1:
        return own
    (answer,) = reply.answers
    return None if _find_person(session, person.municipality_id, answer.address) else answer


def list_sharing_mailbox(session: Session, meeting: Meeting, person: Person) -> Sequence[Person]:
    """Return who is invited to a meeting at the address of a person: one mail names all, and one answer is
    of all."""
    query = (
        select(Person)
        .join(MeetingInvitation, MeetingInvitation.person_id == Person.id)
        .where(MeetingInvitation.moment_id == meeting.moment_id)
        .where(MeetingInvitation.state == InvitationState.INVITED)
        .where(func.lower(Person.email) == normalize_address(person.email))
    )
    return session.scalars(query.order_by(Person.id)).all()


def _find_person(session: Session, municipality_id: int, address: str) -> Person | None:
    query = select(Person).where(
        Person.municipality_id == municipality_id, func.lower(Person.email) == address
    )
    return session.scalars(query.order_by(Person.id).limit(1)).first() if address else None


def store_calendar_reply(
    session: Session, meeting: Meeting, person: Person, reply: CalendarReply, answer: AttendeeAnswer
) -> None:
    """Keep an answer with its meeting, unless a later one is there.

    No answer is to a later version than there is: one that says so would outweigh all that follow.
    """
    sequence = min(reply.sequence, meeting.sequence)
    comment = _describe(session, person, reply, answer)
    stored = session.get(InvitationReply, (meeting.moment_id, person.id))
    if stored is None:
        stored = InvitationReply(moment_id=meeting.moment_id, person_id=person.id)
        session.add(stored)
    elif (min(stored.sequence, meeting.sequence), stored.replied_at) > (sequence, reply.replied_at):
        return
    stored.status, stored.sequence = answer.status, sequence
    stored.replied_at, stored.comment = reply.replied_at, comment
    session.flush()


def _describe(session: Session, person: Person, reply: CalendarReply, answer: AttendeeAnswer) -> str:
    """Return the comment of an answer, after whom they send in their place."""
    if not answer.delegate:
        return reply.comment
    delegate = _find_person(session, person.municipality_id, answer.delegate)
    name = to_one_line(delegate.name) if delegate else answer.delegate_name
    language = session.get_one(Municipality, person.municipality_id).language
    said = translate("meeting.delegated", language, name=name)
    return f"{said}. {reply.comment}".removesuffix(". ")[:_MAX_COMMENT]
