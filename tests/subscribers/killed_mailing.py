"""Record a mailing and be killed on the way: `killed_mailing.py DATABASE FOLDER MOMENT WHERE BATCH`."""

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

import terugkom.tables  # noqa: F401  so that all tables are known
from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import RunContext
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.letter import Letter
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.plan.queries import get_municipality
from terugkom.subscribers import mailing
from terugkom.subscribers.subscription_status import MailingRecipient, iterate_recipients

TODAY = date(2026, 11, 24)
NOW = datetime(2027, 12, 29, 5, tzinfo=UTC)  # never today


def main(url: str, folder: str, moment: str, where: str, batch: str) -> None:
    mailing.BATCH_SIZE = int(batch)
    database, batches = Database(url), []

    def die_in_the_second(*_: object) -> None:
        batches.append(1)
        if len(batches) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    with database.read_session() as session:
        town = get_municipality(session, "zb")
    letter = Letter("Wat werd er van de afspraken?", "Beste,\n\nDrie acties zijn klaar.\n", "<p>Beste,</p>\n")
    newsletter = mailing.Mailing(letter, "newsletter", f"edition:{moment}:newsletter")
    recipients = iterate_recipients(database, town.id, TODAY)
    if where == "inside":
        newsletter = replace(newsletter, on_batch_recorded=die_in_the_second)
    else:
        recipients = _die_after(recipients, 2 * int(batch))
    mailing.enqueue_mailing(
        RenderContext(database, DocumentStore(Path(folder)), Templates("nl")),
        RunContext(town, int(moment), "smtp", "run-0", NOW, TODAY),
        newsletter,
        recipients,
    )


def _die_after(recipients: Iterable[MailingRecipient], number: int) -> Iterator[MailingRecipient]:
    """Yield so many, and die when the next is asked for."""
    yield from islice(recipients, number)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
