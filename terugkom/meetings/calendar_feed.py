"""An iCalendar feed for each group, with its upcoming meetings."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from terugkom.documents.file_store import write_all_atomically
from terugkom.documents.templates import Templates
from terugkom.meetings.icalendar_parts import CalendarEvent, CalendarMethod, render_calendar
from terugkom.meetings.invitation import build_calendar_event
from terugkom.meetings.model import Meeting
from terugkom.meetings.occurrences import list_occurrences
from terugkom.meetings.open_meeting import build_meeting
from terugkom.plan.model import Municipality
from terugkom.workbook.codes import slugify

FOLDER = "calendars"
_LOOKAHEAD = timedelta(days=550)
_DEFAULT_STAMP = datetime(2026, 1, 1, tzinfo=UTC)


def write_feeds(
    session: Session, templates: Templates, municipality: Municipality, outbox: Path, today: date
) -> int:
    """Write the changed feeds to the municipality's folder in the outbox; return how many were written.

    Feeds contain no people: only dates, times and places.
    """
    changed = [
        (name, content)
        for name, content in render_feeds(session, templates, municipality, today)
        if not (outbox / name).is_file() or (outbox / name).read_bytes() != content
    ]
    write_all_atomically(outbox, changed)
    return len(changed)


def render_feeds(
    session: Session, templates: Templates, municipality: Municipality, today: date
) -> Iterator[tuple[str, bytes]]:
    """Yield the file name and content of each feed; deterministic for the same plan."""
    events: defaultdict[tuple[str, str], list[CalendarEvent]] = defaultdict(list)
    names: dict[tuple[str, str], str] = {}
    for each in list_occurrences(session, municipality, today, today + _LOOKAHEAD):
        if each.day < today:
            continue
        meeting = session.get(Meeting, each.moment_id) if each.moment_id else None
        event = build_calendar_event(
            templates, municipality, meeting or build_meeting(session, municipality, each), _DEFAULT_STAMP
        )
        events[each.kind, each.subject].append(
            replace(
                event,
                stamp=_parse_stamp(meeting.moves[-1]["on"]) if meeting and meeting.moves else _DEFAULT_STAMP,
            )
        )
        names[each.kind, each.subject] = each.name
    for key, found in events.items():
        name = f"{municipality.slug}/{FOLDER}/{slugify(key[1]) or key[0]}.ics"
        yield (
            name,
            render_calendar(
                CalendarMethod.PUBLISH, found, name=f"{municipality.name}: {names[key]}"
            ).encode(),
        )


def _parse_stamp(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC)
