"""`terugkom serve`, started for real: a process, a home and a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import psutil
import requests

from tests.prefect_home import prepare
from tests.processes import is_alive, kill_all, read_command_line

T = TypeVar("T")
FINAL = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass
class Serving:
    """One home, used before or new; `start` and `stop` its server."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)
    new: bool = False

    def __post_init__(self) -> None:
        free = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
        self.port, self.site_port = (int(each.getsockname()[1]) for each in free)
        for each in free:
            each.close()
        (self.home / "user").mkdir(parents=True)
        if not self.new:
            prepare(self.home / "home")
        ours = ("TERUGKOM_", "PREFECT_")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.environment = {
            **inherited,
            "HOME": str(self.home / "user"),
            "TERUGKOM_HOME": str(self.home / "home"),
            "TERUGKOM_PORT": str(self.port),
            "TERUGKOM_SITE_PORT": str(self.site_port),
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            **self.settings,
        }
        self.said = self.home / "serve.txt"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def login(self) -> str:
        """What an officer types to be let in: user:password."""
        return (self.home / "home" / "prefect" / "login").read_text()

    @property
    def http(self) -> requests.Session:
        """What asks the server as somebody who logged in."""
        session = requests.Session()
        user, _, password = self.login.partition(":")
        session.auth = (user, password)
        return session

    @contextmanager
    def running(self) -> Iterator["Serving"]:
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def start(self) -> None:
        with self.said.open("wb") as said:
            self.process = psutil.Popen(
                self._command("serve"),
                env=self.environment,
                stdout=said,
                stderr=subprocess.STDOUT,
                preexec_fn=_in_the_background,
            )
        wait_for(lambda: "Stop with Ctrl-C" in self.said.read_text() or self.process.poll() is not None)
        assert self.process.poll() is None, self.said.read_text()
        pages = f"http://127.0.0.1:{self.site_port}/health"
        assert requests.get(pages, timeout=5).ok, "the pages answer as soon as their address is printed"
        self.parts = self.process.children(recursive=True)

    def stop(self) -> list[psutil.Process]:
        """Ask it to stop; return the processes that it left behind."""
        if self.process.poll() is not None:
            return []
        parts = {*self.parts, *self.process.children(recursive=True)}
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=40) == 0, self.said.read_text()
        left = [part for part in parts if is_alive(part)]
        kill_all(left)
        return left

    def terugkom(self, *arguments: str) -> str:
        """Run another command in the same home; return what it printed."""
        done = subprocess.run(
            self._command(*arguments), env=self.environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    @property
    def worker(self) -> psutil.Process:
        return next(part for part in self.process.children() if " worker" in read_command_line(part))

    def ask(self, path: str, **content: Any) -> Any:
        """Post to the API, as the UI does; return the answer."""
        return self._request("POST", path, content)

    def _request(self, method: str, path: str, content: Any = None) -> Any:
        """Return what the API answers; where its database is busy it says so, and is asked again."""

        def answered() -> list[requests.Response]:
            answer = self.http.request(method, f"{self.url}/api{path}", json=content, timeout=30)
            return [answer] if answer.status_code != 503 else []

        (answer,) = wait_for(answered, 60)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def deployment(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self._request("GET", f"/deployments/name/{name}/{name}")
        return found

    def start_run(self, deployment: str, **parameters: Any) -> str:
        """Start a run with parameters, as the form in the UI does; return its id."""
        path = f"/deployments/{self.deployment(deployment)['id']}/create_flow_run"
        return str(self.ask(path, parameters=parameters, state={"type": "SCHEDULED"})["id"])

    def schedule_in(self, seconds: float, deployment: str, **parameters: Any) -> datetime:
        """Add a schedule that ticks once, soon; return when."""
        at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=seconds)
        schedule = {"interval": 400 * 86400, "anchor_date": at.isoformat()}
        entry = {"schedule": schedule, "active": True, "parameters": parameters}
        path = f"/deployments/{self.deployment(deployment)['id']}"
        self._request("POST", f"{path}/schedules", [entry])
        # Prefect looks every few seconds at deployments that were just changed, at the others once a minute.
        self._request("PATCH", path, {"paused": False})
        return at

    def runs(self, **which: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask(
            "/flow_runs/filter", flow_runs=which, sort="EXPECTED_START_TIME_ASC"
        )
        return found

    def finished(self, run: str, seconds: float = 180) -> dict[str, Any]:
        """Wait for a run to end; return it."""

        def ended() -> dict[str, Any] | None:
            (found,) = self.runs(id={"any_": [run]})
            return found if found["state_type"] in FINAL else None

        return wait_for(ended, seconds)

    def artifacts(self, run: str) -> dict[str, str]:
        found = self.ask("/artifacts/filter", artifacts={"flow_run_id": {"any_": [run]}})
        return {each["key"]: str(each["data"]) for each in found}

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "terugkom", *arguments]


def _in_the_background() -> None:
    """Have a program start as a script starts it with `&`: deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def wait_for(look: Callable[[], T | None], seconds: float = 180) -> T:
    """Look again and again until there is something; ever less often, for to look makes the server work."""
    until, pause = time.monotonic() + seconds, 0.1
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(pause)
        pause = min(1.0, pause * 1.3)
    raise AssertionError(f"not within {seconds} seconds")
