"""An iCalendar feed for each group, with its upcoming meetings."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from terugkom.documents.file_store import write_all_whole
from terugkom.documents.templates import Templates
from terugkom.meetings.icalendar_parts import Entry, Method, calendar
from terugkom.meetings.invitation import entry_of
from terugkom.meetings.model import Meeting
from terugkom.meetings.occurrences import occasions
from terugkom.meetings.open_meeting import as_meeting
from terugkom.plan.model import Municipality
from terugkom.workbook.codes import slug

FOLDER = "calendars"
_AHEAD = timedelta(days=550)
_STAMP = datetime(2026, 1, 1, tzinfo=UTC)


def write_feeds(session: Session, templates: Templates, town: Municipality, outbox: Path, today: date) -> int:
    """Write the changed feeds to the municipality's folder in the outbox; return how many were written.

    Feeds contain no people: only dates, times and places.
    """
    changed = [
        (name, content)
        for name, content in feeds(session, templates, town, today)
        if not (outbox / name).is_file() or (outbox / name).read_bytes() != content
    ]
    write_all_whole(outbox, changed)
    return len(changed)


def feeds(
    session: Session, templates: Templates, town: Municipality, today: date
) -> Iterator[tuple[str, bytes]]:
    """Yield the file name and content of each feed; deterministic for the same plan."""
    entries: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    names: dict[tuple[str, str], str] = {}
    for each in occasions(session, town, today, today + _AHEAD):
        if each.day < today:
            continue
        meeting = session.get(Meeting, each.moment_id) if each.moment_id else None
        entry = entry_of(templates, town, meeting or as_meeting(session, town, each), _STAMP)
        entries[each.kind, each.subject].append(
            replace(entry, stamp=_stamped(meeting.moves[-1]["on"]) if meeting and meeting.moves else _STAMP)
        )
        names[each.kind, each.subject] = each.name
    for key, found in entries.items():
        name = f"{town.slug}/{FOLDER}/{slug(key[1]) or key[0]}.ics"
        yield name, calendar(Method.PUBLISH, found, name=f"{town.name}: {names[key]}").encode()


def _stamped(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC)
