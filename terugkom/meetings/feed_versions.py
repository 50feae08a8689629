"""The versions of the events in a calendar feed, which never go back.

A change that is taken back before anybody was told it gives a meeting its earlier SEQUENCE again (see
`unannounced_changes`). Whoever follows the feed may have read the version in between, and RFC 5546 (2.1.5)
has a calendar program pass over one with a lower SEQUENCE, or an earlier DTSTAMP: it would keep the wrong
day.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from terugkom.meetings.calendar_event import CalendarEvent, CalendarMethod

_FIELDS = (r"UID:.+", r"SEQUENCE:[0-9]{1,9}", r"DTSTAMP:[0-9]{8}T[0-9]{6}Z")  # as we write them
_FIELD = re.compile(rf"^(?=(?:{'|'.join(_FIELDS)})\r$)([A-Z]+):(.+)\r$", re.MULTILINE)


class FeedVersion(NamedTuple):
    """The version of an event in a feed: of two the greater one counts."""

    sequence: int
    stamp: datetime


def read_versions(content: bytes) -> dict[str, FeedVersion]:
    """Return the version of each event in a feed by its UID; none of a file that is no calendar any more.

    To parse it whole would take longer than to render it.
    """
    found = {}
    for event in content.decode(errors="replace").replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]:
        fields = dict(_FIELD.findall(event))
        with suppress(KeyError, ValueError):  # somebody edited the file
            stamp = datetime.strptime(fields["DTSTAMP"], "%Y%m%dT%H%M%S%z")
            found[fields["UID"]] = FeedVersion(int(fields["SEQUENCE"]), stamp)
    return found


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
