"""Open the store of documents that the settings name."""

import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.documents.bundled_document import BundledDocument
from terugkom.documents.document_store import DocumentStore
from terugkom.errors import InputError, Message
from terugkom.process.time_limit import NoAnswer, call_within
from terugkom.settings import Settings

if TYPE_CHECKING:  # few homes have bundles
    from terugkom.documents.blobs import BlobStore

_ANSWER_SECONDS = 15.0  # after which the client of S3 gives an attempt up


def open_documents(settings: Settings, database: Database) -> DocumentStore:
    """Return the store of all documents of an installation."""
    blobs = open_blobs(settings, database)
    if blobs is None:
        return DocumentStore(settings.documents)
    from terugkom.documents.bundle_store import BundleStore  # here, as few homes have bundles

    return DocumentStore(settings.documents, BundleStore(database, blobs))


def check_not_lost(settings: Settings, database: Database) -> None:
    """Raise InputError if there are documents and nothing in the database that knows them.

    Bundles and mails in the outbox are signs of it too, whatever the settings say of where documents are.
    """
    if database.has_tables():
        return
    _require_answer(open_blobs(settings, database))
    is_known = open_documents(settings, database).has_any()
    if is_known or _has_files(settings.bundles) or _has_files(settings.outbox):
        where = Message("error.database.of-url") if settings.database_url else "terugkom.db"
        raise InputError("error.database.lost", database=where, home=settings.home)


def _require_answer(blobs: "BlobStore | None") -> None:
    """Raise InputError if a store does not answer the shortest question in some seconds: its client would
    wait for minutes, and a home is not made beside documents that nobody sees."""
    if blobs is None:
        return
    from terugkom.documents.blobs import BlobMissing, BlobStoreUnavailable

    try:
        with suppress(BlobMissing, BlobStoreUnavailable):  # what cannot be reached is said when it is asked
            call_within(_ANSWER_SECONDS, partial(blobs.get, "none"))
    except NoAnswer as error:
        raise InputError("error.documents.silent", store=blobs.describe(), seconds=_ANSWER_SECONDS) from error


def _has_files(folder: Path) -> bool:
    return any(names for _, _, names in os.walk(folder))


def check_bundles_known(settings: Settings, database: Database) -> None:
    """Raise InputError if documents lie in bundles and this process is not told where: what it cannot read it
    would give up."""
    if settings.document_store:
        return
    with database.read_session() as session:
        if session.scalar(select(BundledDocument.bundle).limit(1)):
            raise InputError("error.documents.in-bundles")


def open_blobs(settings: Settings, database: Database) -> "BlobStore | None":
    """Return where blobs are kept; None if documents are files of the home."""
    setting = settings.document_store
    if not setting:
        return None
    from terugkom.documents.blobs import DatabaseBlobs, FolderBlobs  # here, as few homes have bundles

    if setting == "bundles":
        return FolderBlobs(settings.bundles)
    if setting == "database":
        return DatabaseBlobs(database)
    parts = urlsplit(setting)
    if parts.scheme == "file":
        return FolderBlobs(Path(unquote(parts.path)))
    from terugkom.documents.object_blobs import ObjectBlobs  # here, for it takes long to import

    return ObjectBlobs(setting)
