"""Render the letters about minutes: the attachments of the request, and the minutes for the members."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.letter import Attachment, Letter
from terugkom.documents.one_line import to_one_line
from terugkom.documents.templates import Templates
from terugkom.meetings.agenda import list_agenda_points
from terugkom.meetings.letter_context import build_letter_context
from terugkom.meetings.minutes.decision_names import describe_decision
from terugkom.meetings.minutes.minutes_form import render_minutes_form
from terugkom.meetings.minutes.minutes_model import Attendance, Decision
from terugkom.meetings.model import DecisionKind, Meeting, Presence
from terugkom.plan.model import Action, Municipality, Person

DOCUMENT = "meeting-minutes"


def render_minutes_attachments(
    session: Session, templates: Templates, municipality: Municipality, meeting: Meeting
) -> tuple[Attachment, ...]:
    """Return the attachments of the request for minutes: the form. Raises TemplateError."""
    return (render_minutes_form(session, templates, municipality, meeting),)


def render_minutes_letter(
    session: Session,
    templates: Templates,
    municipality: Municipality,
    meeting: Meeting,
    correction: Mapping[str, Any] | None,
) -> Letter:
    """Return the letter with the recorded minutes, for the members. Raises TemplateError.

    `correction` says what was corrected since they were sent: the texts that were added, and removed.
    """
    decisions = session.execute(
        select(Decision.number, Decision.text, Decision.kind, Action.code, Action.title)
        .outerjoin(Action, Action.id == Decision.action_id)
        .where(Decision.moment_id == meeting.moment_id)
        .order_by(Decision.number)
    )
    points = list_agenda_points(session, meeting)
    context = build_letter_context(municipality, meeting) | {
        "decisions": [_build_decision_context(templates.language, *row) for row in decisions.tuples()],
        "points": [each for each in points if each.open_point_id and not each.closed],
        "closed": [each for each in points if each.closed],
        "guests": meeting.guests,
        "discussion": meeting.discussion,
        "correction": correction,
        **_list_names(session, meeting),
    }
    return templates.render_letter(DOCUMENT, context)


def _list_names(session: Session, meeting: Meeting) -> dict[str, list[str]]:
    """Return the names of who was present, excused and absent."""
    rows = session.execute(
        select(Person.name, Attendance.presence)
        .join(Attendance, Attendance.person_id == Person.id)
        .where(Attendance.moment_id == meeting.moment_id)
        .order_by(Person.code)
    ).tuples()
    names: dict[str, list[str]] = {each.value: [] for each in Presence}
    for name, presence in rows:
        names[presence.value].append(to_one_line(name))
    return names


def _build_decision_context(
    language: str, number: int, text: str, kind: DecisionKind, code: str | None, title: str | None
) -> dict[str, Any]:
    """Return the template context of a decision; the text of a new action already contains its title."""
    about = title if title and kind is not DecisionKind.NEW_ACTION else ""
    return {
        "number": number,
        "text": describe_decision(kind, text, language),
        "code": code,
        "about": about,
    }
