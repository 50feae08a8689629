"""A child process ends with the process that started it, however that ended."""

import signal
import subprocess
import sys

import psutil
import pytest

PARENT = """
import signal, subprocess, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts us with & has it ignored
from deployments.end_with_parent import build_command, open_lifeline
child = subprocess.Popen(
    build_command(1, "http.server", "0", "--bind", "127.0.0.1"),
    stdin=open_lifeline(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session={session},
    env={{**__import__("os").environ, "PYTHONUNBUFFERED": "1"}},
)
child.stdout.readline()
print(child.pid, flush=True)
input()
"""


@pytest.mark.long
@pytest.mark.parametrize("session", [True, False])
@pytest.mark.parametrize(
    "how",
    [
        signal.SIGKILL,
        *(pytest.param(each, marks=pytest.mark.long) for each in (signal.SIGTERM, signal.SIGINT)),
    ],
)
def test_a_child_ends_when_its_parent_is_killed(how: signal.Signals, session: bool) -> None:
    program = [sys.executable, "-c", PARENT.format(session=session)]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        assert child.is_running()
        parent.send_signal(how)
        parent.wait(timeout=30)
    child.wait(timeout=30)
    assert not child.is_running()
