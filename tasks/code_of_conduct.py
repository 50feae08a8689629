"""Prefect tasks that distribute the code of conduct."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from prefect.client.schemas.objects import State

from tasks.delivery import find_own_deliveries, schedule_next_attempt, send_all, send_waiting
from tasks.each_municipality import MunicipalityResults, list_detached_municipalities, run_for_municipalities
from tasks.final_states import add_own_documents, build_final_state
from tasks.installation import build_run_stamp, get_installation, get_run_id
from tasks.outcomes import Outcome, get_message
from tasks.steps import read_step, step
from terugkom import clock
from terugkom.code_of_conduct import distribution
from terugkom.delivery.due_deliveries import DeliveryFilter
from terugkom.delivery.enqueue import RunContext
from terugkom.errors import InputError, PublicInputError
from terugkom.plan.code_of_conduct import FILE_NAME
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.report import MomentLine, RunReport
from terugkom.subscribers.enrol_plan_people import enrol_plan_people
from terugkom.work_batches.estimate_work import estimate_code_of_conduct
from terugkom.work_batches.model import WorkItem


@dataclass(frozen=True)
class DistributionResult:
    """The result of a distribution, with its moment id; None if nobody is to receive it."""

    report: RunReport
    moment_id: int | None = None


@read_step("find municipalities with a code of conduct to send")
def list_due_codes_of_conduct(slug: str | None, today: date) -> MunicipalityResults[list[WorkItem]]:
    """Return the municipalities with a recipient for the code of conduct; none on a non-working day.

    A municipality whose file cannot be read is included: its run reports the error.
    """

    def find(municipality: Municipality) -> str:
        is_due = today in municipality.working_days and _is_due(municipality, today)
        return municipality.slug if is_due else ""

    found = run_for_municipalities(
        list_detached_municipalities(slug), "find municipalities with a code of conduct to send", find
    )
    due = [WorkItem(each, weight=estimate_code_of_conduct()) for each in found.items if each]
    return MunicipalityResults(due, found.failed)


@step("enqueue the code of conduct", retries=2)
def enqueue_code_of_conduct(slug: str, today: date, dry_run: bool) -> DistributionResult:
    """Enqueue the mail for each recipient who did not receive this version; a retry continues where this
    stopped."""
    database, settings = get_installation().database, get_installation().settings
    with database.read_session() as session:
        municipality = get_municipality(session, slug)
    what = _find_distribution(municipality, today, dry_run=dry_run)
    if what is None:
        return DistributionResult(RunReport(dry_run=dry_run))
    line = MomentLine(municipality.slug, distribution.KIND, municipality.slug, what.code_of_conduct.version)
    report = RunReport(moments=(line,), dry_run=dry_run)
    if dry_run:
        context = get_installation().build_render_context(municipality)
        planned = distribution.preview_distribution(context, municipality, what, today)
        return DistributionResult(report + RunReport(planned=planned))
    with database.write_session() as session:
        moment = distribution.open_moment(
            session, municipality, what.code_of_conduct.version, build_run_stamp(today)
        )
    run_context = RunContext(
        municipality, moment, get_installation().choose_mail_channel(), get_run_id(), clock.now(), today
    )
    found = distribution.enqueue_distribution(
        get_installation().build_render_context(municipality), run_context, what, settings.outbox
    )
    return DistributionResult(report, moment if found else None)


def distribute_code_of_conduct(slug: str, today: date, dry_run: bool) -> State[Any]:
    """Send the code of conduct of a municipality; return the final state. The body of `code-of-conduct`.

    Raises UnknownMunicipality, and PublicInputError where there is no code of conduct.
    """
    with get_installation().database.read_session() as session:
        get_municipality(session, slug)
    if not (get_installation().get_municipality_folder(slug) / FILE_NAME).is_file():
        raise PublicInputError("error.code-of-conduct.missing", file=FILE_NAME)
    result = enqueue_code_of_conduct(slug, today, dry_run)
    if dry_run or result.moment_id is None:
        waiting = RunReport() if dry_run else send_waiting(today, find_own_deliveries(slug))
        remark = "" if result.report.moments else get_message("report.code-of-conduct-known")
        return build_final_state(result.report + waiting, nothing=Outcome.NO_RECIPIENTS, remark=remark)
    which = DeliveryFilter(moment_id=result.moment_id)
    report = schedule_next_attempt(result.report + send_all(today, which), which)
    return build_final_state(add_own_documents(report))


def _is_due(municipality: Municipality, today: date) -> bool:
    try:
        return _find_distribution(municipality, today, dry_run=True) is not None
    except InputError:
        return True


def _find_distribution(
    municipality: Municipality, today: date, *, dry_run: bool
) -> distribution.CodeOfConductDistribution | None:
    """Return the code of conduct and its recipients, people who are new in the plan among them.

    They are enrolled as subscribers, of which a dry run keeps nothing. Raises InputError for a file that
    cannot be read.
    """
    own = get_installation().get_municipality_folder(municipality.slug)
    if not (own / FILE_NAME).is_file():
        return None
    with get_installation().database.write_session(dry_run=dry_run) as session:
        enrol_plan_people(session, municipality, today)
        return distribution.find_distribution(session, municipality, own, today)
