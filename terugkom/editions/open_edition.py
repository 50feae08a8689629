"""Open an edition and compile its stories into its folder."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from dateutil.relativedelta import relativedelta
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.documents.templates import Templates
from terugkom.editions.collect_stories import gather
from terugkom.editions.due_steps import edition_of
from terugkom.editions.model import KIND, Edition, EditionState
from terugkom.editions.review import Proofed, proof_of
from terugkom.editions.story_folder import compile_into
from terugkom.errors import InputError
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment, MomentState
from terugkom.schedule.quarters import Quarter

_QUARTER = relativedelta(months=3)


@dataclass(frozen=True)
class Place:
    """The folders of the editions of an installation, one per municipality."""

    municipalities: Path

    def of(self, slug: str, period: str) -> Path:
        """Return the folder of one edition."""
        return self.municipalities / slug / "editions" / period


def begin(
    session: Session, town: Municipality, quarter: Quarter, *, today: date, now: datetime, run_id: str
) -> Edition:
    """Return the edition of a quarter; open it if needed, and supersede earlier open editions.

    Raises InputError for a future quarter, or a past quarter that was superseded.
    """
    found = edition_of(session, town, quarter)
    if found:
        return found
    if quarter > Quarter.of(today):
        raise InputError(f"{quarter} has not started: there is nothing to publish yet")
    if quarter < Quarter.of(today) and edition_of(session, town, Quarter.of(today)):
        raise InputError(
            f"the edition of {Quarter.of(today)} was opened: it includes the stories of {quarter}"
        )
    edition = _new(session, town, quarter, today, now, run_id)
    _move_on(session, town, edition)
    return edition


def planned(session: Session, town: Municipality, quarter: Quarter, today: date) -> Edition:
    """Return the edition of a quarter as it would be opened today; nothing is stored."""
    moment = Moment(municipality_id=town.id, kind=KIND, subject=town.slug, period=str(quarter), day=today)
    until = min(today, quarter.last)
    return Edition(
        moment=moment,
        since=_since(session, town) or until - _QUARTER,
        until=until,
        state=EditionState.DRAFT,
        compiled={},
        text_hash="",
        told_through=[],
    )


def _new(
    session: Session, town: Municipality, quarter: Quarter, today: date, now: datetime, run_id: str
) -> Edition:
    edition = planned(session, town, quarter, today)
    edition.moment.run_id, edition.moment.opened_at = run_id, now
    try:
        with session.begin_nested():
            session.add(edition)
    except IntegrityError:
        found = edition_of(session, town, quarter)
        if found is None:
            raise
        return found  # another run inserted it first
    return edition


def _since(session: Session, town: Municipality) -> date | None:
    """Return the last day reported by a published edition; dropped and superseded editions do not count."""
    query = (
        select(Edition)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == town.id)
        .order_by(Moment.period)
    )
    found = None
    for edition in session.scalars(query):
        found = edition.until if edition.state is EditionState.TOLD else found or edition.since
    return found


def _move_on(session: Session, town: Municipality, edition: Edition) -> None:
    earlier = (
        select(Edition.moment_id)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == town.id, Moment.period < edition.moment.period)
    )
    waiting = [state for state in EditionState if state.is_open]
    moved = session.scalars(
        update(Edition)
        .where(Edition.moment_id.in_(earlier), Edition.state.in_(waiting))
        .values(state=EditionState.MOVED_ON)
        .returning(Edition.moment_id)
    ).all()
    session.execute(update(Moment).where(Moment.id.in_(moved)).values(state=MomentState.DONE))


def compiled(
    session: Session, templates: Templates, town: Municipality, edition: Edition, folder: Path
) -> Proofed:
    """Return the review of an edition; until approval is requested, its stories are compiled again first.

    A text for which approval was requested is not changed by the program. Raises TemplateProblem.
    """
    drafts = gather(session, templates, town, edition.since, edition.until)
    if edition.state in (EditionState.DRAFT, EditionState.NOT_READY):
        written = compile_into(folder, drafts, edition.compiled)
        if written != edition.compiled:
            edition.compiled = written
    return proof_of(session, town, edition, folder, drafts)


def previewed(
    session: Session, templates: Templates, town: Municipality, quarter: Quarter, today: date, place: Place
) -> Proofed:
    """Return the review of an edition, or of the edition as it would be opened today; nothing is stored."""
    found = edition_of(session, town, quarter)
    edition = found or planned(session, town, quarter, today)
    drafts = gather(session, templates, town, edition.since, edition.until)
    if found:
        return proof_of(session, town, edition, place.of(town.slug, str(quarter)), drafts)
    with TemporaryDirectory(prefix="terugkom-") as folder:
        compile_into(Path(folder), drafts, {})
        return proof_of(session, town, edition, Path(folder), drafts)
