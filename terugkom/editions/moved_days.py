"""Days of meetings that a published edition announced, and that moved since: told to the coordinator at once.

What was published is not changed in silence: a person publishes a correction (guide: "wees eerlijk en
consequent in je communicatie"). Who was invited gets an update by itself.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import sha256
from terugkom.documents.messages import translate
from terugkom.documents.render_context import RenderContext
from terugkom.editions.announced_days import find_known_day, find_named_days
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.edition_period import format_edition
from terugkom.editions.model import KIND, Edition, EditionState
from terugkom.editions.published_stories import PublishedEdition, load_published_edition
from terugkom.editions.story_basis import MEETINGS_AHEAD, Basis, load_meeting_names
from terugkom.meetings.match_announced import CurrentMeeting, load_calendar, match_announced
from terugkom.meetings.recipients import MeetingRecipient, find_coordinator_recipient
from terugkom.plan.media import Medium
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.schedule.model import Moment
from terugkom.schedule.run_stamp import RunStamp

DOCUMENT = "published-day-moved"


@dataclass(frozen=True)
class MovedDay:
    """A day that a story names and that is another now, or none: of which meeting, and by which media it was
    told."""

    story: str
    title: str
    meeting: str
    was_on: date
    day: date | None
    media: tuple[str, ...]


class AnnouncedDay(NamedTuple):
    """What a story announced: which meeting, by group and month; on which day readers know it, after the
    corrections, and on which it is now."""

    story: str
    meeting: str
    was_on: date
    day: date | None

    @property
    def has_moved(self) -> bool:
        """Whether it is on another day, or on none."""
        return self.day != self.was_on


@dataclass(frozen=True)
class MovedDays:
    """The moved days that a published edition names; and where each meeting is now, of these, and of those
    that are back on their day after the coordinator was told another."""

    moment_id: int
    period: str
    days: tuple[MovedDay, ...]
    now: tuple[AnnouncedDay, ...]


def select_with_announced_days(today: date) -> Select[tuple[int]]:
    """Return the query for the municipalities with a published edition that may announce a day to come."""
    return (
        select(Moment.municipality_id)
        .join(Edition, Edition.moment_id == Moment.id)
        .where(Edition.state == EditionState.PUBLISHED, Edition.until >= today - MEETINGS_AHEAD)
    )


def list_moved_days(
    session: Session, documents: DocumentStore, municipality: Municipality, today: date
) -> list[MovedDays]:
    """Return by edition the days from today on that it names as it stands now, with its corrections, and on
    which their meeting is not any more. Raises DocumentChanged."""
    query = (
        select(Edition)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == municipality.id, Moment.kind == KIND)
        .where(Edition.state == EditionState.PUBLISHED, Edition.until >= today - MEETINGS_AHEAD)
        .order_by(Moment.period)
    )
    editions = [
        (edition, announced)
        for edition in session.scalars(query)
        if (announced := _list_announced(edition.story_basis or {}, today))
    ]
    calendar = load_calendar(session, municipality, today) if editions else []
    names = load_meeting_names(session, municipality) if editions else {}
    found = []
    for edition, announced in editions:
        now = _find_days(announced, calendar, today)
        if not any(each.has_moved or _is_told(edition.story_basis, each) for each in now):
            continue
        published = load_published_edition(session, documents, edition)
        announced = list(_iterate_known_days(published, edition.story_basis, now, names, today))
        now = _find_days(announced, calendar, today)
        back = [each for each in now if not each.has_moved and _is_untold(edition.story_basis, each)]
        named = [
            (each, _describe(published, each, names))
            for each in now
            if each.has_moved and _list_media(published, each)
        ]
        if named or back:
            known, days = (*(each for each, _ in named), *back), tuple(day for _, day in named)
            found.append(MovedDays(edition.moment_id, edition.moment.period, days, known))
    return found


def enqueue_all_moved_days(
    render_context: RenderContext,
    slug: str,
    channel: str,
    folders: EditionFolders,
    stamp: RunStamp,
) -> list[OutboundDocument]:
    """Enqueue the mails about the days that editions of a municipality name and on which their meeting is not
    any more; return those that are new. Raises DocumentChanged and TemplateError."""
    mails = []
    with render_context.database.read_session() as session:
        municipality = get_municipality(session, slug)
        found = list_moved_days(session, render_context.documents, municipality, stamp.today)
        session.rollback()  # ends the reading: each mail is a transaction of its own
        for each in found:
            run = RunContext(municipality, each.moment_id, channel, stamp.run_id, stamp.now, stamp.today)
            folder = folders.folder_for(slug, each.period).name
            if mail := enqueue_moved_days(render_context, run, each, folder):
                mails.append(mail)
    return mails


def enqueue_moved_days(
    render_context: RenderContext, run_context: RunContext, moved: MovedDays, folder: str
) -> OutboundDocument | None:
    """Enqueue the mail to the coordinator about these days, if one of them was not told; return it if it is
    new and somebody can be reached. Raises TemplateError."""
    with render_context.database.read_session() as session:
        basis = session.get_one(Edition, moved.moment_id).story_basis
        found = find_coordinator_recipient(session, run_context.municipality, run_context.today).reachable
    untold = [each for each in moved.now if _is_untold(basis, each)]
    is_to_tell = any(each.has_moved for each in untold)
    if not untold or (is_to_tell and not found):
        return None
    told, mails = _add_told(basis, untold), []
    if is_to_tell:
        mails = [_render_mail(render_context, run_context, moved, folder, found[0], _hash_told(told))]
        write_documents(render_context.documents, mails)
    with render_context.database.write_session() as session:
        edition = session.get_one(Edition, moved.moment_id, with_for_update={"of": Edition})
        if edition.story_basis != basis:
            return None  # another run told it first
        edition.story_basis = told
        enqueue_documents(session, run_context, mails)
    return mails[0] if mails else None


def _render_mail(
    render_context: RenderContext,
    run_context: RunContext,
    moved: MovedDays,
    folder: str,
    reader: MeetingRecipient,
    code: str,
) -> OutboundDocument:
    municipality = run_context.municipality
    context = {
        "reader": reader.address.name,
        "municipality": municipality.name,
        "quarter": format_edition(moved.period, municipality.language),
        "period": moved.period,
        "folder": folder,
        "days": moved.days,
        "stories": list(dict.fromkeys(each.story for each in moved.days)),
    }
    letter = render_context.templates.render_urgent_letter(DOCUMENT, context)
    key = f"{municipality.slug}:{DOCUMENT}:{moved.period}:{code}"
    recipient = Recipient(key, reader.role, reader.person_id, reader.address)
    mail = build_mail(letter, DOCUMENT, run_context.folder, f"{moved.period}-{code}", [recipient])
    return replace(mail, individual=True)


def _get_told(basis: Basis, each: AnnouncedDay) -> list[str]:
    """Return the days of a meeting that the coordinator was told, in order; "" is no day."""
    days: list[str] = basis[each.story].get("told_days", {}).get(each.meeting, [])
    return days


def _is_told(basis: Basis, each: AnnouncedDay) -> bool:
    """Return whether the coordinator was told of a meeting, so that a correction may name another day."""
    return bool(_get_told(basis, each))


def _is_untold(basis: Basis, each: AnnouncedDay) -> bool:
    told = _get_told(basis, each) or [each.was_on.isoformat()]
    return told[-1] != _format_day(each.day)


def _add_told(basis: Basis, untold: Sequence[AnnouncedDay]) -> dict[str, Any]:
    """Return the basis with these days as told: a meeting that is back, and moves again, is told again."""
    found = dict(basis)
    for each in untold:
        days = {each.meeting: [*_get_told(found, each), _format_day(each.day)]}
        found[each.story] = {**found[each.story], "told_days": found[each.story].get("told_days", {}) | days}
    return found


def _hash_told(told: Basis) -> str:
    """Return what tells a mail apart from the earlier ones of its edition."""
    days = {story: each["told_days"] for story, each in told.items() if "told_days" in each}
    return sha256(json.dumps(days, sort_keys=True).encode())[:12]


def _format_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _list_announced(basis: Basis, today: date) -> list[tuple[str, str, date]]:
    """Return (story, meeting, day) of what the stories announced when they were approved, if that day or one
    that the coordinator was told since is to come."""
    return [
        (story, meeting, date.fromisoformat(day))
        for story, own in basis.items()
        for meeting, day in own.get("plan", {}).get("meetings", {}).items()
        if max(day, *own.get("told_days", {}).get(meeting, ("",))) >= today.isoformat()
    ]


def _find_days(
    announced: Sequence[tuple[str, str, date]], calendar: Sequence[CurrentMeeting], today: date
) -> list[AnnouncedDay]:
    """Return on which day each announced meeting is now; none that was held."""
    days: defaultdict[str, set[date]] = defaultdict(set)
    for _, meeting, day in announced:
        days[meeting].add(day)
    found = match_announced(days, calendar, today)
    now = []
    for story, meeting, was_on in announced:
        same = found.get(meeting)
        if same is None or same.is_cancelled:
            now.append(AnnouncedDay(story, meeting, was_on, None))
        elif not same.is_held:
            now.append(AnnouncedDay(story, meeting, was_on, same.day))
    return now


def _iterate_known_days(
    published: PublishedEdition,
    basis: Basis,
    announced: Sequence[AnnouncedDay],
    names: Mapping[str, str],
    today: date,
) -> Iterator[tuple[str, str, date]]:
    """Yield (story, meeting, day) as readers know it now: of what stories still name, from today on."""
    for each in announced:
        if published.find_story(each.story) is None:
            continue
        name = _get_name(each.meeting, names)
        others = {
            other.was_on
            for other in announced
            if other.meeting != each.meeting and _get_group(other.meeting) == _get_group(each.meeting)
        }
        # a day of another meeting of its group is its own only if it is the first
        named = [
            find_named_days(story, name, each.was_on, names.values()) - (others - {each.was_on})
            for story in published.list_versions(each.story)
        ]
        told = [date.fromisoformat(day) for day in _get_told(basis, each) if day]
        day = find_known_day(named, each.was_on, told, each.day)
        if day is not None and day >= today:
            yield each.story, each.meeting, day


def _list_media(published: PublishedEdition, each: AnnouncedDay) -> list[Medium]:
    """Return the media that told the story of a day."""
    return [medium for medium, codes in published.told.items() if each.story in codes]


def _describe(published: PublishedEdition, each: AnnouncedDay, names: Mapping[str, str]) -> MovedDay:
    story, language = published.find_story(each.story), published.proof.language
    told = tuple(translate(f"medium.{medium}", language) for medium in _list_media(published, each))
    title = story.title if story else each.story
    return MovedDay(each.story, title, _get_name(each.meeting, names), each.was_on, each.day, told)


def _get_group(meeting: str) -> str:
    return meeting.rpartition("/")[0]


def _get_name(meeting: str, names: Mapping[str, str]) -> str:
    return names.get(_get_group(meeting), _get_group(meeting))
