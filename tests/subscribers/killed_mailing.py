"""Record a mailing and be killed on the way: `killed_mailing.py DATABASE FOLDER MOMENT WHERE BATCH`."""

import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import terugkom.tables  # noqa: F401  so that all tables are known
from terugkom.database import Database
from terugkom.delivery.enqueue import RunContext
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.letter import Letter
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.plan.queries import get_municipality
from terugkom.subscribers import mailing
from terugkom.subscribers.subscription_status import iterate_recipients

TODAY = date(2026, 11, 24)
NOW = datetime(2027, 12, 29, 5, tzinfo=UTC)  # never today


def main(url: str, folder: str, moment: str, where: str, batch: str) -> None:
    mailing._BATCH_SIZE = int(batch)
    database, batches = Database(url), []

    def die_in_the_second(*_: object) -> None:
        batches.append(1)
        if len(batches) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    with database.read_session() as session:
        town = get_municipality(session, "zb")
    letter = Letter("Wat werd er van de afspraken?", "Beste,\n\nDrie acties zijn klaar.\n", "<p>Beste,</p>\n")
    newsletter = mailing.Mailing(letter, "newsletter", f"edition:{moment}:newsletter")
    if where == "inside":
        newsletter = replace(newsletter, on_batch_recorded=die_in_the_second)
    mailing.enqueue_mailing(
        RenderContext(database, DocumentStore(Path(folder)), Templates("nl")),
        RunContext(town, int(moment), "smtp", "run-0", NOW, TODAY),
        newsletter,
        iterate_recipients(database, town.id, TODAY),
        (lambda: None) if where == "inside" else die_in_the_second,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
