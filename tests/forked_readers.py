"""The process that reads a file is forked from one that has imported what it needs: the tests read hundreds.

A new Python takes 60 milliseconds to begin: a twelfth of the processor time of all tests (measured).
What it does and may take stays as it is; tests/workbook/test_hostile_files.py measures the real process.
"""

import atexit
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import IO, Any

from terugkom.workbook.file_formats import sandboxed_reader

_FORK = """
import os, socket, sys
sys.path.insert(0, sys.argv[1])
from terugkom.workbook.file_formats.reader_process import main
asked = socket.socket(fileno=int(sys.argv[2]))
while True:
    suffix, handles, _, _ = socket.recv_fds(asked, 100, 3)
    if not suffix:
        break
    child = os.fork()
    if not child:
        for number, handle in enumerate(handles):
            os.dup2(handle, number)
        sys.stdin, sys.stdout = (open(number, mode + "t") for number, mode in enumerate("rw"))
        status = main(suffix.decode())
        sys.stderr.flush()
        os._exit(status)
    for handle in handles:
        os.close(handle)
    status = os.waitpid(child, 0)[1]
    asked.sendall(str(os.waitstatus_to_exitcode(status)).encode())
"""
_turn = Lock()  # of the threads that read


def fork_readers() -> None:
    """Have each file that is read in this process from now on be read by a forked process."""
    sandboxed_reader.subprocess = SimpleNamespace(  # type: ignore[assignment]
        run=_run, PIPE=subprocess.PIPE, TimeoutExpired=subprocess.TimeoutExpired
    )


def _run(command: Sequence[str], *, stdin: IO[bytes], stdout: IO[bytes], **_: Any) -> Any:
    said, told = os.pipe()
    with _turn, os.fdopen(said, "rb") as stderr:
        server = _start()
        socket.send_fds(server, [command[-1].encode()], [stdin.fileno(), stdout.fileno(), told])
        os.close(told)
        text = stderr.read()
        return SimpleNamespace(returncode=int(server.recv(10)), stderr=text)


@cache
def _start() -> socket.socket:
    ours, theirs = socket.socketpair()
    root = Path(__file__).parent.parent
    command = [sys.executable, "-I", "-c", _FORK, str(root), str(theirs.fileno())]
    process = subprocess.Popen(command, pass_fds=[theirs.fileno()])
    theirs.close()
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours
