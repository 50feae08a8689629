"""Approval in the Prefect UI: the run is suspended, and *Resume* opens a form.

The decision is stored in the Terugkom database. The form input is deleted from Prefect's database after it
was read, because it contains a name.
"""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput
from prefect.runtime import deployment, flow_run
from pydantic import Field

from tasks import artifacts
from tasks.editions import EditionRun, record_answer, record_waiting_run
from tasks.error_log import record_error
from tasks.run_log import log_info
from terugkom.editions.approval import SubmittedDecision
from terugkom.editions.model import EditionVerdict
from terugkom.plan.media import Medium

_SUSPEND_SECONDS = 10 * 365 * 24 * 3600  # seconds: no timeout; the next edition supersedes it


class ApprovalChoice(StrEnum):
    """The decision. Only an approved edition is published."""

    APPROVE = "approve"
    SEND_BACK = "send back with a remark"
    DROP = "drop"


_VERDICTS = {
    ApprovalChoice.APPROVE: EditionVerdict.APPROVE,
    ApprovalChoice.SEND_BACK: EditionVerdict.SEND_BACK,
    ApprovalChoice.DROP: EditionVerdict.DROP,
}


class ApprovalForm(RunInput):
    """The approval form."""

    decision: ApprovalChoice = Field(title="Decision")
    name: str = Field(title="Your name", max_length=200, description="Stored with the decision")
    remark: str = Field(
        "",
        title="Remark",
        max_length=2000,
        description="What must be changed; or the reason for omitting setbacks",
    )
    introduction: str = Field(
        "", title="Introduction", max_length=2000, description="Text before the stories"
    )
    channels: list[Medium] = Field(title="Channels")


def wait_for_decision(edition: EditionRun) -> EditionRun:
    """Wait for a decision in the UI, if this run can be suspended."""
    while edition.awaits_approval and _can_suspend(edition):
        edition = record_answer(edition, _request_decision(edition))
        if not edition.awaits_approval:
            _delete_form_input()
    return edition


def start_separate_run(municipality: str, quarter: str, today: date, dry_run: bool) -> bool:
    """Start a separate run of an edition, because a subflow run cannot be suspended. Return False on a dry
    run, without a deployment, or if Prefect cannot start it: then the caller runs it, and it waits for an
    answer by mail or on the command line.

    At most once a day per edition (idempotency key).
    """
    if dry_run:
        return False
    day = today.isoformat()
    try:
        run_deployment(
            "newsletter/newsletter",
            parameters={"municipality": municipality, "quarter": quarter, "today": day},
            timeout=0,
            as_subflow=False,
            idempotency_key=f"newsletter {municipality} {quarter} {day}",
        )
    except ObjectNotFound:
        return False
    except Exception as error:
        log_info(f"no run of its own: {record_error('start of newsletter', error)}")
        return False
    log_info(f"newsletter of {municipality}, {quarter}: in a run of its own, which waits for the approval")
    return True


def _can_suspend(edition: EditionRun) -> bool:
    """Return whether this run can be suspended, and no other run is suspended for the same edition."""
    if not deployment.get_id() or flow_run.get_parent_flow_run_id():
        return False
    mine = str(flow_run.get_id())
    return edition.waiting_run in ("", mine) or not _is_suspended(edition.waiting_run)


def _request_decision(edition: EditionRun) -> SubmittedDecision:
    """Suspend the run until the form is submitted; after the restart, return the decision."""
    record_waiting_run(edition, str(flow_run.get_id()))
    key = f"edition-{edition.text_hash[:16]}-{edition.refused_answers}"
    form = ApprovalForm.with_initial_data(
        description=_describe_edition(edition), decision=ApprovalChoice.APPROVE, channels=list(Medium)
    )
    answer = suspend_flow_run(wait_for_input=form, timeout=_SUSPEND_SECONDS, key=key)
    if answer is None:
        raise RuntimeError("the run was resumed without an answer")
    return SubmittedDecision(
        _VERDICTS[answer.decision],
        answer.name,
        edition.text_hash,
        answer.remark,
        answer.introduction,
        answer.remark,
        tuple(answer.channels),
    )


def _delete_form_input() -> None:
    """Delete the form input of this run from Prefect's database."""
    run = UUID(str(flow_run.get_id()))
    with get_client(sync_client=True) as client:
        for each in client.filter_flow_run_input(run, key_prefix="", limit=200, exclude_keys=set()):
            client.delete_flow_run_input(run, each.key)


def _describe_edition(edition: EditionRun) -> str:
    lines = [
        f"## {edition.municipality.name}, {edition.period}",
        *([f"**Not accepted: {edition.refusal_reason}**"] if edition.refusal_reason else []),
        "The text is in the mail that you received. Your approval is valid for exactly that text.",
        *artifacts.format_story_lines(edition.review),
    ]
    if edition.review.internal_setbacks:
        lines.append(
            "**The public media contain successes only.** Setbacks published internally only: "
            f"{len(edition.review.internal_setbacks)}"
        )
    if edition.omitted_setbacks:
        lines.append(
            "**The edition contains successes and omits all setbacks.** Give the reason, or send it back. "
            f"Omitted: {edition.omitted_setbacks}; the mail lists them"
        )
    return "\n\n".join(lines)


def _is_suspended(run: str) -> bool:
    with get_client(sync_client=True) as client:
        try:
            found: Any = client.read_flow_run(run)  # type: ignore[arg-type]
        except ObjectNotFound:
            return False
    return bool(found.state and found.state.type == StateType.PAUSED)
