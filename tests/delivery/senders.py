"""How tests speak with `sender_process.py`."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

KILLED = -signal.SIGKILL


class Senders:
    """Starts sending loops in processes of their own, and tells how each ended: 0, or KILLED."""

    def __enter__(self) -> Self:
        program = Path(__file__).with_name("sender_process.py")
        self._process = subprocess.Popen(
            [sys.executable, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)

    def run(self, *jobs: dict[str, Any], kill_after: float | None = None) -> list[int]:
        """Run these at the same time until all have ended, or kill them all after so many seconds."""
        assert self._process.stdin
        print(json.dumps(jobs), file=self._process.stdin, flush=True)
        children = self._read()
        if kill_after is not None:
            time.sleep(kill_after)
            _kill(children)
        return self._read()

    def _read(self) -> list[int]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "sender_process.py has ended"
        return list(json.loads(line))


def _kill(children: Sequence[int]) -> None:
    for child in children:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue  # it had finished by itself


def job(url: str, documents: Path, port: int, **more: Any) -> dict[str, Any]:
    """Return a job: a sending loop on this database with this mail server."""
    return {
        "url": url,
        "documents": str(documents),
        "port": port,
        "lanes": 1,
        "lease": 0.3,
        "limit": 500,
        **more,
    }
