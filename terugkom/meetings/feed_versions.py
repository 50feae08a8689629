"""The versions of the events in a calendar feed, which never go back.

A change that is taken back before anybody was told it gives a meeting its earlier SEQUENCE again (see
`untold_changes`). Whoever follows the feed may have read the version in between, and RFC 5546 (2.1.5) has a
calendar program pass over one with a lower SEQUENCE, or an earlier DTSTAMP: it would keep the wrong day.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from terugkom.meetings.calendar_event import CalendarEvent, CalendarMethod


class FeedVersion(NamedTuple):
    """The version of an event in a feed: of two the greater one counts."""

    sequence: int
    stamp: datetime


def read_versions(content: bytes) -> dict[str, FeedVersion]:
    """Return the version of each event in a feed by its UID; none of a file that is no calendar any more."""
    from icalendar import Calendar  # takes 40 ms

    try:
        events = Calendar.from_ical(content).walk("VEVENT")
        return {str(each["UID"]): FeedVersion(int(each["SEQUENCE"]), each["DTSTAMP"].dt) for each in events}
    except (ValueError, KeyError):
        return {}


def keep_version(event: CalendarEvent, content: bytes, versions: Mapping[str, FeedVersion]) -> CalendarEvent:
    """Return an event with a version that is not below that in the present feed: the same if it stands in it
    so, else a later one."""
    known = versions.get(event.uid)
    if known is None or FeedVersion(event.sequence, event.stamp) >= known:
        return event
    kept = replace(event, sequence=known.sequence, stamp=known.stamp)
    return kept if _render_event(kept) in content else replace(kept, stamp=known.stamp + timedelta(seconds=1))


def _render_event(event: CalendarEvent) -> bytes:
    from terugkom.meetings.icalendar_parts import render_calendar

    _, begin, rest = render_calendar(CalendarMethod.PUBLISH, [event]).encode().partition(b"BEGIN:VEVENT")
    return begin + rest.partition(b"END:VEVENT")[0]
