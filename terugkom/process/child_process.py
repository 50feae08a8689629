"""Start a module of ours as a process beside this one, and have it call the function that is passed to it.

Parent and child communicate through a socket, so the child ends by itself when its parent dies, `kill -9`
included, even while it is at work: it is then asked to stop, and ended some seconds later. The same happens
when the system asks it to stop, as it asks all processes of a service.
Python's own pool of processes would import the parent's main module into every child: with Prefect's that
takes a second and 100 MB.
"""

import gc
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

STOP_SECONDS = 10.0  # in which a child ends what it is in the middle of; Prefect gives a run thirty
_LOOK_MILLISECONDS = 500
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


def end_child(process: "subprocess.Popen[bytes]", connection: Connection) -> None:
    """Have a child end: it has some seconds for what it is in the middle of, and begins nothing else."""
    connection.close()
    try:
        process.wait(STOP_SECONDS + 2)  # it ends itself; this is for one that cannot
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass
class _Stop:
    """Whether this process was asked to stop.

    No `threading.Event`: it takes a lock, for which a second signal at the same instant would wait for ever.
    """

    is_asked: bool = False


_stop = _Stop()


def _ask_to_stop(*_: object) -> None:
    _stop.is_asked = True


def is_child_stopping() -> bool:
    """Return whether this process is a child that was asked to stop, or whose parent is gone."""
    return _stop.is_asked


def run_child(work: Callable[[Any, Connection], None]) -> None:
    """Do the work of a child with what it was given, until it returns or the parent is gone."""
    with suppress(EOFError, OSError), Connection(int(sys.argv[1])) as parent:
        Thread(target=_stop_with_parent, args=(parent.fileno(),), daemon=True).start()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _ask_to_stop)
        given = parent.recv()
        gc.freeze()
        gc.set_threshold(_FEW_CYCLES)
        work(given, parent)


def _stop_with_parent(parent: int) -> None:
    """Wait until the parent is gone or this process was asked to stop; end it some seconds later."""
    hung_up = select.poll()
    hung_up.register(parent, 0)  # what the parent says is not ours to read
    while not (_stop.is_asked or hung_up.poll(_LOOK_MILLISECONDS)):
        pass
    _ask_to_stop()
    time.sleep(STOP_SECONDS)
    os._exit(1)  # whoever waits for an answer of another server cannot be asked


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
