"""Prefect's server beside a measurement, and what it takes of the processors."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

from bench.processes import ROOT, find_free_port

_START_SECONDS, _POLL_SECONDS = 120, 0.5


@dataclass(frozen=True)
class PrefectServer:
    """A Prefect server that runs, and the environment of its clients."""

    process: psutil.Popen
    environment: dict[str, str]

    @property
    def processor_seconds(self) -> float:
        """What it used so far, with the processes that it started."""
        processes = [self.process, *self.process.children(recursive=True)]
        return sum(sum(each.cpu_times()[:2]) for each in processes)


@contextmanager
def running_prefect(folder: Path) -> Iterator[PrefectServer]:
    """Run a Prefect server with its home and its log in a folder. Raises SystemExit if it does not answer."""
    port = find_free_port()
    environment = os.environ | {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = psutil.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"{environment['PREFECT_API_URL']}/health")
        yield PrefectServer(process, environment)
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        with suppress(requests.RequestException):
            if requests.get(address, timeout=2).ok:
                return
        time.sleep(_POLL_SECONDS)
    raise SystemExit("Prefect's server does not answer")
