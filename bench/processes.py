"""Measure whole processes: their start and all that they start themselves, in seconds and memory."""

import os
import resource
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_SAMPLE_SECONDS = 0.25
_PROCESSES = Path("/proc")


@dataclass(frozen=True)
class Measured:
    """What a command took: seconds of the clock and of the processor, the last line that it printed.

    `memory` is the highest sum of PSS (what is shared with other processes counts in parts), in MiB.
    """

    seconds: float
    cpu_seconds: float
    memory: float
    printed: str


def measure(
    command: Sequence[str], environment: Mapping[str, str] = os.environ, accepted: Sequence[int] = (0,)
) -> Measured:
    """Run a command to its end. Raises CalledProcessError if it ends with another status."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    peak = 0.0
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        while True:
            with suppress(subprocess.TimeoutExpired):
                printed, _ = process.communicate(timeout=_SAMPLE_SECONDS)
                break
            peak = max(peak, sum(map(_read_pss, [process.pid, *_list_descendants(process.pid)])))
    after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - started
    if process.returncode not in accepted:
        raise subprocess.CalledProcessError(process.returncode, command)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(seconds, used, peak, (printed.strip().splitlines() or [""])[-1])


def find_free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _list_descendants(process: int) -> Iterator[int]:
    with suppress(OSError):
        for thread in (_PROCESSES / str(process) / "task").iterdir():
            for child in map(int, (thread / "children").read_text().split()):
                yield child
                yield from _list_descendants(child)


def _read_pss(process: int) -> float:
    with suppress(OSError):  # it ended
        for line in (_PROCESSES / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
