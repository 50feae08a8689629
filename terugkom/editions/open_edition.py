"""How an edition begins, and how its stories come into its folder."""

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
    """Where the editions of an installation lie as files: a folder a municipality."""

    municipalities: Path

    def of(self, slug: str, period: str) -> Path:
        """Return the folder of one edition."""
        return self.municipalities / slug / "editions" / period


def begin(
    session: Session, town: Municipality, quarter: Quarter, *, today: date, now: datetime, run_id: str
) -> Edition:
    """Return the edition of a quarter, begun if it had not; earlier ones that wait give way to it.

    Raises InputError for a quarter that has not come, or of which the time has passed.
    """
    found = edition_of(session, town, quarter)
    if found:
        return found
    if quarter > Quarter.of(today):
        raise InputError(f"{quarter} has not begun: there is nothing to tell of it yet")
    if quarter < Quarter.of(today) and edition_of(session, town, Quarter.of(today)):
        raise InputError(
            f"the edition of {Quarter.of(today)} has begun: what {quarter} had to tell is told there"
        )
    edition = _new(session, town, quarter, today, now, run_id)
    _move_on(session, town, edition)
    return edition


def planned(session: Session, town: Municipality, quarter: Quarter, today: date) -> Edition:
    """Return the edition of a quarter as it would begin today; nothing is kept."""
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
        return found  # another run was quicker
    return edition


def _since(session: Session, town: Municipality) -> date | None:
    """Return up to which day earlier editions told; what was dropped or moved on is told again."""
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
    """Return the proof of an edition; as long as nobody was asked, its stories are compiled anew first.

    A text that a person is reading changes by that person's hand alone. Raises TemplateProblem.
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
    """Return the proof of an edition as it stands, or as it would begin today; nothing is kept."""
    found = edition_of(session, town, quarter)
    edition = found or planned(session, town, quarter, today)
    drafts = gather(session, templates, town, edition.since, edition.until)
    if found:
        return proof_of(session, town, edition, place.of(town.slug, str(quarter)), drafts)
    with TemporaryDirectory(prefix="terugkom-") as folder:
        compile_into(Path(folder), drafts, {})
        return proof_of(session, town, edition, Path(folder), drafts)
