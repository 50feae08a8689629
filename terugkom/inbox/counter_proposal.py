"""Another moment that an invited person proposes from their calendar (iTIP COUNTER, RFC 5546).

The coordinator is asked; the meeting stays as it is until somebody moves it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from terugkom.clock import BRUSSELS
from terugkom.documents.formatting import format_long_date, format_time, name_in_sentence
from terugkom.documents.messages import translate
from terugkom.inbox.calendar_reply import read_calendar_event, read_text_property
from terugkom.inbox.mail_content import MailContent
from terugkom.inbox.mail_sender import MailSender
from terugkom.inbox.owner_answer import MAX_KEPT_TEXT, AnswerEntry, build_incoming_mail
from terugkom.inbox.reply_text import parse_reply_text
from terugkom.meetings.letter_context import build_meeting_details
from terugkom.meetings.model import MET_STATES, Meeting, MeetingState
from terugkom.plan.incoming_mails import MailKind
from terugkom.plan.questions import NewQuestion, QuestionKind, ask_question


@dataclass(frozen=True)
class CounterProposal:
    """What is proposed for a meeting: its start, in Brussels time, or a day; where, and why.

    `sequence`: the version of the invitation that it answers, if it says so.
    """

    uid: str
    start: datetime | date
    end: datetime | date | None = None
    place: str = ""
    comment: str = ""
    sequence: int | None = None


def parse_counter_proposal(text: str) -> CounterProposal | None:
    """Return the proposal in an iCalendar; None for what is none, or cannot be read."""
    return read_calendar_event(text, "COUNTER", _parse_event)


def handle_counter_proposal(
    session: Session,
    content: MailContent,
    sender: MailSender,
    meeting: Meeting,
    proposal: CounterProposal,
    entry: AnswerEntry,
) -> None:
    """Ask the coordinator about a proposal; a later one of the same person takes its place."""
    stored = build_incoming_mail(content, entry, MailKind.ASKED)
    stored.person_id = sender.person.id
    stored.text = _describe(content, meeting, proposal, entry)
    session.add(stored)
    session.flush()
    about = {"mail": stored.id, "subject": stored.subject}
    question = NewQuestion(
        municipality_id=entry.municipality.id,
        kind=QuestionKind.MAIL,
        subject=f"counter {meeting.moment_id} {sender.person.id}",
        text=stored.text,
        proposal=about if sender.is_proven else {**about, "unproven": stored.sender},
        raised_by_id=sender.person.id if sender.is_proven else None,
    )
    ask_question(session, question, entry.today, entry.now)


def _describe(content: MailContent, meeting: Meeting, proposal: CounterProposal, entry: AnswerEntry) -> str:
    """Return the proposal in a sentence, in the language of the plan, and what its writer added."""
    language, details = entry.municipality.language, build_meeting_details(entry.municipality, meeting)
    said = translate(
        "meeting.counter-proposal",
        language,
        name=name_in_sentence(details.name, language),
        planned=_format_moment(datetime.combine(details.day, meeting.starts_at), language),
        proposed=_format_proposed(meeting, proposal, language),
    )
    standing = _describe_standing(meeting, proposal, entry.today)
    key = f"{meeting.moment.subject}/{meeting.moment.period}"
    since = translate(standing, language, name=key) if standing else ""
    place = translate("meeting.counter-proposal.place", language, place=proposal.place)
    own = proposal.comment or parse_reply_text(content.text).own
    added = (place if proposal.place not in ("", meeting.place) else "", own)
    return "\n".join(filter(None, (said, since, *added)))[:MAX_KEPT_TEXT]


def _describe_standing(meeting: Meeting, proposal: CounterProposal, today: date) -> str:
    """Return what became of the meeting that was answered: a message id; "" if it is as it was."""
    if meeting.state is MeetingState.CANCELLED:
        return "meeting.counter-proposal.cancelled"
    if meeting.state in MET_STATES or meeting.moment.day < today:
        return "meeting.counter-proposal.over"
    if proposal.sequence is None or proposal.sequence >= meeting.sequence:
        return ""
    is_agreed = proposal.start == datetime.combine(meeting.moment.day, meeting.starts_at)
    return "meeting.counter-proposal.agreed" if is_agreed else "meeting.counter-proposal.moved"


def _format_proposed(meeting: Meeting, proposal: CounterProposal, language: str) -> str:
    """Return the moment that is proposed, with its end if it is to take another time than the meeting."""
    start, end = proposal.start, proposal.end
    said = _format_moment(start, language)
    if not isinstance(start, datetime) or not isinstance(end, datetime) or start.date() != end.date():
        return said
    if end <= start or end - start == timedelta(minutes=meeting.duration_minutes):
        return said
    time = format_time(end.time(), language)
    return translate("meeting.counter-proposal.until", language, moment=said, time=time)


def _format_moment(moment: datetime | date, language: str) -> str:
    if not isinstance(moment, datetime):
        return format_long_date(moment, language)
    day, at = format_long_date(moment.date(), language), format_time(moment.time(), language)
    return translate("meeting.counter-proposal.moment", language, day=day, time=at)


def _parse_event(event: object) -> CounterProposal | None:
    start, end = _read_moment(event, "dtstart"), _read_moment(event, "dtend")
    if start is None:
        return None
    return CounterProposal(
        uid=read_text_property(event, "uid", 300),
        start=start,
        end=end,
        place=read_text_property(event, "location", 200),
        comment=read_text_property(event, "comment", 500),
        sequence=_read_sequence(event),
    )


def _read_moment(event: object, name: str) -> datetime | date | None:
    """Return a moment of an event, without time zone, in Brussels time; or a day; None without."""
    found = event.decoded(name, None)  # type: ignore[attr-defined]
    if isinstance(found, datetime) and found.tzinfo:
        return found.astimezone(BRUSSELS).replace(tzinfo=None)
    return found if isinstance(found, date) else None


def _read_sequence(event: object) -> int | None:
    found = event.get("sequence")  # type: ignore[attr-defined]
    return None if found is None else int(found)
