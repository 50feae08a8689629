"""Publications for the tests to publish, of an invented municipality."""

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import OutgoingMessage
from terugkom.delivery.enqueue import RunContext, build_publication, enqueue_documents, write_documents
from terugkom.delivery.publication import Enclosure, Publication
from terugkom.documents.document_store import DocumentStore
from terugkom.schedule.model import Moment
from tests.delivery.delivery_rows import NOON, TODAY, get_or_add_municipality


def png(red: int, green: int, blue: int) -> bytes:
    """A picture of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head, dot = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0), bytes([0, red, green, blue])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(dot)) + chunk(b"IEND", b"")
    )


PICTURE = Enclosure("foto/dak.png", "image/png", png(250, 200, 20), "Zonnepanelen op het dak van de school")
PAGE = Publication(
    key="lievegem/2027-Q1/website/index",
    kind="page",
    title="Wat werd er van de afspraken?",
    path="mvo/2027-q1/index.html",
    html=(
        '<!doctype html><html lang="nl"><head><title>MVO</title></head><body><main id="inhoud">'
        "<h1>Wat werd er van de afspraken?</h1><p>Café «De Zon» — 12 kWh.</p>"
        '<img src="foto/dak.png" alt="Zonnepanelen op het dak van de school"></main></body></html>\n'
    ),
    summary="Het dak van de school ligt vol.",
    enclosed=(PICTURE,),
)
FEED = Publication(
    key="lievegem/2027-Q1/website/feed",
    kind="feed",
    title="MVO in Lievegem",
    path="mvo/feed.xml",
    media_type="application/atom+xml",
    text='<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>',
)
POST = Publication(
    key="lievegem/2027-Q1/social/dak/mastodon",
    kind="post",
    title="Het dak van de school",
    path="social/2027-q1/dak.txt",
    media_type="text/plain",
    text="Het dak van de school ligt vol zonnepanelen: 12 kWh per dag. 🌞",
    link="https://www.lievegem.example/mvo/2027-q1/",
    enclosed=(Enclosure("dak.png", "image/png", PICTURE.content, PICTURE.alt),),
)


def parcel(publication: Publication, municipality: str = "lievegem", id: int = 1) -> OutgoingMessage:
    return OutgoingMessage(
        id=id,
        municipality=municipality,
        role=publication.kind,
        sender="mvo@lievegem.example",
        recipient=publication.path,
        message_id=publication.idempotency_key,
        content=publication.to_bytes(),
    )


def published(
    database: Database,
    documents: Path,
    publications: Sequence[Publication],
    channel: str = "webdav",
    slug: str = "lievegem",
) -> list[int]:
    """Prepare and record them, as a run does; return the deliveries' ids."""
    what = [build_publication(each, f"{slug}/2026-03-02", channel) for each in publications]
    write_documents(DocumentStore(documents), what)
    with database.write_session() as session:
        town = get_or_add_municipality(session, slug)
        moment = Moment(
            municipality_id=town.id, kind="newsletter", subject=slug, period=uuid4().hex[:20],
            day=TODAY, opened_at=NOON,
        )  # fmt: skip
        session.add(moment)
        session.flush()
        run_context = RunContext(town, moment.id, channel, "", NOON, TODAY)
        return [delivery for (delivery,) in enqueue_documents(session, run_context, what)]
