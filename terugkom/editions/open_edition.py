"""Open an edition and compile its stories into its folder."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from dateutil.relativedelta import relativedelta
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from terugkom.database.add_if_absent import add_if_absent
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.editions.collect_stories import collect_stories
from terugkom.editions.due_steps import find_edition, get_edition
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.model import KIND, Edition, EditionState
from terugkom.editions.record_told_dates import record_told_dates
from terugkom.editions.renew_edition import record_basis, renew_edition, write_edition_stories
from terugkom.editions.review import EditionReview, review_edition
from terugkom.editions.story_folder import write_stories
from terugkom.editions.story_photos import list_lost_photos
from terugkom.errors import PublicInputError
from terugkom.plan.action_photos import list_latest_photos
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment, MomentState
from terugkom.schedule.quarters import Quarter
from terugkom.schedule.run_stamp import RunStamp

_QUARTER_LENGTH = relativedelta(months=3)
_STATES_TO_COMPILE = (EditionState.DRAFT, EditionState.NOT_READY)
# Not of one that was sent back: it waits for its text to be changed by a person.
_STATES_TO_RENEW = (*_STATES_TO_COMPILE, EditionState.APPROVAL_REQUESTED, EditionState.APPROVED)


def open_edition(session: Session, municipality: Municipality, quarter: Quarter, stamp: RunStamp) -> Edition:
    """Return the edition of a quarter; open it if needed, and supersede earlier open editions.

    Raises InputError for a future quarter, or a past quarter that was superseded.
    """
    today = stamp.today
    existing = find_edition(session, municipality, quarter)
    if existing:
        return existing
    _check_quarter(session, municipality, quarter, today)
    edition = _insert_edition(session, municipality, quarter, stamp)
    _supersede_earlier_editions(session, municipality, edition)
    return edition


def _check_quarter(session: Session, municipality: Municipality, quarter: Quarter, today: date) -> None:
    """Raise InputError for a quarter of which no edition can be opened any more, or yet."""
    current = Quarter.containing(today)
    if quarter > current:
        raise PublicInputError("error.edition.future", quarter=str(quarter))
    if quarter < current and find_edition(session, municipality, current):
        raise PublicInputError("error.edition.later", later=str(current), quarter=str(quarter))


def build_edition(session: Session, municipality: Municipality, quarter: Quarter, today: date) -> Edition:
    """Return the edition of a quarter as it would be opened today; nothing is stored."""
    moment = Moment(
        municipality_id=municipality.id, kind=KIND, subject=municipality.slug, period=str(quarter), day=today
    )
    until = min(today, quarter.last)
    return Edition(
        moment=moment,
        since=_find_last_reported_day(session, municipality) or until - _QUARTER_LENGTH,
        until=until,
        state=EditionState.DRAFT,
        story_hashes={},
        text_hash="",
        published_media=[],
    )


def _insert_edition(
    session: Session, municipality: Municipality, quarter: Quarter, stamp: RunStamp
) -> Edition:
    edition = build_edition(session, municipality, quarter, stamp.today)
    edition.moment.run_id, edition.moment.opened_at = stamp.run_id, stamp.now
    if add_if_absent(session, edition):
        return edition
    return get_edition(session, municipality, quarter)  # another run inserted it first


def _find_last_reported_day(session: Session, municipality: Municipality) -> date | None:
    """Return the last day reported by a published edition; dropped and superseded editions do not count."""
    query = (
        select(Edition)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == municipality.id)
        .order_by(Moment.period)
    )
    found = None
    for edition in session.scalars(query):
        found = edition.until if edition.state is EditionState.PUBLISHED else found or edition.since
    return found


def _supersede_earlier_editions(session: Session, municipality: Municipality, edition: Edition) -> None:
    earlier = (
        select(Edition.moment_id)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == municipality.id, Moment.period < edition.moment.period)
    )
    waiting = [state for state in EditionState if state.is_open]
    moved = session.scalars(
        update(Edition)
        .where(Edition.moment_id.in_(earlier), Edition.state.in_(waiting))
        .values(state=EditionState.SUPERSEDED)
        .returning(Edition.moment_id)
    ).all()
    session.execute(update(Moment).where(Moment.id.in_(moved)).values(state=MomentState.DONE))


def compile_and_review(
    context: RenderContext, municipality: Municipality, moment_id: int, folder: Path, today: date
) -> EditionReview:
    """Return the review of an edition; until approval is requested, its stories are compiled again first.

    From then on only stories that nobody edited are renewed, and only once one of them is not fresh any more.
    No writing transaction is open while the stories are rendered. Raises TemplateError.
    """
    with context.database.read_session() as session:
        edition = session.get_one(Edition, moment_id)
        state = edition.state
    if state.is_open:
        record_told_dates(context, municipality)
    if state in _STATES_TO_COMPILE:
        write_edition_stories(context, municipality, moment_id, folder)
    review = review_stored_edition(context, municipality, moment_id, folder, today)
    if state in _STATES_TO_RENEW and review.can_be_renewed:
        renew_edition(context, municipality, moment_id, folder, today)
        review = review_stored_edition(context, municipality, moment_id, folder, today)
    if state.is_open:
        record_basis(context, moment_id, review.story_basis)
    return review


def review_stored_edition(
    context: RenderContext, municipality: Municipality, moment_id: int, folder: Path, today: date
) -> EditionReview:
    """Return the review of an edition as its files are. Raises TemplateError."""
    with context.database.read_session() as session:
        edition = session.get_one(Edition, moment_id)
        drafts = collect_stories(session, context.templates, municipality, edition.since, edition.until)
        review = review_edition(session, municipality, edition, folder, drafts, today)
        photos = list_latest_photos(session, municipality.id, edition.since, edition.until)
    lost = list_lost_photos(review.proof.stories, photos, context.documents)
    return replace(review, lost_photos=lost)


def build_preview(
    session: Session,
    templates: Templates,
    municipality: Municipality,
    quarter: Quarter,
    today: date,
    folders: EditionFolders,
) -> EditionReview:
    """Return the review of an edition, or of the edition as it would be opened today; nothing is stored.

    Raises InputError for a quarter as `open_edition` does.
    """
    found = find_edition(session, municipality, quarter)
    if found is None:
        _check_quarter(session, municipality, quarter, today)
    edition = found or build_edition(session, municipality, quarter, today)
    drafts = collect_stories(session, templates, municipality, edition.since, edition.until)
    if found:
        folder = folders.folder_for(municipality.slug, str(quarter))
        return review_edition(session, municipality, edition, folder, drafts, today)
    with TemporaryDirectory(prefix="terugkom-") as made:
        write_stories(Path(made), drafts, {}, municipality.language)
        return review_edition(session, municipality, edition, Path(made), drafts, today)
