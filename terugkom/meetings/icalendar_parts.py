"""Render meetings as iCalendar (RFC 5545; RFC 5546 for invitations).

The time zone is written as two yearly rules: Outlook rejects a list of transition dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from terugkom.documents.letter import Address

_ZONE = "Europe/Brussels"
_BRUSSELS = ZoneInfo(_ZONE)
_ALARM = timedelta(hours=-1)


class Method(StrEnum):
    """The iTIP METHOD of a calendar part (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True)
class Entry:
    """One VEVENT. `minutes` is its duration, `stamp` its DTSTAMP."""

    uid: str
    sequence: int
    day: date
    starts_at: time
    minutes: int
    summary: str
    description: str
    place: str
    stamp: datetime
    cancelled: bool = False
    organiser: Address | None = None
    sent_by: Address | None = None
    attendees: tuple[Address, ...] = ()


def calendar(method: Method, entries: Iterable[Entry], name: str = "", alarm: str = "") -> str:
    """Return a VCALENDAR. `name` is the feed's name; `alarm` the text of an alarm one hour ahead, if any."""
    made = Calendar()
    made.add("prodid", "-//Terugkom//Terugkom//NL")
    made.add("version", "2.0")
    made.add("method", method.value)
    if name:
        made.add("x-wr-calname", name)
        made.add("x-wr-timezone", _ZONE)
    made.add_component(_brussels())
    for entry in entries:
        made.add_component(_event(entry, alarm))
    return str(made.to_ical(), "utf-8")


def _event(entry: Entry, alarm: str) -> Event:
    event = Event()
    starts = datetime.combine(entry.day, entry.starts_at, _BRUSSELS)
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("last-modified", entry.stamp.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", (starts.astimezone(UTC) + timedelta(minutes=entry.minutes)).astimezone(_BRUSSELS))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    if entry.place:
        event.add("location", entry.place)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    event.add("class", "PUBLIC")
    if entry.organiser:
        event.add("organizer", _organiser(entry.organiser, entry.sent_by), encode=False)
    for attendee in entry.attendees:
        event.add("attendee", _attendee(attendee), encode=False)
    if alarm and not entry.cancelled:
        event.add_component(_alarm(alarm))
    return event


def _organiser(organiser: Address, sent_by: Address | None) -> vCalAddress:
    address = vCalAddress(f"mailto:{organiser.email}")
    address.params["CN"] = vText(organiser.name)
    if sent_by and sent_by.email.lower() != organiser.email.lower():
        address.params["SENT-BY"] = vText(f"mailto:{sent_by.email}")
    return address


def _attendee(attendee: Address) -> vCalAddress:
    address = vCalAddress(f"mailto:{attendee.email}")
    told = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
    for name, value in told.items():
        address.params[name] = vText(value)
    address.params["CN"] = vText(attendee.name)
    return address


def _alarm(text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", _ALARM)
    return alarm


def _brussels() -> Timezone:
    """Return the VTIMEZONE of Europe/Brussels by its rules since 1996 (directive 2000/84/EC)."""
    zone = Timezone()
    zone.add("tzid", _ZONE)
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
