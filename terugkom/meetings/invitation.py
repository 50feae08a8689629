"""Render invitations, updates and cancellations: a letter with an iCalendar part."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from terugkom.documents.letter import Address, Letter
from terugkom.documents.templates import Templates, to_one_line
from terugkom.meetings.icalendar_parts import CalendarEvent, CalendarMethod, render_calendar
from terugkom.meetings.letter_context import build_letter_context
from terugkom.meetings.model import Meeting, MeetingState, StepKind
from terugkom.plan.model import Municipality

INVITATION_DOCUMENTS = {
    StepKind.INVITATION: "meeting-invitation",
    StepKind.UPDATE: "meeting-moved",
    StepKind.CANCEL: "meeting-cancelled",
}


def render_invitation(
    templates: Templates,
    municipality: Municipality,
    meeting: Meeting,
    step: StepKind,
    attendees: Sequence[Address],
    now: datetime,
) -> Letter:
    """Return the letter of one of these steps, with its iCalendar part. Raises TemplateError."""
    letter = templates.render_letter(INVITATION_DOCUMENTS[step], build_letter_context(municipality, meeting))
    sender = Address(to_one_line(municipality.name), municipality.sender_address)
    event = replace(
        build_calendar_event(templates, municipality, meeting, now),
        organiser=Address(
            to_one_line(municipality.name), municipality.answer_address or municipality.sender_address
        ),
        sent_by=sender,
        attendees=tuple(attendees),
    )
    method = CalendarMethod.CANCEL if step is StepKind.CANCEL else CalendarMethod.REQUEST
    return replace(
        letter, calendar=render_calendar(method, [event], alarm=event.summary), method=method.value
    )


def build_calendar_event(
    templates: Templates, municipality: Municipality, meeting: Meeting, stamp: datetime
) -> CalendarEvent:
    """Return the calendar event of a meeting, without organiser and attendees."""
    text = templates.render_text("meeting-event.txt", build_letter_context(municipality, meeting)).strip()
    summary, _, description = text.partition("\n")
    return CalendarEvent(
        uid=meeting.uid,
        sequence=meeting.sequence,
        day=meeting.moment.day,
        starts_at=meeting.starts_at,
        duration_minutes=meeting.duration_minutes,
        summary=to_one_line(summary),
        description=description.strip(),
        place=to_one_line(meeting.place),
        stamp=stamp,
        cancelled=meeting.state is MeetingState.CANCELLED,
    )
