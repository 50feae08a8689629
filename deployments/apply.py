"""Bring the deployments that stand in `deployments.yaml` to the Prefect server."""

from importlib import import_module
from pathlib import Path
from typing import Any

import yaml
from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from tasks.blocks import SmtpSettings

DATA = Path(__file__).with_name("deployments.yaml")
POOL = "terugkom"
ZONE = "Europe/Brussels"


def apply_all() -> list[str]:
    """Create or update the work pool, the block type and each deployment; return their names."""
    _create_pool()
    SmtpSettings.register_type_and_schema()
    return [_apply(each) for each in yaml.safe_load(DATA.read_text(encoding="utf-8"))]


def _create_pool() -> None:
    with get_client(sync_client=True) as client:
        try:
            client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
        except ObjectAlreadyExists:
            return


def _apply(each: dict[str, Any]) -> str:
    module, function = each["flow"].split(":")
    flow: Flow[Any, Any] = getattr(import_module(module), function)
    deployment = RunnerDeployment.from_flow(
        flow,
        name=each["name"],
        description=each["description"],
        tags=["terugkom", *each["tags"]],
        schedule=Cron(each["cron"], timezone=ZONE) if "cron" in each else None,
        work_pool_name=POOL,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    deployment.apply()
    return f"{flow.name}/{each['name']}"
