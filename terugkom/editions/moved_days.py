"""Days of meetings that a published edition announced, and that moved since: told to the coordinator at once.

What was published is not changed in silence: a person publishes a correction (guide: "wees eerlijk en
consequent in je communicatie"). Who was invited gets an update by itself.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from terugkom.claims.passed_dates import find_dates
from terugkom.delivery.enqueue import OutboundDocument, Recipient, RunContext, build_mail
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import sha256
from terugkom.documents.messages import translate
from terugkom.documents.render_context import RenderContext
from terugkom.editions.approval_request import enqueue_once
from terugkom.editions.edition_period import format_edition
from terugkom.editions.model import KIND, Edition, EditionState
from terugkom.editions.published_stories import PublishedEdition, load_published_edition
from terugkom.meetings.match_announced import CurrentMeeting, load_calendar, match_announced
from terugkom.meetings.recipients import find_coordinator_recipient
from terugkom.plan.model import Group, Municipality
from terugkom.schedule.model import Moment

DOCUMENT = "published-day-moved"
_LOOKS_BACK = timedelta(days=190)  # as far ahead as stories announce meetings


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


class _ChangedDay(NamedTuple):
    """What a story announced: which meeting, on which day, and on which it is now."""

    story: str
    meeting: str
    was_on: date
    day: date | None


@dataclass(frozen=True)
class MovedDays:
    """The moved days that a published edition names; `folder` is that of its stories."""

    moment_id: int
    period: str
    days: tuple[MovedDay, ...]


def select_with_announced_days(today: date) -> Select[tuple[int]]:
    """Return the query for the municipalities with a published edition that may announce a day to come."""
    return (
        select(Moment.municipality_id)
        .join(Edition, Edition.moment_id == Moment.id)
        .where(Edition.state == EditionState.PUBLISHED, Edition.until >= today - _LOOKS_BACK)
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
        .where(Edition.state == EditionState.PUBLISHED, Edition.until >= today - _LOOKS_BACK)
        .order_by(Moment.period)
    )
    found = []
    for edition in session.scalars(query):
        announced = _list_announced(edition, today)
        if not announced:
            continue
        changed = _list_changed(announced, load_calendar(session, municipality, today), today)
        if not changed:
            continue
        published = load_published_edition(session, documents, edition)
        names = _load_names(session, municipality)
        days = tuple(_iterate_named(published, changed, names))
        if days:
            found.append(MovedDays(edition.moment_id, edition.moment.period, days))
    return found


def enqueue_moved_days(
    render_context: RenderContext, run_context: RunContext, moved: MovedDays, folder: str
) -> OutboundDocument | None:
    """Enqueue the mail to the coordinator about these days, once for the same; return it if it is new and
    somebody can be reached. Raises TemplateError."""
    municipality = run_context.municipality
    with render_context.database.read_session() as session:
        found = find_coordinator_recipient(session, municipality, run_context.today).reachable
    if not found:
        return None
    (reader, *_) = found
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
    facts = sorted(f"{each.story} {each.meeting} {each.was_on} {each.day}" for each in moved.days)
    code = sha256("\n".join(facts).encode())[:12]
    key = f"{municipality.slug}:{DOCUMENT}:{moved.period}:{code}"
    recipient = Recipient(key, reader.role, reader.person_id, reader.address)
    mail = build_mail(letter, DOCUMENT, run_context.folder, f"{moved.period}-{code}", [recipient])
    mail = replace(mail, individual=True)
    return mail if enqueue_once(render_context, run_context, mail) else None


def _list_announced(edition: Edition, today: date) -> list[tuple[str, str, date]]:
    """Return (story, meeting, day) of what the stories announced when they were approved, from today on."""
    return [
        (story, meeting, date.fromisoformat(day))
        for story, basis in (edition.story_basis or {}).items()
        for meeting, day in basis.get("plan", {}).get("meetings", {}).items()
        if day >= today.isoformat()
    ]


def _list_changed(
    announced: Sequence[tuple[str, str, date]], calendar: Sequence[CurrentMeeting], today: date
) -> list[_ChangedDay]:
    """Return what was announced on a day on which that meeting is not any more; none that was held."""
    days: defaultdict[str, set[date]] = defaultdict(set)
    for _, meeting, day in announced:
        days[meeting].add(day)
    found = match_announced(days, calendar, today)
    changed = []
    for story, meeting, was_on in announced:
        same = found.get(meeting)
        if same is None or same.is_cancelled:
            changed.append(_ChangedDay(story, meeting, was_on, None))
        elif same.day != was_on and not same.is_held:
            changed.append(_ChangedDay(story, meeting, was_on, same.day))
    return changed


def _iterate_named(
    published: PublishedEdition, changed: Sequence[_ChangedDay], names: Mapping[str, str]
) -> Iterator[MovedDay]:
    """Yield those of the changed days that the published stories still name."""
    language = published.proof.language
    for each in changed:
        story = published.find_story(each.story)
        media = [medium for medium, codes in published.told.items() if each.story in codes]
        if story is None or not media:
            continue
        text = f"{story.title}\n{story.text}"
        if all(found.day != each.was_on for found in find_dates(text, each.was_on)):
            continue
        group = each.meeting.rpartition("/")[0]
        told = tuple(translate(f"medium.{medium}", language) for medium in media)
        yield MovedDay(each.story, story.title, names.get(group, group), each.was_on, each.day, told)


def _load_names(session: Session, municipality: Municipality) -> dict[str, str]:
    """Return what meetings are called, by group; those with other municipalities have no group."""
    groups = select(Group.code, Group.name).where(Group.municipality_id == municipality.id)
    exchange = {municipality.slug: translate("story.peer-exchange", municipality.language)}
    return exchange | dict(session.execute(groups).tuples().all())
