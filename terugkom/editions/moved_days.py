"""Days of meetings that a published edition announced, and that moved since: told to the coordinator at once.

What was published is not changed in silence: a person publishes a correction (guide: "wees eerlijk en
consequent in je communicatie"). Who was invited gets an update by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

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
from terugkom.editions.story_basis import PlannedMeeting, load_planned_meetings
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
        planned = load_planned_meetings(session, municipality, edition)
        changed = [each for each in announced if _find_day(each[1], planned) != each[2]]
        if not changed:
            continue
        published = load_published_edition(session, documents, edition)
        names = _load_names(session, municipality)
        days = tuple(_iterate_named(published, changed, planned, names))
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


def _find_day(meeting: str, planned: Mapping[str, PlannedMeeting]) -> date | None:
    return planned[meeting].day if meeting in planned else None


def _iterate_named(
    published: PublishedEdition,
    changed: Sequence[tuple[str, str, date]],
    planned: Mapping[str, PlannedMeeting],
    names: Mapping[str, str],
) -> Iterator[MovedDay]:
    """Yield those of the changed days that the published stories still name."""
    language = published.proof.language
    for code, meeting, was_on in changed:
        story = published.find_story(code)
        media = [medium for medium, codes in published.told.items() if code in codes]
        if story is None or not media:
            continue
        text = f"{story.title}\n{story.text}"
        if all(each.day != was_on for each in find_dates(text, was_on)):
            continue
        group = meeting.partition("/")[0]
        name = planned[meeting].name if meeting in planned else names.get(group, group)
        told = tuple(translate(f"medium.{each}", language) for each in media)
        yield MovedDay(code, story.title, name, was_on, _find_day(meeting, planned), told)


def _load_names(session: Session, municipality: Municipality) -> dict[str, str]:
    groups = select(Group.code, Group.name).where(Group.municipality_id == municipality.id)
    return dict(session.execute(groups).tuples().all())
