"""An iCalendar feed for each group, with its upcoming meetings."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from terugkom.documents.file_store import read_if_there, write_all_atomically
from terugkom.documents.rendered_files import are_current, record_files
from terugkom.documents.templates import Templates, to_one_line
from terugkom.meetings.icalendar_parts import CalendarMethod, render_calendar
from terugkom.meetings.invitation import build_calendar_event
from terugkom.meetings.model import Meeting
from terugkom.meetings.occurrences import MeetingOccurrence, list_occurrences
from terugkom.meetings.open_meeting import build_meeting
from terugkom.plan.model import Group, Municipality
from terugkom.schedule.model import Moment
from terugkom.workbook.codes import slugify

FOLDER = "calendars"
_LOOKAHEAD = timedelta(days=550)
_DEFAULT_STAMP = datetime(2026, 1, 1, tzinfo=UTC)


def write_feeds(
    session: Session, templates: Templates, municipality: Municipality, outbox: Path, today: date
) -> int:
    """Write the changed feeds to the municipality's folder in the outbox; return how many were written.

    Feeds contain no people: only dates, times and places. Raises ExceptionGroup at the end with the errors of
    the groups whose feed could not be made; those of the others are written.
    """
    found = _group_occurrences(session, municipality, today)
    folder = outbox / municipality.slug / FOLDER
    digest = templates.compute_digest(_load_facts(session, municipality), found)
    if are_current(folder, digest):
        return 0
    feeds, errors = [], []
    for key, occurrences in found.items():
        try:
            feeds.append(_render_feed(session, templates, municipality, key, occurrences))
        except Exception as error:
            errors.append(error)
    changed = [(name, content) for name, content in feeds if read_if_there(folder, name) != content]
    write_all_atomically(folder, changed)
    if errors:
        raise ExceptionGroup("calendars that could not be made", errors)
    if feeds:
        record_files(folder, digest, feeds)
    return len(changed)


def _load_facts(session: Session, municipality: Municipality) -> list[Any]:
    """Return what the feeds are made of besides the meetings to come: whole rows, that none is forgotten."""
    settings = [getattr(municipality, each.key) for each in inspect(Municipality).column_attrs]
    coordinator = municipality.coordinator.name if municipality.coordinator else None
    groups = select(*inspect(Group).columns).where(Group.municipality_id == municipality.id)
    meetings = (
        select(*inspect(Meeting).columns, *inspect(Moment).columns)
        .join(Moment, Moment.id == Meeting.moment_id)
        .where(Moment.municipality_id == municipality.id)
    )
    return [
        settings,
        coordinator,
        [each.day for each in municipality.closing_days],
        *(tuple(row) for row in session.execute(groups.order_by(Group.id))),
        *(tuple(row) for row in session.execute(meetings.order_by(Moment.id))),
    ]


def _group_occurrences(
    session: Session, municipality: Municipality, today: date
) -> dict[tuple[str, str], list[MeetingOccurrence]]:
    """Return the meetings to come by kind and subject."""
    found: defaultdict[tuple[str, str], list[MeetingOccurrence]] = defaultdict(list)
    for each in list_occurrences(session, municipality, today, today + _LOOKAHEAD):
        if each.day >= today:
            found[each.kind, each.subject].append(each)
    return found


def _render_feed(
    session: Session,
    templates: Templates,
    municipality: Municipality,
    key: tuple[str, str],
    occurrences: Sequence[MeetingOccurrence],
) -> tuple[str, bytes]:
    """Return the file name and content of a feed; deterministic for the same plan."""
    events = []
    for each in occurrences:
        meeting = session.get(Meeting, each.moment_id) if each.moment_id else None
        event = build_calendar_event(
            templates, municipality, meeting or build_meeting(session, municipality, each), _DEFAULT_STAMP
        )
        moved = meeting.moves[-1]["on"] if meeting and meeting.moves else ""
        events.append(replace(event, stamp=_parse_stamp(moved) if moved else _DEFAULT_STAMP))
    name = f"{slugify(key[1]) or key[0]}.ics"
    title = to_one_line(f"{municipality.name}: {occurrences[-1].name}")
    return name, render_calendar(CalendarMethod.PUBLISH, events, name=title).encode()


def _parse_stamp(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC)
