"""The runs that wait for the decision about a correction: opened late, or ended if decided elsewhere."""

from sqlalchemy.orm import Session

from tasks.each_municipality import for_each_municipality
from tasks.installation import get_installation
from tasks.outcomes import Outcome, say
from tasks.steps import read_step, step
from tasks.suspended_runs import end_suspended_run, restart_run
from terugkom.editions.correction_approval import is_correction_handed_over, select_with_corrections
from terugkom.editions.correction_model import CorrectionState, StoryCorrection
from terugkom.editions.list_corrections import list_corrections
from terugkom.plan.model import Municipality


def update_correction_forms(slug: str | None) -> None:
    """Have a run wait for each correction whose mail was handed over after its run had ended; end the runs
    whose correction was decided elsewhere."""
    for run in list_runs_without_form(slug):
        restart_run(run)
    for correction_id, run in list_decided_corrections(slug):
        end_suspended_run(run, Outcome.DONE.state_name, say("report.form-not-needed"))
        forget_correction_run(correction_id)


@read_step("find corrections without a form")
def list_runs_without_form(slug: str | None) -> list[str]:
    """Return the runs of corrections whose mail was handed over, and for which none is suspended."""

    def find(session: Session, municipality: Municipality) -> list[str]:
        return [
            each.run_id
            for each in list_corrections(session, municipality)
            if each.state is CorrectionState.APPROVAL_REQUESTED
            and not each.suspended_run_id
            and is_correction_handed_over(session, each)
        ]

    asked = select_with_corrections(
        StoryCorrection.state == CorrectionState.APPROVAL_REQUESTED, StoryCorrection.suspended_run_id == ""
    )
    found = for_each_municipality(slug, "find corrections without a form", find, among=asked)
    return [run for runs in found.items for run in runs]


@read_step("find corrections that were decided")
def list_decided_corrections(slug: str | None) -> list[tuple[int, str]]:
    """Return (correction, run) of corrections that no longer wait for the run that was suspended for them."""

    def find(session: Session, municipality: Municipality) -> list[tuple[int, str]]:
        return [
            (each.id, each.suspended_run_id)
            for each in list_corrections(session, municipality)
            if each.suspended_run_id and not each.state.is_open
        ]

    suspended = select_with_corrections(StoryCorrection.suspended_run_id != "")
    found = for_each_municipality(slug, "find corrections that were decided", find, among=suspended)
    return [each for rows in found.items for each in rows]


@step("forget the run of a correction")
def forget_correction_run(correction_id: int) -> None:
    """Record that no run is suspended for a correction any more."""
    with get_installation().database.write_session() as session:
        session.get_one(StoryCorrection, correction_id).suspended_run_id = ""
