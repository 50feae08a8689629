"""One PostgreSQL for all processes that share the tests of a session: to start one takes three seconds.

The process that hands the tests out runs it, once one of the others asks for it. They speak by files in a
folder: `wanted`, then `sockets` with where it listens, or `reason` with why it cannot be had.
"""

import shutil
import tempfile
import threading
import time
from pathlib import Path

from tests.postgres import NoPostgres, Postgres, running_postgres

_START_SECONDS = 120


class SharedPostgres:
    """What the process that hands the tests out has: a server that starts when it is wanted."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="terugkom-tests-postgres-"))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()
        shutil.rmtree(self.folder)

    def _run(self) -> None:
        while not (self.folder / "wanted").exists():
            if self._ended.wait(0.1):
                return
        try:
            with running_postgres() as server:
                self._say("sockets", str(server.sockets))
                self._ended.wait()
        except NoPostgres as error:
            self._say("reason", str(error))

    def _say(self, name: str, text: str) -> None:
        unfinished = self.folder / f"{name}.tmp"
        unfinished.write_text(text)
        unfinished.replace(self.folder / name)


def ask_for_postgres(folder: Path) -> Postgres:
    """Return the server of the process that hands the tests out. Raises NoPostgres."""
    (folder / "wanted").touch()
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if (folder / "sockets").exists():
            return Postgres(Path((folder / "sockets").read_text()))
        if (folder / "reason").exists():
            raise NoPostgres((folder / "reason").read_text())
        time.sleep(0.05)
    raise NoPostgres(f"PostgreSQL did not start within {_START_SECONDS} seconds")
