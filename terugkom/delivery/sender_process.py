"""A sender process: a process of its own that sends while this one is still rendering.

Rendering ten thousand mails keeps one core busy and so does sending them; threads would share one core. The
process gets its commands through standard input, so it ends by itself when its parent dies, `kill -9`
included; what it had in flight then is in doubt like that of any sender.
"""

import pickle
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from terugkom.database import Database
from terugkom.delivery.channels import ConnectionFactory
from terugkom.delivery.sender import Now, SenderConfig, SendResult, send_due


@dataclass(frozen=True)
class SenderProcessConfig:
    """Configuration of a sender process; all of it can be pickled. `lanes` opens its connections."""

    database: str
    documents: Path
    now: Now
    lease_seconds: float
    retry_seconds: float
    max_deliveries: int
    open_connections: ConnectionFactory


class SenderProcess:
    """A running sender process. On exit of the context all that was due was tried; `tally` is the result."""

    def __init__(self, config: SenderProcessConfig) -> None:
        """Start it; it begins to send at once."""
        self.result = SendResult()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "terugkom.delivery.sender_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._send_command(config)

    def __enter__(self) -> "SenderProcess":
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is None:
            self._send_command(False)
            with suppress(EOFError):  # it died: its leases run out, and the next sender goes on
                self.result = pickle.load(_require_pipe(self._process.stdout))  # noqa: S301  our own process
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                _require_pipe(pipe).close()
        self._process.wait()

    def notify(self) -> None:
        """Notify the process that there are more deliveries to send."""
        self._send_command(True)

    def _send_command(self, what: SenderProcessConfig | bool) -> None:
        with suppress(BrokenPipeError):
            pickle.dump(what, _require_pipe(self._process.stdin))
            _require_pipe(self._process.stdin).flush()


def _require_pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process has no such pipe")
    return pipe


def _run_sender(config: SenderProcessConfig, commands: IO[bytes]) -> SendResult:
    """Send, wait for a command, send again, until the last command. Raises EOFError if the parent is gone."""
    database, connections = Database(config.database), config.open_connections()
    post = SenderConfig(
        database,
        config.documents,
        config.now,
        config.lease_seconds,
        config.retry_seconds,
        config.max_deliveries,
    )
    result, more = SendResult(), True
    while True:
        sent = send_due(post, connections)
        result += sent
        if sent.states and not result.channel_down:
            continue
        if not more:
            break
        more = pickle.load(commands)  # noqa: S301  from whoever started us
    for lane in connections:
        lane.close()
    database.close()
    return result


if __name__ == "__main__":
    with suppress(EOFError, KeyboardInterrupt):
        told = _run_sender(pickle.load(sys.stdin.buffer), sys.stdin.buffer)  # noqa: S301
        pickle.dump(told, sys.stdout.buffer)
