"""Process an inbox, and die at one point: run by a test, as a process of its own."""

import importlib
import os
import signal
import sys
from pathlib import Path

from terugkom.database.connection_pool import Database
from terugkom.inbox.process_inbox import process_inbox
from tests.inbox.answering import AnsweringMunicipality
from tests.reminders.tick_calendar import CalendarMunicipality

# Between reading a mail and filing it, in this order; each as it is called the first time.
POINTS = (
    "mailbox._read_mail",
    "mailbox._process_mail",
    "mailbox.skip_pending_deliveries",
    "mailbox.save_mailed_files",
    "process_inbox.handle_file",
    "mailbox.enqueue_file_receipts",
    "mailbox.enqueue_idea_receipts",
    "mailbox.enqueue_receipts",
    "mailbox._archive",
)


def _die_at(point: str) -> None:
    """Have this process killed right before, or right after, that function."""
    when, _, place = point.partition(" ")
    module_name, _, name = place.partition(".")
    module = importlib.import_module(f"terugkom.inbox.{module_name}")
    function = getattr(module, name)

    def killed(*args: object, **more: object) -> object:
        if when == "after":
            function(*args, **more)
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    setattr(module, name, killed)


def main(point: str, url: str, folder: str) -> None:
    """Process the inbox of the municipality of a folder, and die."""
    _die_at(point)
    process_inbox(AnsweringMunicipality(CalendarMunicipality(Database(url), Path(folder))).run)


if __name__ == "__main__":
    main(*sys.argv[1:])
