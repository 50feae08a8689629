"""A sender process: a process of its own that sends while this one is still rendering.

Rendering ten thousand mails keeps one core busy and so does sending them; threads would share one core. The
process gets its commands through standard input, so it ends by itself when its parent dies, `kill -9`
included; what it had in flight then is in doubt like that of any sender.
"""

import pickle
import subprocess
import sys
from contextlib import suppress
from typing import IO

from terugkom.delivery.channels import ConnectionFactory
from terugkom.delivery.sender import SenderConfig, SendResult, send_due


class SenderProcess:
    """A running sender process. On exit of the context all that was due was tried; `result` tells what of it.

    The configuration and the function that opens its connections are pickled to it.
    """

    def __init__(self, config: SenderConfig, open_connections: ConnectionFactory) -> None:
        """Start it; it begins to send at once."""
        self.result = SendResult()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "terugkom.delivery.sender_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._send_command((config, open_connections))

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

    def _send_command(self, what: tuple[SenderConfig, ConnectionFactory] | bool) -> None:
        with suppress(BrokenPipeError):
            pickle.dump(what, _require_pipe(self._process.stdin))
            _require_pipe(self._process.stdin).flush()


def _require_pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process has no such pipe")
    return pipe


def _run_sender(config: SenderConfig, open_connections: ConnectionFactory, commands: IO[bytes]) -> SendResult:
    """Send, wait for a command, send again, until the last command. Raises EOFError if the parent is gone."""
    connections = open_connections()
    result, more = SendResult(), True
    while True:
        sent = send_due(config, connections)
        result += sent
        if sent.states and not result.channel_down:
            continue
        if not more:
            break
        more = pickle.load(commands)  # noqa: S301  from whoever started us
    for connection in connections:
        connection.close()
    config.database.close()
    return result


if __name__ == "__main__":
    with suppress(EOFError, KeyboardInterrupt):
        config, open_connections = pickle.load(sys.stdin.buffer)  # noqa: S301
        send_result = _run_sender(config, open_connections, sys.stdin.buffer)
        pickle.dump(send_result, sys.stdout.buffer)
