"""Prefect's temporary server for a run in this process, when no server runs: it ends with this process.

Prefect would start one by itself. But then each run imports all of the server into its own process too, which
takes longer than the run; and killed, it would leave the server behind, with a thread in our home.
"""

import atexit
import os
import socket
import subprocess
import time
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

import prefect
from prefect.settings import PREFECT_API_URL, PREFECT_UI_URL, get_current_settings, temporary_settings

from deployments.end_with_parent import build_command, open_lifeline
from deployments.full_disk import pass_on_unless_full
from terugkom.errors import ERROR_LANGUAGE, TerugkomError
from terugkom.free_space import describe_full_disk, find_full_disk
from terugkom.installation import load_settings

_HOST = "127.0.0.1"
_START_SECONDS = 120  # a busy machine took longer than the twenty that Prefect gives it
_STOP_SECONDS = 5  # as long as Prefect gives it
_POLL_SECONDS = 0.05
_WRITE_SECONDS = (
    1.5  # Prefect writes task runs down once a second, and loses at its stop what it did not write
)
_REST_OF_PROCESS = ExitStack()  # never closed: logs and events are sent until the end of the process


def start_temporary_server() -> None:
    """Start a server unless there is one to use. It takes some seconds, in which this process can go on."""
    if get_current_settings().api.url is None:
        _start_server()


def use_temporary_server() -> None:
    """Have this process use the temporary server from now on, unless there is another one to use.

    It is started if it was not yet; returns once it answers. Raises TerugkomError if it does not, or could
    write nothing.
    """
    settings = get_current_settings()
    if settings.api.url is not None:
        return
    server, port = _start_server()
    _wait_for(server, port, max(_START_SECONDS, settings.server.ephemeral.startup_timeout_seconds))
    url = f"http://{_HOST}:{port}/api"
    without_pages = {
        PREFECT_API_URL: url,
        PREFECT_UI_URL: "",
    }  # no mail may link to what is gone when it is read
    _REST_OF_PROCESS.enter_context(temporary_settings(without_pages))


@cache
def _start_server() -> tuple[subprocess.Popen[bytes], int]:
    home = get_current_settings().home
    if full := find_full_disk(load_settings()):
        raise TerugkomError(describe_full_disk(full).render(ERROR_LANGUAGE))
    if home.exists() and not os.access(home, os.W_OK):  # Prefect says it in a hundred lines
        raise TerugkomError(f"nothing can be written to {home}; `terugkom doctor` says more")
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
    arguments = (
        *("--app-dir", str(Path(prefect.__file__).parent.parent)),
        *("--factory", "deployments.prefect_database:create_temporary_app"),
        *("--host", _HOST, "--port", str(port), "--log-level", "error", "--lifespan", "on"),
    )
    environment = {
        "PREFECT_UI_ENABLED": "0",
        "PREFECT__SERVER_EPHEMERAL": "1",
        "PREFECT__SERVER_FINAL": "1",
    }
    server = subprocess.Popen(  # noqa: S603
        build_command(_STOP_SECONDS, "uvicorn", *arguments),
        stdin=open_lifeline(),
        stderr=subprocess.PIPE,
        env=os.environ | environment,
    )
    assert server.stderr is not None  # noqa: S101  it is a pipe
    pass_on_unless_full(server.stderr, load_settings())
    atexit.register(_stop, server)
    return server, port


def _wait_for(server: subprocess.Popen[bytes], port: int, seconds: float) -> None:
    """Wait until the server listens, which it does when it is ready."""
    end = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < end:
        with suppress(OSError), socket.create_connection((_HOST, port), timeout=1):
            return
        time.sleep(_POLL_SECONDS)
    raise TerugkomError(f"Prefect's temporary server does not answer (exit status {server.poll()})")


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        time.sleep(_WRITE_SECONDS)
        server.terminate()
    try:
        server.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
