"""Deliveries for the tests to send, and a clock that they hold themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.delivery.mime import Envelope, build_document, build_headers
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.file_store import sha256, write_atomically
from terugkom.documents.letter import Address, Letter
from terugkom.documents.model import Document
from terugkom.plan.model import Municipality

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2025, 1, 23)  # never the clock's
SENDER = Address("Gemeente Lievegem", "mvo@lievegem.example")
LETTER = Letter("Wat werd er van de afspraken?", "Beste,\n\n.punt\n\nTot dan.\n", "<p>Beste,</p>\n")


@dataclass
class Clock:
    """A clock that stands still until it is told."""

    time: datetime = NOON

    def __call__(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> datetime:
        self.time += timedelta(seconds=seconds)
        return self.time


def recipient(number: int) -> str:
    return f"trekker{number}@lievegem.example"


def add_deliveries(
    database: Database,
    documents: Path,
    number: int,
    *,
    channel: str = "smtp",
    recipients: Sequence[str] = (),
    letter: Letter = LETTER,
    role: str = "owner",
    slug: str = "lievegem",
) -> list[int]:
    """Record that many deliveries of one document, each with its own recipient; return their ids."""
    content = build_document(letter)
    write_atomically(documents, "lievegem/brief.eml", content)
    with database.write_session() as session:
        town = get_or_add_municipality(session, slug)
        document = Document(
            municipality_id=town.id,
            kind="digest",
            subject=letter.subject,
            path="lievegem/brief.eml",
            sha256=sha256(content),
            created_at=NOON,
        )
        session.add(document)
        session.flush()
        rows = [
            {
                "municipality_id": town.id,
                "document_id": document.id,
                "key": f"{document.id}-{at}",
                "channel": channel,
                "role": role,
                "recipient": to,
                "headers": build_headers(_envelope(to, message_id)),
                "message_id": message_id,
                "created_at": NOON,
            }
            for at, to in enumerate(recipients or map(recipient, range(1, number + 1)))
            for message_id in [f"<{document.id}.{at}@lievegem.example>"]
        ]
        return list(session.scalars(insert(Delivery).returning(Delivery.id), rows))


def get_or_add_municipality(session: Session, slug: str) -> Municipality:
    found = session.scalar(select(Municipality).where(Municipality.slug == slug))
    if found is None:
        found = Municipality(slug=slug, name=slug.title(), sender=SENDER.email)
        session.add(found)
        session.flush()
    return found


def _envelope(to: str, message_id: str) -> Envelope:
    return Envelope(SENDER, Address("Ann Peeters", to), message_id, NOON, "<digest.lievegem.example>")


def row(database: Database, delivery: int) -> Delivery:
    with database.read_session() as session:
        return session.get_one(Delivery, delivery)


def rows(database: Database) -> list[Delivery]:
    with database.read_session() as session:
        return list(session.scalars(select(Delivery).order_by(Delivery.id)))


def states(database: Database) -> list[DeliveryState]:
    return [each.state for each in rows(database)]


def change(database: Database, delivery: int, **values: Any) -> None:
    """Change a row behind the outbox's back."""
    with database.write_session() as session:
        found = session.get_one(Delivery, delivery)
        for name, value in values.items():
            setattr(found, name, value)


def delete_deliveries(database: Database) -> None:
    with database.write_session() as session:
        session.execute(delete(Delivery))
        session.execute(delete(Document))
