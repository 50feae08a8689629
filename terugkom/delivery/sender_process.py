"""A sender beside: a process of its own that sends while this one still writes.

Writing ten thousand mails keeps one core busy and so does sending them; threads would share one core. The
process is told through its standard input, so it ends by itself when whoever started it dies, `kill -9`
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
    """What a sender beside is told; all of it can be pickled. `lanes` makes its channels."""

    database: str
    documents: Path
    now: Now
    lease: float
    retry: float
    limit: int
    lanes: Lanes


class SenderBeside:
    """A running sender. As a context: at its end all that waits was tried, and `tally` tells."""

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
        """Tell it that there is more to send."""
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
    """Send, wait for a nudge, send, until told that this was all. Raises EOFError if nobody is left."""
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
