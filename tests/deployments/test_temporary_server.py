"""The temporary server of a run starts, answers, and ends with the process that started it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import requests

from tests.prefect_home import copy_database

_PROGRAM = """
from deployments.temporary_server import start_temporary_server, use_temporary_server
start_temporary_server()
use_temporary_server()
use_temporary_server()
from prefect.settings import get_current_settings
print(get_current_settings().api.url, flush=True)
input()
"""
_SECONDS = 60  # in which a process ends on a busy machine


@contextmanager
def started(folder: Path, **more: str) -> Iterator["subprocess.Popen[str]"]:
    """Run a program that uses a temporary server with its home in a folder, until it is given a line."""
    copy_database(folder / "prefect.db")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    settings = {"PREFECT_HOME": str(folder), "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM],
        env={**kept, **settings, **more},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        yield program


@pytest.mark.long
@pytest.mark.parametrize("how", [None, signal.SIGKILL])
def test_it_answers_one_program_and_ends_with_it(tmp_path: Path, how: signal.Signals | None) -> None:
    with started(tmp_path) as program:
        assert program.stdout
        assert program.stdin
        url = program.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        (server,) = psutil.Process(program.pid).children()
        left = [server, *server.children(recursive=True)]
        assert requests.get(f"{url}/health", timeout=10).json() is True
        if how is None:
            program.stdin.write("\n")
            program.stdin.flush()
        else:
            program.send_signal(how)
        program.wait(_SECONDS)
    _, alive = psutil.wait_procs(left, _SECONDS)
    assert alive == []
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{url}/health", timeout=10)


@pytest.mark.long
def test_one_that_cannot_start_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    nowhere = f"sqlite+aiosqlite:///{tmp_path}/nowhere/prefect.db"
    with started(tmp_path, PREFECT_API_DATABASE_CONNECTION_URL=nowhere) as program:
        _, said = program.communicate(timeout=2 * _SECONDS)
        assert program.returncode == 1
    assert "TerugkomError: Prefect's temporary server does not answer (exit status" in said


@pytest.mark.long
def test_where_a_server_is_set_none_is_started(tmp_path: Path) -> None:
    url = "http://127.0.0.1:9/api"
    with started(tmp_path, PREFECT_API_URL=url) as program:
        assert program.stdout
        assert program.stdout.readline().strip() == url
        assert psutil.Process(program.pid).children() == []
        program.communicate("\n", timeout=_SECONDS)
