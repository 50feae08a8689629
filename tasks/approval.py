"""The face of an approval in the Prefect UI: the run is suspended, and *Resume* opens a form.

The approval itself is kept in our database. What is typed into the form is taken out of Prefect's once it
was read, for it holds a name.
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

from tasks.editions import Sheet, take_answer, wait_in
from terugkom.editions.approval import Judgement
from terugkom.editions.model import Verdict
from terugkom.plan.media import Medium

_LONG = 10 * 365 * 24 * 3600  # seconds: it never runs out by itself; the next edition takes its place


class Choice(StrEnum):
    """Only what is approved goes out."""

    APPROVE = "approve"
    SEND_BACK = "send back with a remark"
    DROP = "drop"


_VERDICTS = {Choice.APPROVE: Verdict.APPROVE, Choice.SEND_BACK: Verdict.SEND_BACK, Choice.DROP: Verdict.DROP}


class Approval(RunInput):
    """The form."""

    decision: Choice = Field(title="Decision")
    name: str = Field(title="Your name", max_length=200, description="Kept with the decision")
    remark: str = Field(
        "",
        title="Remark",
        max_length=2000,
        description="What is to be changed; or why nothing is told of what went less well",
    )
    introduction: str = Field("", title="Introduction", max_length=2000, description="A few words before it")
    channels: list[Medium] = Field(title="Channels")


def hear_a_person(edition: Sheet) -> Sheet:
    """Have a person decide in the UI, if this run can wait for that."""
    while edition.is_asked and _may_wait(edition):
        edition = take_answer(edition, _answer(edition))
        if not edition.is_asked:
            _forget_answers()
    return edition


def started_apart(municipality: str, quarter: str, today: date, dry_run: bool) -> bool:
    """Start the run of an edition by itself, where a worker can: a run that another started cannot wait.

    Once a day for an edition, whatever the ticks do.
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
    return True


def _may_wait(edition: Sheet) -> bool:
    """Return whether this run can be suspended, and no other waits for the same edition."""
    if not deployment.get_id() or flow_run.get_parent_flow_run_id():
        return False
    mine = str(flow_run.get_id())
    return edition.waiting_run in ("", mine) or not _is_suspended(edition.waiting_run)


def _answer(edition: Sheet) -> Judgement:
    """Suspend the run until a person answers; started anew, it returns the answer."""
    wait_in(edition, str(flow_run.get_id()))
    key = f"edition-{edition.text_hash[:16]}-{edition.refused}"
    form = Approval.with_initial_data(
        description=_described(edition), decision=Choice.APPROVE, channels=list(Medium)
    )
    answer = suspend_flow_run(wait_for_input=form, timeout=_LONG, key=key)
    if answer is None:
        raise RuntimeError("the run was resumed without an answer")
    return Judgement(
        _VERDICTS[answer.decision],
        answer.name,
        edition.text_hash,
        answer.remark,
        answer.introduction,
        answer.remark,
        tuple(answer.channels),
    )


def _forget_answers() -> None:
    """Take from Prefect what was typed into this run's forms."""
    run = UUID(str(flow_run.get_id()))
    with get_client(sync_client=True) as client:
        for each in client.filter_flow_run_input(run, key_prefix="", limit=200, exclude_keys=set()):
            client.delete_flow_run_input(run, each.key)


def _described(edition: Sheet) -> str:
    lines = [
        f"## {edition.town.name}, {edition.period}",
        *([f"**Not taken: {edition.why_refused}**"] if edition.why_refused else []),
        "The text is in the mail that you got. Your approval holds for exactly that text.",
        *(f"{n}. {title}" for n, title in enumerate(edition.titles, 1)),
    ]
    if edition.proofed.kept_inside:
        lines.append(
            "**Outside it tells of successes alone.** What went less well is told to staff: "
            + "; ".join(edition.proofed.kept_inside)
        )
    if edition.untold:
        lines.append(
            "**It tells of successes and of nothing that went less well.** Give the reason, or send it back: "
            + "; ".join(edition.untold)
        )
    return "\n\n".join(lines)


def _is_suspended(run: str) -> bool:
    with get_client(sync_client=True) as client:
        try:
            found: Any = client.read_flow_run(run)  # type: ignore[arg-type]
        except ObjectNotFound:
            return False
    return bool(found.state and found.state.type == StateType.PAUSED)
