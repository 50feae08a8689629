"""Runs that are suspended until somebody submits their form: find out, end or restart them."""

from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Scheduled

from tasks.outcomes import say


def is_suspended(run: str) -> bool:
    """Return whether a run exists and is suspended."""
    found = _read_run(run)
    return bool(found and found.state and found.state.is_paused())


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
            client.set_flow_run_state(found.id, Scheduled(message=say("report.handed-over")), force=True)
    return True


def _read_run(run: str) -> Any:
    if not run:
        return None
    with get_client(sync_client=True) as client:
        try:
            return client.read_flow_run(UUID(run))
        except (ObjectNotFound, ValueError):
            return None
