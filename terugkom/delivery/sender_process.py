"""A sender process: a process of its own that sends while this one is still rendering.

Rendering ten thousand mails keeps one core busy and so does sending them; threads would share one core.
Rendering takes longer, so while there is nothing to send the process renders too what it is given.

It ends by itself when its parent dies or is interrupted: it begins no other mail, and has some seconds to
hear what became of those that it is in the middle of. What is in flight then is in doubt like that of any
sender.
"""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

from terugkom.delivery.channels.base import ConnectionFactory
from terugkom.delivery.sender import SenderConfig, SendResult, send_due
from terugkom.errors import TerugkomError
from terugkom.process.child_process import answer_call, end_child, is_child_stopping, run_child, start_child

_MAX_WAIT = timedelta(minutes=1)  # of a call, when the mail server is slow


class SenderProcessEnded(TerugkomError):
    """The process ended before it answered; what it was rendering may be stored or not."""


class SenderProcess:
    """A running sender process. On exit of the context all that was due was tried; `result` tells what of it.

    The configuration and the function that opens its connections are pickled to it. So is `render`: a
    function that renders and stores what it is given; what it returns, and its errors, are pickled back.
    """

    def __init__(
        self,
        config: SenderConfig,
        open_connections: ConnectionFactory,
        render: Callable[..., Any] | None = None,
    ) -> None:
        """Start it; it begins to send at once."""
        self.result = SendResult()
        self._process, self._connection = start_child(__name__, (config, open_connections, render))

    def __enter__(self) -> "SenderProcess":
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        try:
            if failed is None:
                self._send(False)
                with suppress(EOFError, OSError):  # it died: its leases run out, and the next sender goes on
                    self.result = self._connection.recv()
        finally:
            end_child(self._process, self._connection)

    def notify(self) -> None:
        """Notify the process that there are more deliveries to send."""
        self._send(True)

    def start_rendering(self, *arguments: Any) -> None:
        """Have it render, with these arguments, while it has nothing to send; calls are done in order."""
        self._send(arguments)

    def has_rendered(self) -> bool:
        """Return whether `get_rendered` need not wait."""
        with suppress(OSError):
            return self._connection.poll()
        return True

    def get_rendered(self) -> Any:
        """Return what the rendering function returned for the first call that was not answered; waits for it.

        Raises what it raised, and SenderProcessEnded.
        """
        try:
            rendered, error = self._connection.recv()
        except (EOFError, OSError) as ended:
            raise SenderProcessEnded("the process beside this one ended") from ended
        if error is not None:
            raise error
        return rendered

    def _send(self, what: Any) -> None:
        with suppress(OSError):  # it died
            self._connection.send(what)


def _run_sender(
    config: SenderConfig,
    open_connections: ConnectionFactory,
    render: Callable[..., Any] | None,
    parent: Connection,
) -> SendResult:
    """Send, render, wait for a command, until the last command. Raises EOFError if the parent is gone."""
    connections = open_connections()
    result, more = SendResult(), True
    calls = deque[tuple[datetime, tuple[Any, ...]]]()
    while True:
        sent = send_due(config, connections, is_child_stopping)
        result += sent
        if is_child_stopping():
            break
        is_idle = not sent.states or result.channel_down
        if calls and (is_idle or config.now() - calls[0][0] > _MAX_WAIT):
            parent.send_bytes(answer_call(render, calls.popleft()[1]))
        elif is_idle and not more:
            break
        elif is_idle or parent.poll():
            command = parent.recv()
            if isinstance(command, bool):
                more = command
            else:
                calls.append((config.now(), command))
    for connection in connections:
        connection.close()
    config.database.close()
    return result


def _send_for(given: tuple[SenderConfig, ConnectionFactory, Any], parent: Connection) -> None:
    parent.send(_run_sender(*given, parent))


if __name__ == "__main__":
    run_child(_send_for)
