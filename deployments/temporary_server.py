"""Prefect's temporary server for a run in this process, when no server runs: it ends with this process.

Prefect stops it at a normal end of the process only; killed, it would stay, with a thread in our home.
"""

import os
import subprocess
from pathlib import Path
from typing import Any

import prefect
from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import get_current_settings

from deployments.end_with_parent import build_command, open_lifeline

_STOP_SECONDS = 5  # as long as Prefect gives it


class TemporaryServer(SubprocessASGIServer):
    """Prefect's own, started so that it ends with this process.

    Prefect keeps one server for each port, and takes the one that is there: made before a run, this is it.
    """

    def _run_uvicorn_command(self) -> subprocess.Popen[Any]:
        environment = {
            "PREFECT_UI_ENABLED": "0",
            "PREFECT__SERVER_EPHEMERAL": "1",
            "PREFECT__SERVER_FINAL": "1",
        }
        arguments = (
            *("--app-dir", str(Path(prefect.__file__).parent.parent)),
            *("--factory", "prefect.server.api.server:create_app"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--log-level", "error", "--lifespan", "on"),
        )
        return subprocess.Popen(  # noqa: S603
            build_command(_STOP_SECONDS, "uvicorn", *arguments),
            stdin=open_lifeline(),
            env={
                **os.environ,
                **environment,
                **get_current_settings().to_environment_variables(exclude_unset=True),
            },
        )
