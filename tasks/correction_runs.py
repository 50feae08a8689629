"""The runs that wait for the decision about a correction: opened late, or ended if decided elsewhere."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tasks.each_municipality import for_each_municipality
from tasks.installation import get_installation
from tasks.other_day import is_allowed
from tasks.outcomes import Outcome, get_message
from tasks.start_deployment import start_deployment
from tasks.steps import read_step, step
from tasks.suspended_runs import end_suspended_run, may_get_form, restart_run
from terugkom.editions.corrections import suspended_corrections
from terugkom.editions.corrections.correction_model import StoryCorrection
from terugkom.errors import Message
from terugkom.plan.model import Municipality


def update_correction_forms(slug: str | None) -> None:
    """Have a run wait for each correction whose mail was handed over after its run had ended; end the runs
    whose correction was decided elsewhere."""
    for form in list_corrections_without_form(slug):
        if form.run:  # else the mail links to none: it was proposed by a command
            open_form(form)
    for correction_id, run in list_decided_corrections(slug):
        end_suspended_run(run, Outcome.DONE.state_name, get_message("report.form-not-needed"))
        forget_correction_run(correction_id)


@dataclass(frozen=True)
class CorrectionForm:
    """A correction that waits for a decision, and the run that its mail links to; "" if to none."""

    correction_id: int
    municipality: str
    period: str
    story: str
    kind: str
    run: str

    @classmethod
    def of(cls, slug: str, correction: StoryCorrection) -> "CorrectionForm":
        """Return the form of a correction, with the run that waits for it or else recorded it."""
        return cls(
            correction.id,
            slug,
            correction.moment.period,
            correction.story_code,
            str(correction.kind),
            correction.suspended_run_id or correction.run_id,
        )


def open_form(form: CorrectionForm) -> str:
    """Return the run whose form is open, or will be soon: the one that the mail links to, started again if
    it ended; another one if that was deleted; "" if there is none."""
    if not form.run or may_get_form(form.run, "") or restart_run(form.run):
        return form.run
    run = _start_run(form)
    if run:
        record_new_run(form.correction_id, run)
    return run


def _start_run(form: CorrectionForm) -> str:
    parameters = {"municipality": form.municipality, "edition": form.period, "story": form.story}
    return start_deployment(
        "correct-edition/correct-edition",
        Message("report.where.start", run="correct-edition"),
        idempotency_key=f"correct-edition {form.correction_id} {form.run}",
        otherwise="no run with a form",
        parameters={**parameters, "change": form.kind, "really": is_allowed()},
    )


@step("record the run that opens the form")
def record_new_run(correction_id: int, run: str) -> None:
    """Record which run is started for a correction: the next mail links to it."""
    with get_installation().database.write_session() as session:
        suspended_corrections.record_correction_run(session, correction_id, run)


@read_step("find corrections without a form")
def list_corrections_without_form(slug: str | None) -> list[CorrectionForm]:
    """Return the corrections whose mail was handed over, and for which no run is suspended."""

    def find(session: Session, municipality: Municipality) -> list[CorrectionForm]:
        return [
            CorrectionForm.of(municipality.slug, each)
            for each in suspended_corrections.list_corrections_without_form(session, municipality)
        ]

    asked = suspended_corrections.select_corrections_without_form()
    found = for_each_municipality(slug, "find corrections without a form", find, among=asked)
    return [form for forms in found.items for form in forms]


@read_step("find corrections that were decided")
def list_decided_corrections(slug: str | None) -> list[tuple[int, str]]:
    """Return (correction, run) of corrections that no longer wait for the run that was suspended for them."""

    def find(session: Session, municipality: Municipality) -> list[tuple[int, str]]:
        return suspended_corrections.list_decided_correction_runs(session, municipality)

    suspended = suspended_corrections.select_with_correction_runs()
    found = for_each_municipality(slug, "find corrections that were decided", find, among=suspended)
    return [each for rows in found.items for each in rows]


@step("forget the run of a correction")
def forget_correction_run(correction_id: int) -> None:
    """Record that no run is suspended for a correction any more."""
    with get_installation().database.write_session() as session:
        suspended_corrections.forget_correction_run(session, correction_id)
