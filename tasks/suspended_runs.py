"""Runs that are suspended until somebody submits their form: suspend, find out, end or restart them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import Abort, Pause
from prefect.input import RunInput, keyset_from_paused_state
from prefect.runtime import flow_run
from prefect.states import Cancelled, Scheduled, Suspended
from prefect.utilities.engine import propose_state_sync

from tasks.interrupted_runs import find_flow_run
from tasks.outcomes import get_message

_MAX_INPUTS = 200  # of a run: three for each time that it is suspended
_RESPONSE = "-response"  # as Prefect ends the key of what was submitted


@dataclass(frozen=True)
class SubmittedForm:
    """What somebody submitted to a run, and when: the fields as JSON has them."""

    fields: dict[str, Any]
    at: datetime


def suspend_flow_run(
    wait_for_input: type[RunInput],
    *,
    timeout: int,
    key: str,
    message: str,
    on_waiting: Callable[[], None],
) -> Any:
    """Suspend this run until the form is submitted, and call `on_waiting` before; once it was, return what it
    says.

    As Prefect's own function, which says nothing in the state of the run, and cannot suspend a run twice with
    the same key: one that was cancelled while it waited, and is retried, waits again.
    Raises RuntimeError if the run cannot be suspended, and Pause, which ends this process, while nobody has
    answered.
    """
    run = UUID(str(flow_run.get_id()))
    with get_client(sync_client=True) as client:
        submitted = {each.key for each in _list_inputs(client, run)}
        for repeated in count():
            state: State[Any] = Suspended(
                timeout_seconds=timeout, pause_key=f"{key}-{repeated}" if repeated else key, message=message
            )
            keyset = keyset_from_paused_state(state)
            if keyset["response"] in submitted:
                return wait_for_input.load(keyset, flow_run_id=run)
            if not repeated:
                on_waiting()
            state.state_details.run_input_keyset = {str(name): each for name, each in keyset.items()}
            try:
                accepted = propose_state_sync(client=client, state=state, flow_run_id=run)
            except Abort as error:
                raise RuntimeError(f"the run cannot be suspended: {error}") from error
            if accepted.is_paused():
                wait_for_input.save(keyset, flow_run_id=run)
                raise Pause(state=accepted)
    return None


def _list_inputs(client: SyncPrefectClient, run: UUID) -> list[Any]:
    return list(client.filter_flow_run_input(run, key_prefix="", limit=_MAX_INPUTS, exclude_keys=set()))


def find_overtaken_form(key: str) -> SubmittedForm | None:
    """Return the last form that was submitted to this run about another text than that of the forms whose key
    begins so; None if there is none."""
    submitted = [each for each in _list_overtaken(key) if each.key.endswith(_RESPONSE)]
    if not submitted:
        return None
    last = max(submitted, key=lambda each: each.created or datetime.min.replace(tzinfo=UTC))
    return SubmittedForm(last.decoded_value, last.created)


def delete_overtaken_forms(key: str) -> None:
    """Delete what Prefect keeps of those forms: a name was entered in them."""
    run = UUID(str(flow_run.get_id()))
    with get_client(sync_client=True) as client:
        for each in _list_overtaken(key):
            client.delete_flow_run_input(run, each.key)


def _list_overtaken(key: str) -> list[Any]:
    with get_client(sync_client=True) as client:
        found = _list_inputs(client, UUID(str(flow_run.get_id())))
    return [each for each in found if f"-{key}" not in each.key]


def is_suspended(run: str) -> bool:
    """Return whether a run exists and is suspended."""
    found = _read_run(run)
    return bool(found and found.state and found.state.is_paused())


def may_get_form(run: str, own_run: str) -> bool:
    """Return whether the form of a run is open, or may be soon: it did not end, or is this one."""
    if run == own_run:
        return True
    found = _read_run(run)
    return bool(found and found.state and not found.state.is_final())


def end_suspended_run(run: str, name: str, message: str) -> None:
    """End a suspended run, whose form serves no purpose any more, with this name and message."""
    if is_suspended(run):
        with get_client(sync_client=True) as client:
            client.set_flow_run_state(UUID(run), Cancelled(name=name, message=message), force=True)


def restart_run(run: str) -> bool:
    """Start a run again that ended, unless it is still at work; return False if it cannot be suspended later,
    for it is unknown, part of another run, or of no deployment."""
    found = _read_run(run)
    if found is None or found.deployment_id is None or found.parent_task_run_id or found.state is None:
        return False
    if found.state.is_final():
        with get_client(sync_client=True) as client:
            client.set_flow_run_state(
                found.id, Scheduled(message=get_message("report.handed-over")), force=True
            )
    return True


def _read_run(run: str) -> Any:
    if not run:
        return None
    with get_client(sync_client=True) as client:
        return find_flow_run(client, run)
