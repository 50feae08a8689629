"""Prefect's server with its UI, the schedule and a worker, in one command, for one home."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

import requests

from terugkom.errors import TerugkomError
from terugkom.settings import Settings

_START_SECONDS = 120


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Run until interrupted. Raises TerugkomError if the server does not come up."""
    url = f"http://127.0.0.1:{settings.port}"
    os.environ["PREFECT_API_URL"] = os.environ["PREFECT_UI_API_URL"] = f"{url}/api"
    signal.signal(signal.SIGTERM, _interrupted)
    with ExitStack() as stack:
        say("Starting Prefect's server ...")
        server = stack.enter_context(
            _Program("prefect", "server", "start", "--host", "127.0.0.1", "--port", str(settings.port))
        )
        _wait_until_healthy(f"{url}/api", server)
        (settings.prefect / "server.url").write_text(f"{url}/api")
        say("Bringing up the schedule ...")
        from deployments.apply import POOL, apply_all  # after the API's address is known

        apply_all()
        worker = stack.enter_context(_Program("prefect", "worker", "start", "--pool", POOL))
        say(f"The UI is at {url} and the calendar ticks every day at 06:00. Stop with Ctrl-C.")
        while server.runs and worker.runs:
            time.sleep(0.5)
        raise TerugkomError("Prefect's server or worker stopped by itself; see what it said above")


class _Program:
    """A program that is stopped with us."""

    def __init__(self, *command: str) -> None:
        self._command = (sys.executable, "-m", *command)

    def __enter__(self) -> "_Program":
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)  # noqa: S603
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def runs(self) -> bool:
        return self._process.poll() is None


def _wait_until_healthy(api: str, server: _Program) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.runs:
        try:
            if requests.get(f"{api}/health", timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.5)
    raise TerugkomError(f"Prefect's server did not come up at {api}; is the port in use?")


def _interrupted(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt
