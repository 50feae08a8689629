"""What is read of other processes. Any of them may end while it is looked at: then it has nothing to show."""

import contextlib
from collections.abc import Iterator

import psutil


def list_with_children(process: psutil.Process) -> list[psutil.Process]:
    """Return it and every process below it."""
    return [process, *process.children(recursive=True)]


def read_command_line(process: psutil.Process) -> str:
    """Return its arguments with spaces between; nothing of one that has ended."""
    with contextlib.suppress(psutil.NoSuchProcess):  # a zombie, which nobody has waited for, is one too
        return " ".join(process.cmdline())
    return ""


def list_listening(process: psutil.Process) -> Iterator[str]:
    """Yield the addresses at which it takes connections."""
    with contextlib.suppress(psutil.NoSuchProcess):
        for each in process.net_connections(kind="inet"):
            if each.status == psutil.CONN_LISTEN:
                yield each.laddr.ip


def is_alive(process: psutil.Process) -> bool:
    """Tell whether it goes on; one that has ended and that nobody has waited for does not."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def kill_all(processes: list[psutil.Process]) -> None:
    """Kill those that have not ended by themselves, and wait for them."""
    for each in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()
    psutil.wait_procs(processes, timeout=20)
