"""Render invitations, updates and cancellations: a letter with an iCalendar part."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.letter import Address, Letter
from terugkom.documents.one_line import to_one_line
from terugkom.documents.templates import Templates
from terugkom.meetings.agenda import list_agenda_points
from terugkom.meetings.calendar_event import CalendarEvent, CalendarMethod
from terugkom.meetings.document_kinds import INVITATION_DOCUMENTS
from terugkom.meetings.kinds import FOCUS_GROUP, SUBGROUP
from terugkom.meetings.letter_context import MeetingDetails, build_letter_context
from terugkom.meetings.model import Meeting, MeetingState, StepKind
from terugkom.meetings.recipients import list_invited
from terugkom.meetings.step_request import StepRequest
from terugkom.plan.action_scope import is_in_plan
from terugkom.plan.model import OPEN_STATUSES, Action, Municipality

MAX_TOPICS = 5  # that an invitation names
_CANCELLING = (StepKind.CANCEL, StepKind.WITHDRAWAL)


def render_invitation(
    session: Session,
    templates: Templates,
    request: StepRequest,
    meeting: Meeting,
    attendees: Sequence[Address],
) -> Letter:
    """Return the letter of one of these steps, with its iCalendar part. Raises TemplateError.

    Who is not invited any more gets a CANCEL for themselves, without the status of the event (RFC 5546,
    3.2.5); the meeting goes on for the others.
    """
    municipality, due_step = request.municipality, request.due_step
    step = due_step.step
    context = build_letter_context(municipality, meeting)
    if step in (StepKind.INVITATION, StepKind.LATE_INVITATION):
        topics = list_topics(session, meeting)
        context |= {
            "topics": topics[:MAX_TOPICS],
            "more_topics": max(0, len(topics) - MAX_TOPICS),
            "is_pack_out": context["meeting"].pack_on <= request.today,
        }
    if step in (StepKind.UPDATE, StepKind.CANCEL):
        context["meeting"] = _tell_known_day(session, context["meeting"], meeting, request)
    if due_step.withdrawal:
        context |= {"why": due_step.withdrawal.reason, "known_day": due_step.withdrawal.day}
    from terugkom.meetings.icalendar_parts import render_calendar  # icalendar takes 40 ms

    letter = templates.render_letter(INVITATION_DOCUMENTS[step], context)
    sender = Address(to_one_line(municipality.name), municipality.sender_address)
    event = replace(
        build_calendar_event(templates, municipality, meeting, request.now),
        organiser=Address(
            to_one_line(municipality.name), municipality.answer_address or municipality.sender_address
        ),
        sent_by=sender,
        attendees=tuple(attendees),
        withdrawn=step is StepKind.WITHDRAWAL,
    )
    method = CalendarMethod.CANCEL if step in _CANCELLING else CalendarMethod.REQUEST
    return replace(
        letter, calendar=render_calendar(method, [event], alarm=event.summary), method=method.value
    )


def _tell_known_day(
    session: Session, details: MeetingDetails, meeting: Meeting, request: StepRequest
) -> MeetingDetails:
    """Return what a letter says, with the day that the invited were told: a meeting may have been moved twice
    since, or moved and cancelled. Where they were told several days, none of them is named as the earlier."""
    invited = list_invited(session, [meeting.moment_id], request.today)[meeting.moment_id]
    days = {each.known_day for each in invited if each.known_day}
    if not days:
        return details
    known = days.pop() if len(days) == 1 else None
    if request.due_step.step is StepKind.CANCEL:
        return replace(details, day=known or details.day)
    return replace(details, previous_day=known)


def list_topics(session: Session, meeting: Meeting) -> list[str]:
    """Return what a meeting is about as known now: its agenda points, then the actions that are due by then.

    The pack of the core group and that of an exchange do not list single actions.
    """
    points = [each.title for each in list_agenda_points(session, meeting) if not each.closed]
    if meeting.moment.kind in (SUBGROUP, FOCUS_GROUP):
        due = select(Action.title).where(
            is_in_plan(meeting.moment.municipality_id),
            Action.status.in_(OPEN_STATUSES),
            Action.deadline <= meeting.moment.day,
        )
        if meeting.moment.kind == SUBGROUP:
            due = due.where(Action.group_id == meeting.group_id)
        points += session.scalars(due.order_by(Action.deadline, Action.code))
    return list(dict.fromkeys(to_one_line(each) for each in points))


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
