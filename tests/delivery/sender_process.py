"""The core's sending loop in processes of their own, some of which kill themselves at a named point.

The tests start this program once. For each line on its standard input, a list of jobs, it forks a process a
job, writes their ids on a line, waits for all, and writes how each ended. It never has a thread itself, so a
fork is as good as a new process, and a second quicker.
"""

import json
import os
import select
import signal
import smtplib
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from terugkom import tables  # noqa: F401  the tables that deliveries refer to
from terugkom.database.connection_pool import Database
from terugkom.delivery import due_deliveries, outbox
from terugkom.delivery.channels import smtp
from terugkom.delivery.channels.smtp import SmtpChannel, SmtpServer
from terugkom.delivery.channels.smtp_connection import LimitedSmtp, LimitedTime
from terugkom.delivery.sender import SenderConfig, send_due
from terugkom.documents.document_store import DocumentStore


class KillPoint:
    """Strikes on the n-th pass of one point, in whichever thread passes there."""

    def __init__(self, point: str, nth: int) -> None:
        self._point, self._left, self._lock = point, nth, threading.Lock()

    def at(self, point: str) -> bool:
        """Count this pass; return whether it is the one."""
        if point != self._point:
            return False
        with self._lock:
            self._left -= 1
            return self._left == 0

    def passes(self, point: str) -> None:
        if self.at(point):
            die()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)  # the signal may need a moment to find this thread


class DyingSmtp(LimitedSmtp):
    """The connection, with the named points on its way."""

    def __init__(self, host: str, port: int, death: KillPoint, limit: LimitedTime) -> None:
        self._death, self._handed_over, self._asked = death, False, ""
        super().__init__(host, port, limit)

    def putcmd(self, cmd: str, args: str = "") -> None:
        self._asked = cmd[:4]
        super().putcmd(cmd, args)

    def send(self, s: Any) -> None:
        if not isinstance(s, bytes) or not s.endswith(b"\r\n.\r\n"):
            super().send(s)
            return
        if self._death.at("middle of DATA"):
            super().send(s[: len(s) // 2])
            die()
        super().send(s)
        self._handed_over = True
        self._death.passes("after the final dot")
        if self._death.at("answer not yet read"):
            select.select([self.sock], [], [])
            die()

    def getreply(self) -> tuple[int, bytes]:
        answer = super().getreply()
        asked, self._asked = self._asked, ""
        if asked in ("MAIL", "RCPT"):
            self._death.passes(f"after {asked}")
        if self._handed_over:
            self._handed_over = False
            self._death.passes("after the answer")
        return answer


def watched(death: KillPoint) -> None:
    """Put the points of the outbox around its functions."""
    claim, settle_and_start = outbox.claim, outbox.record_outcomes_and_start

    def watched_claim(*args: Any, **kwargs: Any) -> Any:
        batch = claim(*args, **kwargs)
        if batch.deliveries:
            death.passes("after claim")
        return batch

    def watched_settle_and_start(*args: Any, settle: Any, start: Any) -> Any:
        if settle:
            death.passes("before settle")
        started = settle_and_start(*args, settle=settle, start=start)
        if start:
            death.passes("after sending is committed")
        if settle:
            death.passes("after settle")
        return started

    outbox.claim, outbox.record_outcomes_and_start = watched_claim, watched_settle_and_start


def work(job: dict[str, Any]) -> None:
    """Send until nothing waits any more."""
    death = KillPoint(job.get("point", ""), job.get("nth", 1))
    watched(death)
    database = Database(job["url"])
    event.listen(database.engine, "commit", lambda _: death.passes("before a commit"))
    server = SmtpServer("127.0.0.1", job["port"], timeout=20)

    def connect(server: SmtpServer, limit: LimitedTime) -> smtplib.SMTP:
        death.passes("before connect")
        connection = DyingSmtp(server.host, server.port, death, limit)
        connection.ehlo()
        return connection

    smtp.open_connection = connect
    lanes = [SmtpChannel(server) for _ in range(job["lanes"])]
    post = SenderConfig(
        database,
        DocumentStore(Path(job["documents"])),
        now,
        date(2025, 1, 23),
        job["lease"],
        retry_seconds=0.01,
        max_deliveries=job["limit"],
    )
    while True:
        if not send_due(post, lanes).states:
            with database.read_session() as session:
                if due_deliveries.find_next_due(session, now()) is None:
                    break
            time.sleep(0.01)
    for lane in lanes:
        lane.close()
    database.close()


def now() -> datetime:
    return datetime.now(UTC)


def fork(run: Callable[[dict[str, Any]], None], job: dict[str, Any]) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            run(job)
            status = 0
        finally:
            if status:
                sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
                sys.stderr.flush()
            os._exit(status)
    return child


def main() -> None:
    for line in sys.stdin:
        children = [fork(work, job) for job in json.loads(line)]
        print(json.dumps(children), flush=True)  # noqa: T201
        ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        print(json.dumps(ended), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
