"""The runs that are suspended for the approval of editions, and the editions that have none yet."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from terugkom.editions.model import Edition, EditionState, ExecutedEditionStep
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment


def record_suspended_run(session: Session, moment_id: int, run: str) -> None:
    """Record which run waits for the approval of an edition."""
    session.get_one(Edition, moment_id).suspended_run_id = run


def forget_suspended_run(session: Session, moment_id: int, run: str) -> None:
    """Record that a run is not suspended for an edition any more; another one that is by now stays."""
    edition = session.get_one(Edition, moment_id, with_for_update={"of": Edition})
    if edition.suspended_run_id == run:
        edition.suspended_run_id = ""


def find_last_run(session: Session, moment_id: int) -> str:
    """Return the run that executed the last step of an edition, "" if it is not known."""
    mine = select(ExecutedEditionStep.run_id).where(ExecutedEditionStep.moment_id == moment_id)
    return session.scalars(mine.order_by(ExecutedEditionStep.id.desc()).limit(1)).first() or ""


def select_without_form() -> Select[tuple[int]]:
    """Return the query for the municipalities that may have an edition for which no run is suspended."""
    return (
        select(Moment.municipality_id)
        .join(Edition, Edition.moment_id == Moment.id)
        .where(Edition.state == EditionState.APPROVAL_REQUESTED, Edition.suspended_run_id == "")
    )


def select_with_suspended_runs() -> Select[tuple[int]]:
    """Return the query for the municipalities with an edition for which a run is suspended."""
    return (
        select(Moment.municipality_id)
        .join(Edition, Edition.moment_id == Moment.id)
        .where(Edition.suspended_run_id != "")
    )


def list_decided_runs(session: Session, municipality: Municipality) -> list[tuple[int, str, EditionState]]:
    """Return (moment, run, state) of editions that do not wait for the run that was suspended for them."""
    is_waited_for = (EditionState.APPROVAL_REQUESTED, EditionState.APPROVED)
    query = (
        select(Edition.moment_id, Edition.suspended_run_id, Edition.state)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == municipality.id, Edition.suspended_run_id != "")
        .where(Edition.state.not_in(is_waited_for))
    )
    return list(session.execute(query).tuples())
