"""The runs that are suspended for the decision about corrections, and the corrections that have none yet."""

from sqlalchemy import Select
from sqlalchemy.orm import Session

from terugkom.editions.corrections.correction_approval import is_correction_handed_over
from terugkom.editions.corrections.correction_model import CorrectionState, StoryCorrection
from terugkom.editions.corrections.list_corrections import list_corrections, select_with_corrections
from terugkom.plan.model import Municipality


def record_correction_run(session: Session, correction_id: int, run: str) -> None:
    """Record which run waits for the decision about a correction, or is started for it."""
    session.get_one(StoryCorrection, correction_id).suspended_run_id = run


def forget_correction_run(session: Session, correction_id: int) -> None:
    """Record that no run is suspended for a correction any more."""
    session.get_one(StoryCorrection, correction_id).suspended_run_id = ""


def select_corrections_without_form() -> Select[tuple[int]]:
    """Return the query for the municipalities that may have a correction for which no run is suspended."""
    return select_with_corrections(
        StoryCorrection.state == CorrectionState.APPROVAL_REQUESTED, StoryCorrection.suspended_run_id == ""
    )


def list_corrections_without_form(session: Session, municipality: Municipality) -> list[StoryCorrection]:
    """Return the corrections whose mail was handed over, and for which no run is suspended."""
    return [
        each
        for each in list_corrections(session, municipality)
        if each.state is CorrectionState.APPROVAL_REQUESTED
        and not each.suspended_run_id
        and is_correction_handed_over(session, each)
    ]


def select_with_correction_runs() -> Select[tuple[int]]:
    """Return the query for the municipalities with a correction for which a run is suspended."""
    return select_with_corrections(StoryCorrection.suspended_run_id != "")


def list_decided_correction_runs(session: Session, municipality: Municipality) -> list[tuple[int, str]]:
    """Return (correction, run) of corrections that no longer wait for the run that was suspended for them."""
    return [
        (each.id, each.suspended_run_id)
        for each in list_corrections(session, municipality)
        if each.suspended_run_id and not each.state.is_open
    ]
