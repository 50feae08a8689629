"""`terugkom deploy` on a real Prefect server, from another folder, with deployments of other people on it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.settings import PREFECT_API_URL

from deployments.apply import _run_prefect
from deployments.forms import load_deployments
from deployments.serve import WORK_POOL
from tasks.run_tags import TAG
from terugkom.command_line import main
from terugkom.errors import TerugkomError

NAMES = {each["name"] for each in load_deployments()}


@pytest.fixture
def client(prefect_server: None) -> Iterator[SyncPrefectClient]:
    """The server; no deployments are left on it, for tests of flows look whether there are."""
    with get_client(sync_client=True) as client:
        yield client
        for each in client.read_deployments():
            client.delete_deployment(each.id)
        for pool in client.read_work_pools():
            client.delete_work_pool(pool.name)


def deploy(folder: Path) -> dict[str, Any]:
    """Deploy from another folder than that of the code, as it is done where the package is installed."""
    code = str(Path(__file__).parents[2])
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [code, os.environ.get("PYTHONPATH")])),
        "PREFECT_API_URL": str(PREFECT_API_URL.value()),
        "TERUGKOM_HOME": str(folder / "home"),
    }
    command = [sys.executable, "-m", "terugkom", "deploy", "--json"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def deployed(client: SyncPrefectClient) -> dict[str, DeploymentResponse]:
    return {each.name: each for each in client.read_deployments()}


def add(client: SyncPrefectClient, name: str, **more: Any) -> None:
    flow = client.create_flow_from_name(more.pop("flow", name))
    given = {"work_pool_name": WORK_POOL, "tags": [TAG], "entrypoint": "flows.gone.gone"}
    client.create_deployment(flow, name, **(given | more))


def add_others(client: SyncPrefectClient) -> set[str]:
    """Add a deployment of ours whose flow is gone, and some that are not ours; return what must stay."""
    client.create_work_pool(WorkPoolCreate(name="theirs", type="process"))
    add(client, "gone")
    add(client, "gone (our copy)", flow="gone")
    add(client, "not-ours", tags=["theirs"], entrypoint="flows.not_ours.not_ours")
    add(client, "elsewhere", work_pool_name="theirs", entrypoint="flows.elsewhere.elsewhere")
    return {"gone (our copy)", "not-ours", "elsewhere"}


@pytest.mark.long
def test_all_is_deployed_what_is_gone_is_removed_and_what_is_not_ours_stays(
    client: SyncPrefectClient, tmp_path: Path
) -> None:
    client.create_work_pool(WorkPoolCreate(name=WORK_POOL, type="process"))
    others = add_others(client)
    said = deploy(tmp_path)
    assert (set(said["deployed"]), said["removed"]) == (NAMES, ["gone"])
    found = deployed(client)
    assert found.keys() == NAMES | others
    for name in NAMES:
        each = found[name]
        assert each.entrypoint == f"flows.{name.replace('-', '_')}.{name.replace('-', '_')}"
        assert (each.pull_steps, each.path, each.work_pool_name) == ([], None, WORK_POOL)
        free_text = {"answer-idea", "record-minutes"}
        assert each.enforce_parameter_schema == (name in free_text), "a list that is old refuses no run"
    (schedule,) = found["follow-up-calendar"].schedules
    assert isinstance(schedule.schedule, CronSchedule)
    assert (schedule.schedule.cron, schedule.schedule.timezone) == ("0 6 * * *", "Europe/Brussels")
    assert schedule.active


@pytest.mark.soak_only  # what is served deploys at each start: tests/deployments kills it
def test_deployed_twice_nothing_is_doubled_and_a_paused_schedule_stays_paused(
    client: SyncPrefectClient, tmp_path: Path
) -> None:
    deploy(tmp_path)
    first = deployed(client)
    assert first.keys() == NAMES
    (schedule,) = first["follow-up-calendar"].schedules
    client.update_deployment_schedule(first["follow-up-calendar"].id, schedule.id, active=False)
    others = add_others(client)
    assert deploy(tmp_path)["removed"] == ["gone"]

    second = deployed(client)
    assert second.keys() == NAMES | others
    assert {name: second[name].id for name in NAMES} == {name: each.id for name, each in first.items()}
    (again,) = second["follow-up-calendar"].schedules
    assert (again.id, again.active) == (schedule.id, False), "a daily run that was paused stays paused"


def test_what_prefect_refuses_is_an_error_with_its_reason() -> None:
    with pytest.raises(
        TerugkomError, match=r"(?s)^prefect deploy --nothing-like-it failed:.*nothing-like-it"
    ):
        _run_prefect("deploy", "--nothing-like-it")


def test_without_a_server_nothing_is_deployed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("deployments.environment.configure_environment", lambda _: None)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path))  # a service may run in this checkout
    assert main(["deploy"]) == 2
    assert "no Prefect server: set PREFECT_API_URL" in capsys.readouterr().err


def test_the_settings_of_prefect_are_printed_as_an_environment_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["environment"]) == 0
    lines = dict(line.split("=") for line in capsys.readouterr().out.splitlines())
    assert (lines["PREFECT_SERVER_ANALYTICS_ENABLED"], lines["DO_NOT_TRACK"]) == ("false", "1")
