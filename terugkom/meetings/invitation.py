"""Render invitations, updates and cancellations: a letter with an iCalendar part."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from terugkom.documents.letter import Address, Letter
from terugkom.documents.templates import Templates, one_line
from terugkom.meetings.icalendar_parts import Entry, Method, calendar
from terugkom.meetings.letter_context import context_of
from terugkom.meetings.model import Meeting, MeetingState, Step
from terugkom.plan.model import Municipality

DOCUMENTS = {
    Step.INVITATION: "meeting-invitation",
    Step.UPDATE: "meeting-moved",
    Step.CANCEL: "meeting-cancelled",
}


def invitation(
    templates: Templates,
    town: Municipality,
    meeting: Meeting,
    step: Step,
    attendees: Sequence[Address],
    now: datetime,
) -> Letter:
    """Return the letter of one of these steps, with its iCalendar part. Raises TemplateProblem."""
    letter = templates.letter(DOCUMENTS[step], context_of(town, meeting))
    sender = Address(one_line(town.name), town.sender_address)
    entry = replace(
        entry_of(templates, town, meeting, now),
        organiser=Address(one_line(town.name), town.answer_address or town.sender_address),
        sent_by=sender,
        attendees=tuple(attendees),
    )
    method = Method.CANCEL if step is Step.CANCEL else Method.REQUEST
    return replace(letter, calendar=calendar(method, [entry], alarm=entry.summary), method=method.value)


def entry_of(templates: Templates, town: Municipality, meeting: Meeting, stamp: datetime) -> Entry:
    """Return the calendar event of a meeting, without organiser and attendees."""
    text = templates.text("meeting-event.txt", context_of(town, meeting)).strip()
    summary, _, description = text.partition("\n")
    return Entry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        day=meeting.moment.day,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        summary=one_line(summary),
        description=description.strip(),
        place=one_line(meeting.place),
        stamp=stamp,
        cancelled=meeting.state is MeetingState.CANCELLED,
    )
