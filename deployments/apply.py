"""Create or update the deployments of `deployments.yaml` on the Prefect server."""

from importlib import import_module
from pathlib import Path
from typing import Any

import yaml
from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists
from prefect.schedules import Cron
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from tasks.channel_blocks import CHANNEL_BLOCKS
from tasks.mail_blocks import SmtpSettings

DEPLOYMENTS_FILE = Path(__file__).with_name("deployments.yaml")
WORK_POOL = "terugkom"
TIMEZONE = "Europe/Brussels"

_ACTIVE_STATES = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]


def load_deployments() -> list[dict[str, Any]]:
    """Return the deployments in the file."""
    found: list[dict[str, Any]] = yaml.safe_load(DEPLOYMENTS_FILE.read_text(encoding="utf-8"))
    return found


def apply_deployments() -> None:
    """Create or update the work pool, the block types and each deployment.

    Late runs are kept: a daily run that was missed while the server was down is still executed.
    """
    _create_pool()
    SmtpSettings.register_type_and_schema()
    for block in CHANNEL_BLOCKS.values():
        block.register_type_and_schema()
    for each in load_deployments():
        build_deployment(each).apply()


def build_deployment(each: dict[str, Any]) -> RunnerDeployment:
    """Return one deployment as a Prefect RunnerDeployment."""
    module, function = each["flow"].split(":")
    flow: Flow[Any, Any] = getattr(import_module(module), function)
    return RunnerDeployment.from_flow(
        flow,
        name=each["name"],
        description=each["description"],
        tags=["terugkom", *each["tags"]],
        schedule=Cron(each["cron"], timezone=TIMEZONE) if "cron" in each else None,
        work_pool_name=WORK_POOL,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def mark_interrupted_runs_crashed() -> None:
    """Mark runs that a previous server left active as crashed; to be called while no worker runs."""
    found = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=_ACTIVE_STATES)))
    cut_off: State[Any] = Crashed(
        name="Interrupted", message="interrupted; the next run continues where this one stopped"
    )
    with get_client(sync_client=True) as client:
        while runs := client.read_flow_runs(flow_run_filter=found, sort=FlowRunSort.ID_DESC, limit=100):
            for run in runs:
                client.set_flow_run_state(run.id, cut_off, force=True)


def _create_pool() -> None:
    with get_client(sync_client=True) as client:
        try:
            client.create_work_pool(WorkPoolCreate(name=WORK_POOL, type="process"))
        except ObjectAlreadyExists:
            return
