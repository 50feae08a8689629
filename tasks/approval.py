"""Approval in the Prefect UI: the text is sent, then the run is suspended, and *Resume* opens a form.

The decision is stored in the Terugkom database. The form input is deleted from Prefect's database after it
was read, because it contains a name.
"""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.runtime import deployment, flow_run

from tasks.approval_form import build_approval_form, describe_edition, parse_verdict
from tasks.delivery import send_all
from tasks.edition_requests import (
    enqueue_new_link,
    execute_due_step,
    find_linked_run,
    find_targets,
    forget_suspended_run,
    is_request_handed_over,
    list_decided_runs,
    list_requests_without_form,
    record_edition_answer,
    record_waiting_run,
)
from tasks.editions import OUTCOMES, EditionRun
from tasks.other_day import is_allowed
from tasks.outcomes import Outcome, get_message
from tasks.refused_answers import RefusedAnswer
from tasks.run_log import log_info
from tasks.start_deployment import start_deployment
from tasks.suspended_runs import (
    SubmittedForm,
    delete_overtaken_forms,
    end_suspended_run,
    find_overtaken_form,
    is_suspended,
    may_get_form,
    restart_run,
    suspend_flow_run,
)
from tasks.today import find_today
from terugkom.delivery.due_deliveries import DeliveryFilter
from terugkom.editions.approval import RefusedDecision
from terugkom.editions.changed_text import VoidAnswer
from terugkom.editions.model import EditionVerdict
from terugkom.errors import Message

SUSPEND_SECONDS = 10 * 365 * 24 * 3600  # seconds: no timeout; the next edition supersedes it


def request_approval(edition: EditionRun) -> EditionRun:
    """Execute the due step, and send its mail; a run that waits for the approval of an earlier text ends."""
    waiting = edition.waiting_run if is_suspended(edition.waiting_run) else ""
    form = find_overtaken_form(_build_form_key(edition)) if may_be_suspended() else None
    own_run = str(flow_run.get_id()) if may_be_suspended() else ""
    edition = execute_due_step(edition, own_run, waiting, read_void_answer(form) if form else None)
    if form:
        edition = replace(edition, refusal=RefusedAnswer.of_overtaken(edition.review.proof.language))
        delete_overtaken_forms(_build_form_key(edition))
    if waiting and not edition.waiting_run:
        end_suspended_run(waiting, Outcome.TEXT_CHANGED.state_name, get_message("report.asked-elsewhere"))
    if not edition.awaits_approval:
        return edition
    report = edition.report + send_all(edition.today, DeliveryFilter(moment_id=edition.moment_id))
    edition = replace(edition, report=report, is_handed_over=is_request_handed_over(edition))
    is_new = bool(edition.asked)  # and its mail links to this run
    if is_new or not own_run or not edition.is_handed_over or may_get_form(find_linked_run(edition), own_run):
        return edition
    edition = enqueue_new_link(edition, own_run)
    sent = send_all(edition.today, DeliveryFilter(moment_id=edition.moment_id))
    return replace(edition, report=edition.report + sent)


def wait_for_decision(edition: EditionRun) -> EditionRun:
    """Wait for a decision in the UI, if this run can be suspended and the mail was handed over."""
    while edition.awaits_approval and edition.is_handed_over and _can_suspend(edition):
        edition = _request_decision(edition)
        if edition.awaits_approval:  # its mail says that the answer was not accepted
            sent = send_all(edition.today, DeliveryFilter(moment_id=edition.moment_id))
            edition = replace(edition, report=edition.report + sent)
        else:
            delete_form_input()
    return edition


def start_separate_run(municipality: str, quarter: str, today: date, dry_run: bool) -> bool:
    """Start a separate run of an edition, because a subflow run cannot be suspended. Return False on a dry
    run, without a deployment, or if Prefect cannot start it: then the caller runs it, and it waits for an
    answer by mail or on the command line.

    At most once a day per edition (idempotency key). It has no day of its own unless it is another than
    today: a run that is suspended goes on weeks later, and then must know who departed meanwhile. Whether it
    may really send on that day was asked of this run, which may have begun before midnight.
    """
    if dry_run:
        return False
    day = {} if today == find_today() else {"today": today.isoformat()}
    really = is_allowed() or today < find_today()
    parameters = {"municipality": municipality, "quarter": quarter, **day, "really": really}
    run = start_deployment(
        "newsletter/newsletter",
        Message("report.where.start", run="newsletter"),
        idempotency_key=f"newsletter {municipality} {quarter} {today.isoformat()}",
        otherwise="in this run",
        parameters=parameters,
    )
    if run:
        log_info(
            f"newsletter of {municipality}, {quarter}: in a run of its own, which waits for the approval"
        )
    return bool(run)


def open_approval_forms(municipality: str | None, today: date) -> None:
    """Have a run wait for the approval of each edition whose mail was handed over after its run had ended.

    The run that the mail names is started again; without one that can be suspended, another.
    """
    for slug, quarter, run in list_requests_without_form(municipality):
        if not restart_run(run):
            start_separate_run(slug, quarter, today, dry_run=False)


def end_decided_runs(municipality: str | None) -> None:
    """End the runs that wait for an approval that was given elsewhere, or is not asked any more."""
    for moment_id, run, state in list_decided_runs(municipality):
        end_suspended_run(run, OUTCOMES[state].state_name, get_message("report.form-not-needed"))
        forget_suspended_run(moment_id, run)


def may_be_suspended() -> bool:
    """Return whether this run is of a deployment and no part of another run."""
    return bool(deployment.get_id() and not flow_run.get_parent_flow_run_id())


def _can_suspend(edition: EditionRun) -> bool:
    """Return whether this run can be suspended, and no other run is suspended for the same text."""
    if not may_be_suspended():
        return False
    return edition.waiting_run in ("", str(flow_run.get_id())) or not is_suspended(edition.waiting_run)


def _request_decision(edition: EditionRun) -> EditionRun:
    """Suspend the run until the form is submitted; after the restart, record the decision."""
    description = describe_edition(edition.review, find_targets(edition), edition.refusal.reason)
    answer: Any = suspend_flow_run(
        build_approval_form(
            edition.review.proof.language, description, edition.review.media_without_setbacks
        ),
        timeout=SUSPEND_SECONDS,
        key=f"{_build_form_key(edition)}-{edition.refused_answers}",
        message=edition.refusal.describe_waiting(),
        on_waiting=lambda: record_waiting_run(edition, str(flow_run.get_id())),
    )
    if answer is None:
        raise RuntimeError("the run was resumed without an answer")
    return record_edition_answer(edition, answer)


def read_void_answer(form: SubmittedForm) -> VoidAnswer:
    """Return the answer in a form about an earlier text; what is no answer at all is called a decision."""
    try:
        verdict = parse_verdict(str(form.fields.get("decision", "")))
    except RefusedDecision:
        verdict = EditionVerdict.DROP
    return VoidAnswer(verdict, form.at, str(form.fields.get("remark", "")).strip())


def _build_form_key(edition: EditionRun) -> str:
    """Return how the keys of the forms about this text begin."""
    return f"edition-{edition.review.proof.text_hash[:16]}"


def delete_form_input() -> None:
    """Delete the form input of this run from Prefect's database."""
    run = UUID(str(flow_run.get_id()))
    with get_client(sync_client=True) as client:
        for each in client.filter_flow_run_input(run, key_prefix="", limit=200, exclude_keys=set()):
            client.delete_flow_run_input(run, each.key)
