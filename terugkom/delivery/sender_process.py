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
from terugkom.delivery.channels import Lanes
from terugkom.delivery.sender import Now, Post, Tally, send_waiting


@dataclass(frozen=True)
class Orders:
    """Configuration of a sender process; all of it can be pickled. `lanes` opens its connections."""

    database: str
    documents: Path
    now: Now
    lease: float
    retry: float
    limit: int
    lanes: Lanes


class SenderBeside:
    """A running sender process. On exit of the context all that was due was tried; `tally` is the result."""

    def __init__(self, orders: Orders) -> None:
        """Start it; it begins to send at once."""
        self.tally = Tally()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "terugkom.delivery.sender_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._tell(orders)

    def __enter__(self) -> "SenderBeside":
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is None:
            self._tell(False)
            with suppress(EOFError):  # it died: its leases run out, and the next sender goes on
                self.tally = pickle.load(_pipe(self._process.stdout))  # noqa: S301  our own process
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                _pipe(pipe).close()
        self._process.wait()

    def nudge(self) -> None:
        """Notify the process that there are more deliveries to send."""
        self._tell(True)

    def _tell(self, what: Orders | bool) -> None:
        with suppress(BrokenPipeError):
            pickle.dump(what, _pipe(self._process.stdin))
            _pipe(self._process.stdin).flush()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process has no such pipe")
    return pipe


def _send_until_told(orders: Orders, ear: IO[bytes]) -> Tally:
    """Send, wait for a command, send again, until the last command. Raises EOFError if the parent is gone."""
    database, lanes = Database(orders.database), orders.lanes()
    post = Post(database, orders.documents, orders.now, orders.lease, orders.retry, orders.limit)
    tally, more = Tally(), True
    while True:
        sent = send_waiting(post, lanes)
        tally += sent
        if sent.states and not tally.channel_down:
            continue
        if not more:
            break
        more = pickle.load(ear)  # noqa: S301  from whoever started us
    for lane in lanes:
        lane.close()
    database.close()
    return tally


if __name__ == "__main__":
    with suppress(EOFError, KeyboardInterrupt):
        told = _send_until_told(pickle.load(sys.stdin.buffer), sys.stdin.buffer)  # noqa: S301
        pickle.dump(told, sys.stdout.buffer)
