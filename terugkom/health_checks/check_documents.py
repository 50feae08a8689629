"""Whether what was stored can be read back, from wherever documents are kept."""

from contextlib import suppress
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.blobs import BlobMissing, BlobStore, BlobStoreUnavailable
from terugkom.documents.bundle_store import BundleStore
from terugkom.documents.bundled_document import BundledDocument
from terugkom.documents.file_store import DocumentChanged, DocumentUnavailable
from terugkom.documents.model import Document
from terugkom.health_checks.model import CheckState, Finding
from terugkom.process.time_limit import NoAnswer, call_within

_ADVICE = "see whether TERUGKOM_DOCUMENT_STORE and its credentials are right, and whether it runs"


# Seconds. The client of S3 gives up each of its own attempts after 15 without a byte, and makes 25 of them: a
# store that does not answer the shortest question in that time answers no run. A bundle is some megabytes.
ANSWER_SECONDS = 15.0
_READ_SECONDS = 30.0


def check_documents(session: Session, bundles: BundleStore | None) -> Finding:
    """Return whether the newest document in a bundle can be read back; else they are files.

    Nothing is written. The store is asked first for a bundle that is not there: so one that is silent is
    known in seconds, and one that is only slow is no fault.
    """
    if bundles is None:
        return Finding(CheckState.FINE, "files in the home")
    where = bundles.blobs.describe()
    newest = (
        select(Document.path, Document.sha256)
        .join(BundledDocument, BundledDocument.name == Document.path)
        .order_by(Document.id.desc())
        .limit(1)
    )
    found = session.execute(newest).tuples().first()
    asked = check_store(bundles.blobs)
    if asked.state is CheckState.BROKEN or found is None:
        return asked
    try:
        call_within(_READ_SECONDS, partial(bundles.read, *found))
    except NoAnswer as error:
        slow = f"{where} answers, but the newest bundle is not read back: {error}"
        return Finding(CheckState.WARNING, slow, "see whether it, or the network to it, is slow")
    except BlobStoreUnavailable:
        return Finding(CheckState.BROKEN, f"{where} cannot be reached", _ADVICE)
    except DocumentUnavailable:
        lost = f"the newest bundle cannot be read from {where}"
        return Finding(CheckState.BROKEN, lost, _ADVICE)
    except DocumentChanged:
        return Finding(
            CheckState.BROKEN,
            f"the newest bundle in {where} is damaged",
            "see its disk; restore a backup: docs/backup.md",
        )
    return Finding(CheckState.FINE, f"{where}, the newest was read back")


def check_store(blobs: BlobStore) -> Finding:
    """Return whether a store of documents answers, asked for a bundle that is not there."""
    where = blobs.describe()
    try:
        with suppress(BlobMissing):
            call_within(ANSWER_SECONDS, lambda: blobs.get("none"))
    except NoAnswer as error:
        return Finding(CheckState.BROKEN, f"{where} cannot be reached: {error}", _ADVICE)
    except BlobStoreUnavailable:
        return Finding(CheckState.BROKEN, f"{where} cannot be reached", _ADVICE)
    return Finding(CheckState.FINE, f"{where}, nothing in it yet")
