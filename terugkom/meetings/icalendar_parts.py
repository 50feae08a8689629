"""Render meetings as iCalendar (RFC 5545; RFC 5546 for invitations).

The time zone is written as two yearly rules: Outlook rejects a list of transition dates.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from terugkom.documents.letter import Address
from terugkom.meetings.calendar_event import CalendarEvent, CalendarMethod
from terugkom.schedule.meeting_hours import BRUSSELS_ZONE, MeetingHours

_ALARM_OFFSET = timedelta(hours=-1)


def render_calendar(
    method: CalendarMethod, events: Iterable[CalendarEvent], name: str = "", alarm: str = ""
) -> str:
    """Return a VCALENDAR. `name` is the feed's name; `alarm` the text of an alarm one hour ahead, if any."""
    calendar = Calendar()
    calendar.add("prodid", "-//Terugkom//Terugkom//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", BRUSSELS_ZONE)
    calendar.add_component(_build_timezone())
    for event in events:
        calendar.add_component(_build_event(event, alarm))
    return str(calendar.to_ical(), "utf-8")


def _build_event(calendar_event: CalendarEvent, alarm: str) -> Event:
    event = Event()
    hours = MeetingHours(calendar_event.day, calendar_event.starts_at, calendar_event.duration_minutes)
    starts, ends = hours.local_start, hours.local_end
    if ends.fold:  # an hour that comes twice in autumn would be read as the first one
        starts, ends = starts.astimezone(UTC), ends.astimezone(UTC)
    event.add("uid", calendar_event.uid)
    event.add("sequence", calendar_event.sequence)
    event.add("dtstamp", calendar_event.stamp.astimezone(UTC))
    event.add("last-modified", calendar_event.stamp.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", calendar_event.summary)
    event.add("description", calendar_event.description)
    if calendar_event.place:
        event.add("location", calendar_event.place)
    if not calendar_event.withdrawn:
        event.add("status", "CANCELLED" if calendar_event.cancelled else "CONFIRMED")
    is_off = calendar_event.cancelled or calendar_event.withdrawn
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    event.add("class", "PUBLIC")
    if calendar_event.organiser:
        event.add(
            "organizer", _build_organiser(calendar_event.organiser, calendar_event.sent_by), encode=False
        )
    for attendee in calendar_event.attendees:
        event.add("attendee", _build_attendee(attendee), encode=False)
    if alarm and not is_off:
        event.add_component(_build_alarm(alarm))
    return event


def _build_organiser(organiser: Address, sent_by: Address | None) -> vCalAddress:
    address = vCalAddress(f"mailto:{organiser.email}")
    address.params["CN"] = vText(organiser.name)
    if sent_by and sent_by.email.lower() != organiser.email.lower():
        address.params["SENT-BY"] = vText(f"mailto:{sent_by.email}")
    return address


def _build_attendee(attendee: Address) -> vCalAddress:
    address = vCalAddress(f"mailto:{attendee.email}")
    parameters = {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }
    for name, value in parameters.items():
        address.params[name] = vText(value)
    address.params["CN"] = vText(attendee.name)
    return address


def _build_alarm(text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", _ALARM_OFFSET)
    return alarm


def _build_timezone() -> Timezone:
    """Return the VTIMEZONE of Europe/Brussels by its rules since 1996 (directive 2000/84/EC)."""
    zone = Timezone()
    zone.add("tzid", BRUSSELS_ZONE)
    winter, summer = TimezoneStandard(), TimezoneDaylight()
    hour = timedelta(hours=1)
    for part, name, begins, month, before, after in (
        (winter, "CET", datetime(1996, 10, 27, 3), 10, 2 * hour, hour),  # noqa: DTZ001  local time
        (summer, "CEST", datetime(1996, 3, 31, 2), 3, hour, 2 * hour),  # noqa: DTZ001
    ):
        part.add("dtstart", begins)
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone
