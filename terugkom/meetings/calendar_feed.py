"""An iCalendar feed for each group, with its upcoming meetings."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import Session

from terugkom.documents.file_store import has_content, read_if_there, write_all_atomically
from terugkom.documents.one_line import to_one_line
from terugkom.documents.rendered_files import are_current, record_files
from terugkom.documents.templates import Templates
from terugkom.meetings.calendar_event import CalendarEvent, CalendarMethod
from terugkom.meetings.feed_versions import keep_version, read_versions
from terugkom.meetings.invitation import build_calendar_event
from terugkom.meetings.model import Meeting
from terugkom.meetings.occurrences import (
    MeetingOccurrence,
    MeetingRows,
    build_occurrences,
    format_meeting_name,
    is_open_or_cancelled,
    load_meeting_rows,
)
from terugkom.meetings.open_meeting import build_meeting, find_uids
from terugkom.plan.model import Group, Municipality
from terugkom.schedule.model import Moment
from terugkom.workbook.codes import slugify

FOLDER = "calendars"
_LOOKAHEAD = timedelta(days=550)
_DEFAULT_STAMP = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FeedFacts:
    """What the feeds of a municipality are made of: its meetings to come by the file of their feed, and whole
    rows, that none is forgotten."""

    occurrences: Mapping[str, Sequence[MeetingOccurrence]]
    rows: Sequence[Any]


def load_feed_facts(
    session: Session, municipalities: Sequence[Municipality], today: date
) -> dict[int, FeedFacts]:
    """Return by municipality what its feeds are made of. As many statements however many municipalities."""
    meetings, rows = load_meeting_rows(session, municipalities), _load_rows(session, municipalities)
    return {
        each.id: FeedFacts(_group_occurrences(each, meetings[each.id], today), rows[each.id])
        for each in municipalities
    }


def are_feeds_current(
    templates: Templates, municipality: Municipality, outbox: Path, facts: FeedFacts
) -> bool:
    """Return whether the feeds in the outbox are made of these facts, and nobody changed them."""
    return are_current(_get_folder(outbox, municipality), _compute_digest(templates, facts))


def write_feeds(
    session: Session, templates: Templates, municipality: Municipality, outbox: Path, today: date
) -> int:
    """Write the changed feeds to the municipality's folder in the outbox; return how many were written.

    The feed of a group that meets no more becomes empty: whoever follows it would keep its meetings for ever.
    Feeds contain no people: only dates, times and places. Raises ExceptionGroup at the end with the errors of
    the groups whose feed could not be made; those of the others are written.
    """
    facts = load_feed_facts(session, [municipality], today)[municipality.id]
    if are_feeds_current(templates, municipality, outbox, facts):
        return 0
    folder = _get_folder(outbox, municipality)
    feeds, errors = [], []
    for name, occurrences in facts.occurrences.items():
        try:
            before = read_if_there(folder, name) or b""
            feeds.append((name, _render_feed(session, templates, municipality, occurrences, before)))
        except Exception as error:
            errors.append(error)
    ended = sorted(path.name for path in folder.glob("*.ics") if path.name not in facts.occurrences)
    feeds += [(name, _render_empty_feed(municipality)) for name in ended]
    changed = [(name, content) for name, content in feeds if not has_content(folder, name, content)]
    write_all_atomically(folder, changed)
    if errors:
        raise ExceptionGroup("calendars that could not be made", errors)
    if feeds:
        record_files(folder, _compute_digest(templates, facts), feeds)
    return len(changed)


def _get_folder(outbox: Path, municipality: Municipality) -> Path:
    return outbox / municipality.slug / FOLDER


def _compute_digest(templates: Templates, facts: FeedFacts) -> str:
    return templates.compute_digest(facts.rows, facts.occurrences)


def _load_rows(session: Session, municipalities: Sequence[Municipality]) -> dict[int, list[Any]]:
    """Return by municipality its settings, coordinator and closing days, its groups and its meetings."""
    settings = [each.key for each in inspect(Municipality).column_attrs]
    found: dict[int, list[Any]] = {
        each.id: [
            [getattr(each, name) for name in settings],
            each.coordinator.name if each.coordinator else None,
            [closing.day for closing in each.closing_days],
        ]
        for each in municipalities
    }
    groups = select(Group.municipality_id, *inspect(Group).columns)
    groups = groups.where(Group.municipality_id.in_(found)).order_by(Group.id)

    def select_meetings(*columns: Any) -> Select[Any]:
        query = select(Moment.municipality_id, *columns).join(Meeting, Meeting.moment_id == Moment.id)
        return query.where(Moment.municipality_id.in_(found)).order_by(Moment.id)

    meetings = select_meetings(*inspect(Meeting).columns, *inspect(Moment).columns)
    closed = select_meetings(Meeting.uid)  # of those that no feed shows, what a new one must differ from
    for query in (groups, meetings.where(is_open_or_cancelled()), closed.where(~is_open_or_cancelled())):
        for municipality_id, *row in session.execute(query):
            found[municipality_id].append(tuple(row))
    return found


def _group_occurrences(
    municipality: Municipality, rows: MeetingRows, today: date
) -> dict[str, list[MeetingOccurrence]]:
    """Return the meetings to come by the file of their feed: one of an earlier kind stands in it too."""
    found: defaultdict[str, list[MeetingOccurrence]] = defaultdict(list)
    for each in build_occurrences(municipality, rows, today, today + _LOOKAHEAD):
        if each.day >= today:
            found[f"{slugify(each.subject) or each.kind}.ics"].append(each)
    return {name: sorted(some, key=lambda each: each.day) for name, some in found.items()}


def _render_feed(
    session: Session,
    templates: Templates,
    municipality: Municipality,
    occurrences: Sequence[MeetingOccurrence],
    before: bytes,
) -> bytes:
    """Return the content of a feed; deterministic for the same plan and what the feed was `before`."""
    from terugkom.meetings.icalendar_parts import render_calendar  # icalendar takes 40 ms

    uids = find_uids(session, municipality.slug, [each for each in occurrences if not each.moment_id])
    meetings = [  # all of them first: the group that they hold is read once
        session.get_one(Meeting, each.moment_id)
        if each.moment_id
        else build_meeting(session, municipality, each, uids[each.key])
        for each in occurrences
    ]
    versions = read_versions(before) if before else {}
    events = [
        keep_version(_build_event(templates, municipality, each), before, versions) for each in meetings
    ]
    name = format_meeting_name(occurrences[-1].kind, occurrences[-1].name, municipality.language)
    title = to_one_line(f"{municipality.name}: {name}")
    return render_calendar(CalendarMethod.PUBLISH, events, name=title).encode()


def _render_empty_feed(municipality: Municipality) -> bytes:
    from terugkom.meetings.icalendar_parts import render_calendar  # icalendar takes 40 ms

    return render_calendar(CalendarMethod.PUBLISH, [], name=to_one_line(municipality.name)).encode()


def _build_event(templates: Templates, municipality: Municipality, meeting: Meeting) -> CalendarEvent:
    event = build_calendar_event(templates, municipality, meeting, _DEFAULT_STAMP)
    return replace(event, stamp=_parse_stamp(meeting.moves[-1]["on"]) if meeting.moves else _DEFAULT_STAMP)


def _parse_stamp(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC)
