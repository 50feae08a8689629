"""Runs that ended with their process: Prefect shows them as running for ever, so they are marked as crashed.

One that had not begun starts again: nobody else does what was asked for in its form.

Only runs of ours are looked at, and of those only the ones whose process is known to be gone. A run of
somebody else's flow on the same server, of a worker on another machine, or of a process that still works is
left alone.
"""

import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prefect import tags
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterTags,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.states import Scheduled

from deployments.serve import WORK_POOL
from tasks.interrupted_runs import ACTIVE, mark_crashed, read_pages
from tasks.outcomes import get_message
from tasks.run_tags import TAG

_HEARTBEATS = "PREFECT_FLOWS_HEARTBEAT_FREQUENCY"
_PROCESS_TAG = re.compile(r"process (?P<host>\S+) (?P<pid>\d+)")
_WORKER_LABEL = "prefect.worker.name"  # set by Prefect's worker when it starts a run


@contextmanager
def tag_runs() -> Iterator[list[str]]:
    """Tag the runs that this process executes itself, without a worker; yield the tags.

    By its tag it is known whether the process of such a run is gone. So it needs no heartbeats, unless the
    environment asks for them: Prefect waits up to a second for their thread at the end of each run.
    """
    ours = [TAG, f"process {platform.node()} {os.getpid()}"]
    without = {} if _HEARTBEATS in os.environ else {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with tags(*ours), temporary_settings(without):
        yield ours


def mark_interrupted_runs_crashed(worker: str) -> int:
    """Mark our runs whose process is gone as crashed, with the runs that they started; return how many.

    Those that a worker took and that had not begun are scheduled again instead. `worker` is the name of this
    machine's worker, which does not run now.
    """
    with get_client(sync_client=True) as client:
        found = [run for run in _list_active_runs(client) if _is_interrupted(run, worker)]
        begun = [run for run in found if run.state_type != StateType.PENDING or run.deployment_id is None]
        for run in found:
            if run not in begun:
                again: State[Any] = Scheduled(message=get_message("report.begins-again"))
                client.set_flow_run_state(run.id, again, force=True)
        return sum(mark_crashed(client, run) for run in begun)


def _list_active_runs(client: SyncPrefectClient) -> list[FlowRun]:
    """Return the active runs of our work pool, and those that carry a process tag of ours."""
    pool = WorkPoolFilter(name=WorkPoolFilterName(any_=[WORK_POOL]))
    tagged = FlowRunFilter(state=ACTIVE, tags=FlowRunFilterTags(all_=[TAG]))
    found = [
        *read_pages(client, flow_run_filter=FlowRunFilter(state=ACTIVE), work_pool_filter=pool),
        *(run for run in read_pages(client, flow_run_filter=tagged) if _find_process(run)),
    ]
    return list({run.id: run for run in found}.values())


def _is_interrupted(run: FlowRun, worker: str) -> bool:
    started_by = run.labels.get(_WORKER_LABEL)
    if started_by is not None:
        mark = f"PREFECT__FLOW_RUN_ID={run.id}"  # Prefect sets it in the environment of the process of a run
        return started_by == worker and not _is_running(run.infrastructure_pid, "environ", mark)
    if found := _find_process(run):
        host, pid = found
        return host == platform.node() and not _is_running(pid, "cmdline", "terugkom")
    return run.state_type == StateType.PENDING  # a worker took it and stopped before it started it


def _find_process(run: FlowRun) -> tuple[str, str] | None:
    """Return the host and the process id of a run that no worker started."""
    found = next(filter(None, map(_PROCESS_TAG.fullmatch, run.tags)), None)
    return (found["host"], found["pid"]) if found else None


def _is_running(pid: str | None, where: str, mark: str) -> bool:
    """Return whether a process of this machine exists, and is no later one that got the same id.

    On Linux the process of the run has `mark` in this file of its folder in /proc.
    """
    if pid is None or not pid.isdecimal() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # of another user: the process of a run of ours would be ours
        return False
    if not Path("/proc/self").exists():
        return True
    try:
        return mark.encode() in Path("/proc", pid, where).read_bytes()
    except OSError:  # it ended meanwhile
        return False
