"""Render deadlines as iCalendar (RFC 5545)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, Todo

from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.plan.model import Municipality
from terugkom.reminders.deadline_calendar import CalendarDeadline

_STAMP = datetime(2026, 1, 1, tzinfo=UTC)  # the same plan gives the same file


def render_deadlines(
    municipality: Municipality, deadlines: Sequence[CalendarDeadline], *, name: str = ""
) -> bytes:
    """Return a VCALENDAR; with the name of a feed also a to-do for each deadline."""
    calendar = Calendar()
    calendar.add("prodid", "-//Terugkom//Terugkom//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
    for each in deadlines:
        calendar.add_component(_build_event(municipality, each))
        if name:
            calendar.add_component(_build_todo(municipality, each))
    return bytes(calendar.to_ical())


def _build_event(municipality: Municipality, deadline: CalendarDeadline) -> Event:
    event = Event()
    _add_shared(event, municipality, deadline, "event")
    event.add("dtstart", deadline.day)
    event.add("dtend", deadline.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _build_todo(municipality: Municipality, deadline: CalendarDeadline) -> Todo:
    todo = Todo()
    _add_shared(todo, municipality, deadline, "todo")
    todo.add("due", deadline.day)
    todo.add("status", "NEEDS-ACTION")
    return todo


def _add_shared(
    part: Event | Todo, municipality: Municipality, deadline: CalendarDeadline, kind: str
) -> None:
    uid = uuid5(NAMESPACE_URL, f"terugkom:{municipality.slug}:{deadline.code}:deadline:{kind}")
    title = to_one_line(deadline.title)
    part.add("uid", f"{uid}@terugkom")
    part.add("sequence", deadline.sequence)
    part.add("dtstamp", _STAMP)
    part.add(
        "summary",
        translate("deadline-calendar.summary", municipality.language, title=title, code=deadline.code),
    )
    part.add("class", "PRIVATE")
