"""Fetch a mailbox, and die at one point: run by a test, as a process of its own."""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.smtp import Security
from terugkom.imap import fetch_mails
from terugkom.imap.fetch_mails import FetchRun
from terugkom.imap.server import ImapServer

POINTS = ("write_atomically", "_record", "sync_path", "mark_processed")


def _die_after(point: str) -> None:
    """Have this process killed right before, or right after, that function."""
    before, name = point.startswith("before "), point.removeprefix("before ")
    function = getattr(fetch_mails, name)

    def killed(*args: object, **more: object) -> object:
        if not before:
            function(*args, **more)
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    setattr(fetch_mails, name, killed)


def main(point: str, url: str, folder: str, port: str, user: str, password: str) -> None:
    """Fetch into the inbox of a folder."""
    _die_after(point)
    home = Path(folder)
    server = ImapServer(
        "127.0.0.1", int(port), Security.NONE, user, password, processed_folder="Verwerkt & klaar é"
    )
    inbox = home / "municipalities/lievegem/inbox"
    now = datetime(2026, 12, 1, 5, tzinfo=UTC)
    fetch_mails.fetch_mails(
        FetchRun("lievegem", server, Database(url), home / "mailbox", lambda _: inbox, lambda: now, 60)
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
