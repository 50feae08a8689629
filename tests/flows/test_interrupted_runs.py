"""After a restart our own runs whose process is gone are marked as crashed; all others are left alone."""

import os
import platform
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from prefect import flow, task
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import FlowRun
from prefect.context import FlowRunContext, TaskRunContext
from prefect.exceptions import ObjectAlreadyExists
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.states import Pending, Running

from deployments.interrupted_runs import mark_interrupted_runs_crashed, tag_runs
from deployments.serve import WORK_POOL
from tasks.interrupted_runs import find_flow_run
from tasks.run_tags import TAG
from tasks.steps import step
from tests.flows.state_names import name_state

WORKER = "our worker"


@flow(name="some-flow")
def some_flow() -> None:
    """Not run: only its runs are recorded."""


@task(name="a-subflow")
def a_subflow() -> None:
    """As which Prefect records that a run started another."""


@pytest.fixture
def client(prefect_server: None) -> Iterator[SyncPrefectClient]:
    with get_client(sync_client=True) as client:
        for pool in (WORK_POOL, "theirs"):
            try:
                client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
            except ObjectAlreadyExists:
                continue
        yield client
        for each in client.read_deployments():
            client.delete_deployment(each.id)


@pytest.fixture
def gone() -> int:
    """The id of a process that ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def start(
    client: SyncPrefectClient,
    *,
    pool: str = WORK_POOL,
    worker: str = WORKER,
    pid: int | None = None,
    **more: Any,
) -> UUID:
    """Record a run that a worker started."""
    flow_id = client.create_flow(some_flow)
    deployment = client.create_deployment(
        flow_id, f"in {pool}", work_pool_name=pool, tags=more.pop("tags", [TAG])
    )
    run = client.create_flow_run_from_deployment(deployment, parameters=more.pop("parameters", {}))
    client.update_flow_run(run.id, infrastructure_pid=str(pid) if pid else None)
    client.update_flow_run_labels(run.id, {"prefect.worker.name": worker})
    client.set_flow_run_state(run.id, Running(), force=True)
    return run.id


def state_of(client: SyncPrefectClient, run: UUID) -> str | None:
    found: FlowRun = client.read_flow_run(run)
    return found.state_name


def test_a_run_of_our_worker_whose_process_is_gone_is_marked_with_its_children(
    client: SyncPrefectClient, gone: int
) -> None:
    run = start(client, pid=gone)
    started = client.create_task_run(task=a_subflow, flow_run_id=run, dynamic_key="0")
    child = client.create_flow_run(some_flow, parent_task_run_id=started.id, state=Running())
    assert mark_interrupted_runs_crashed(WORKER) == 2
    assert [state_of(client, each) for each in (run, child.id)] == [name_state("interrupted")] * 2
    assert mark_interrupted_runs_crashed(WORKER) == 0


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"dry_run": False}, "het proces stopte; een volgende run doet de rest"),
        (
            {"dry_run": True},
            "het proces stopte; deze run toonde alleen, en geen andere doet dat: start hem opnieuw",
        ),
    ],
)
def test_nobody_is_promised_that_another_run_goes_on_with_one_that_only_shows(
    client: SyncPrefectClient, gone: int, parameters: dict[str, Any], said: str
) -> None:
    run = start(client, pid=gone, parameters=parameters)
    assert mark_interrupted_runs_crashed(WORKER) == 1
    state = client.read_flow_run(run).state
    assert state is not None
    assert (state.type, state.message) == ("CRASHED", said)


def test_a_run_that_our_worker_took_and_never_began_is_started_again(client: SyncPrefectClient) -> None:
    deployment = client.create_deployment(
        client.create_flow(some_flow), "taken", work_pool_name=WORK_POOL, tags=[TAG]
    )
    run = client.create_flow_run_from_deployment(deployment, state=Pending())
    client.set_flow_run_state(run.id, Pending(), force=True)
    assert mark_interrupted_runs_crashed(WORKER) == 0
    state = client.read_flow_run(run.id).state
    assert state is not None
    assert (state.type, state.message) == (
        "SCHEDULED",
        "het proces stopte voor het begon; de run start opnieuw",
    )


def test_other_peoples_runs_and_those_that_may_be_at_work_are_left_alone(
    client: SyncPrefectClient, gone: int
) -> None:
    runs = {
        "in their pool": start(client, pool="theirs", pid=gone, tags=["theirs"]),
        "in their pool, tagged as ours": start(client, pool="theirs", pid=gone),
        "of a worker elsewhere": start(client, worker="a worker elsewhere", pid=gone),
    }
    for tag in ("theirs", TAG):
        run = client.create_flow_run(some_flow, state=Running(), tags=[tag])
        runs[f"without a worker, tagged {tag}"] = run.id
    assert mark_interrupted_runs_crashed(WORKER) == 0
    assert {what: state_of(client, run) for what, run in runs.items()} == dict.fromkeys(runs, "Running")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the environment of a process")
def test_a_run_whose_process_works_on_is_left_alone_and_a_later_process_with_its_id_is_no_such(
    client: SyncPrefectClient,
) -> None:
    run = start(client)
    wait = [sys.executable, "-c", "print(flush=True); input()"]
    for environment, marked in (({"PREFECT__FLOW_RUN_ID": str(run)}, 0), ({}, 1)):
        process = subprocess.Popen(
            wait, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **environment}
        )
        with process:
            assert process.stdout is not None
            process.stdout.readline()
            client.update_flow_run(run, infrastructure_pid=str(process.pid))
            assert mark_interrupted_runs_crashed(WORKER) == marked
            process.kill()
    assert state_of(client, run) == name_state("interrupted")


def test_a_run_from_the_command_line_is_marked_if_its_process_is_gone(
    client: SyncPrefectClient, gone: int
) -> None:
    def record(pid: int, host: str) -> UUID:
        given = [TAG, f"process {host} {pid}"]
        return client.create_flow_run(some_flow, state=Running(), tags=given).id

    here = platform.node()
    ended, elsewhere = record(gone, here), record(gone, "elsewhere")
    with tag_runs() as given:
        assert given == [TAG, f"process {here} {os.getpid()}"]
    with subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()", "terugkom"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        working = record(process.pid, here)
        assert mark_interrupted_runs_crashed(WORKER) == 1
        process.kill()
    assert [state_of(client, each) for each in (ended, elsewhere, working)] == [
        name_state("interrupted"),
        "Running",
        "Running",
    ]


def test_a_run_of_this_process_has_its_tags_and_its_steps_ask_for_no_limits_of_them(
    prefect_server: None,
) -> None:
    """For each tag of a task run Prefect asks its server whether such runs are limited."""
    threads: list[str] = []

    @step("look at the tags")
    def look() -> set[str]:
        context = TaskRunContext.get()
        assert context is not None
        return set(context.task_run.tags)

    @flow(name="some-flow")
    def run() -> list[set[str]]:
        context = FlowRunContext.get()
        assert context is not None
        assert context.flow_run is not None
        threads.extend(each.name for each in threading.enumerate())
        return [set(context.flow_run.tags), look()]

    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 180}), tag_runs() as given:
        assert run() == [set(given), set()]
    assert threads
    assert not [each for each in threads if each.endswith("(run)")], "which Prefect calls its heartbeats"


def test_heartbeats_that_the_environment_asks_for_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_FLOWS_HEARTBEAT_FREQUENCY", "60")
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 60}), tag_runs():
        assert PREFECT_FLOWS_HEARTBEAT_FREQUENCY.value() == 60
    monkeypatch.delenv("PREFECT_FLOWS_HEARTBEAT_FREQUENCY")
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 60}), tag_runs():
        assert PREFECT_FLOWS_HEARTBEAT_FREQUENCY.value() is None


def test_an_answer_that_cannot_be_read_is_not_that_of_an_unknown_run(
    client: SyncPrefectClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = client.create_flow_run(some_flow)
    assert [find_flow_run(client, each) for each in ("", "no-id", str(uuid4()))] == [None, None, None]
    found = find_flow_run(client, str(run.id))
    assert found is not None
    assert found.id == run.id

    def refuse(*_: Any, **__: Any) -> Any:
        raise ValueError("no run of Prefect")

    monkeypatch.setattr(FlowRun, "model_validate", refuse)
    with pytest.raises(ValueError, match="no run of Prefect"):
        find_flow_run(client, str(run.id))
