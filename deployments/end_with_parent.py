"""Run a Python module that ends when the process that started it ends, however that ended.

`python -m deployments.end_with_parent SECONDS MODULE ARGUMENTS`, with a pipe from the parent as standard
input. Nothing is ever written to the pipe: the system closes it when the parent is gone, `kill -9` included,
on each system and whichever thread started the process. Then this process is asked to stop, and killed after
so many seconds; with its group if it leads one.
"""

import os
import runpy
import signal
import sys
import time
from functools import cache
from threading import Thread


@cache
def open_lifeline() -> int:
    """Return the reading end of the pipe that closes when this process ends, for the `stdin` of a child."""
    reading, _writing = os.pipe()  # the writing end is not inherited, and stays open as long as this process
    return reading


def build_command(seconds: float, module: str, *arguments: str) -> tuple[str, ...]:
    """Return the command that runs a module until this process ends, with `open_lifeline()` as `stdin`."""
    return (sys.executable, "-m", "deployments.end_with_parent", str(seconds), module, *arguments)


def main(seconds: float, module: str, *arguments: str) -> None:
    """Run the module in this process, and stop when the parent is gone."""
    Thread(target=_stop_when_parent_is_gone, args=(seconds,), daemon=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _stop_when_parent_is_gone(seconds: float) -> None:
    while os.read(0, 1):
        pass
    # Whoever leads a session is stopped as by Ctrl-C, which others ignore in the background of a script.
    leads_group = os.getpgrp() == os.getpid()
    os.kill(os.getpid(), signal.SIGINT if leads_group else signal.SIGTERM)
    time.sleep(seconds)
    if leads_group:
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(float(sys.argv[1]), *sys.argv[2:])
