"""Start a module of ours as a process beside this one, and have it call a function of which it is told.

Parent and child speak through a socket, so the child ends by itself when its parent dies, `kill -9` included.
Python's own pool of processes would import the parent's main module into each: with Prefect's that takes a
second and 100 MB.
"""

import gc
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

_FEW_CYCLES = 50_000  # objects made before garbage is looked for: as in a run, see tasks/installation.py


def start_child(module: str, given: Any) -> tuple["subprocess.Popen[bytes]", Connection]:
    """Start a module that calls `run_child`; return the process, and the connection to it.

    What is `given` is pickled to it. That it died already is seen where its answer is waited for.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, "-m", module, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
    connection = Connection(ours.detach())
    with suppress(OSError):  # it died
        connection.send(given)
    return process, connection


def run_child(work: Callable[[Any, Connection], None]) -> None:
    """Do the work of a child with what it was given, until it returns or the parent is gone."""
    with suppress(EOFError, OSError, KeyboardInterrupt), Connection(int(sys.argv[1])) as parent:
        given = parent.recv()
        gc.freeze()
        gc.set_threshold(_FEW_CYCLES)
        work(given, parent)


def answer_call(function: Callable[..., Any] | None, arguments: tuple[Any, ...]) -> bytes:
    """Return what a function returns or raises, pickled, as (result, error)."""
    try:
        if function is None:
            raise ValueError("this process was given no function")
        return pickle.dumps((function(*arguments), None), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        with suppress(Exception):  # any error can refuse to be pickled, or to be read again
            answer = pickle.dumps((None, error), pickle.HIGHEST_PROTOCOL)
            pickle.loads(answer)  # noqa: S301  our own
            return answer
        return pickle.dumps((None, RuntimeError(repr(error))), pickle.HIGHEST_PROTOCOL)
