"""How many runs are at work at once, of `serve` and of workers on many machines."""

import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from unittest.mock import MagicMock
from uuid import uuid4

import anyio
import pytest
from requests import HTTPError

from deployments.forms import PrefectApi
from deployments.prefect_checks import check_worker
from deployments.run_limit import limit_runs_at_once, read_pool, release_limit_of_serve
from deployments.serve import WORK_POOL, count_runs_at_once
from deployments.worker import LimitedWorker
from terugkom.health_checks.model import CheckState

POOL = f"/work_pools/{WORK_POOL}"


@pytest.fixture
def api(prefect_server: str) -> Iterator[PrefectApi]:
    """A server with our work pool."""
    api = PrefectApi(prefect_server)
    api.request("DELETE", POOL)  # of a test before it
    with suppress(HTTPError):  # a slow server was asked twice: it is there
        api.request("POST", "/work_pools/", {"name": WORK_POOL, "type": "process"})
    assert read_pool(api)["name"] == WORK_POOL
    yield api
    api.request("DELETE", POOL)


def tell_of(api: PrefectApi, worker: str) -> None:
    """Have the server hear of a worker, as a worker does every half minute."""
    api.request("POST", f"{POOL}/workers/heartbeat", {"name": worker})


def let_time_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("terugkom.clock.now", lambda: datetime.now(UTC) + timedelta(minutes=5))


@pytest.mark.long
def test_workers_of_many_machines_are_not_held_to_the_limit_of_serve(
    api: PrefectApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_runs_at_once(api, "here", "nl")
    assert read_pool(api)["concurrency_limit"] == count_runs_at_once()
    tell_of(api, "here")
    release_limit_of_serve(api)
    assert read_pool(api)["concurrency_limit"] == count_runs_at_once(), "`serve` is at work"
    let_time_pass(monkeypatch)
    release_limit_of_serve(api)
    pool = read_pool(api)
    assert (pool["concurrency_limit"], pool["description"]) == (None, "")


def test_a_limit_that_somebody_set_stays(api: PrefectApi, monkeypatch: pytest.MonkeyPatch) -> None:
    let_time_pass(monkeypatch)
    limit_runs_at_once(api, "here", "nl")
    tell_of(api, "here")
    api.request("PATCH", POOL, {"concurrency_limit": 40})
    release_limit_of_serve(api)
    limit_runs_at_once(api, "here", "nl")
    assert read_pool(api)["concurrency_limit"] == 40


def test_serve_gives_its_own_limit_anew_where_processors_were_added(
    api: PrefectApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_runs_at_once(api, "here", "nl")
    monkeypatch.setattr("os.cpu_count", lambda: 30)
    limit_runs_at_once(api, "here", "de")
    assert read_pool(api)["concurrency_limit"] == 31
    assert "31 Läufe" in read_pool(api)["description"]


def test_doctor_says_that_workers_share_the_limit_of_serve(api: PrefectApi) -> None:
    limit_runs_at_once(api, "here", "nl")
    tell_of(api, "here")
    alone = check_worker(api)
    limit = count_runs_at_once()
    assert (alone.state, alone.text) == (
        CheckState.FINE,
        f"1 online, which do at most {limit} runs at once in all",
    )
    tell_of(api, "there")
    shared = check_worker(api)
    assert shared.state is CheckState.WARNING
    assert shared.text.endswith("that is the limit of `serve` alone")
    assert "clear the pool's limit" in shared.advice


def test_a_run_that_is_resumed_before_its_process_is_gone_does_not_end_the_worker() -> None:
    """Prefect's own worker ends: "borrower is already holding one of this CapacityLimiter's tokens"."""

    async def submit() -> list[object]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            worker = LimitedWorker(work_pool_name=WORK_POOL, limit=2)
        worker._limiter = anyio.CapacityLimiter(2)
        worker._runs_task_group = MagicMock()
        resumed, other = (SimpleNamespace(flow_run=MagicMock(id=uuid4())) for _ in range(2))
        worker._limiter.acquire_on_behalf_of_nowait(resumed.flow_run.id)
        worker.get_flow_run_logger = MagicMock()  # type: ignore[method-assign]
        found = await worker._submit_scheduled_flow_runs([resumed, other])
        assert [each.id for each in found] == [other.flow_run.id]
        worker._release_limit_slot(resumed.flow_run.id)  # its process is gone
        return list(await worker._submit_scheduled_flow_runs([resumed]))

    assert len(anyio.run(submit)) == 1


@pytest.mark.long
def test_a_worker_that_was_started_in_the_background_can_be_stopped() -> None:
    script = (
        "import os, signal; signal.signal(signal.SIGINT, signal.SIG_IGN);"
        "from deployments.worker import enable_interrupt; enable_interrupt();"
        "os.kill(os.getpid(), signal.SIGINT); print('it goes on')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (-signal.SIGINT, "")
