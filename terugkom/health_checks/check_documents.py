"""Whether what was stored can be read back, from wherever documents are kept."""

from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.blobs import BlobMissing, BlobStoreUnavailable
from terugkom.documents.bundle_store import BundleStore
from terugkom.documents.bundled_document import BundledDocument
from terugkom.documents.file_store import DocumentChanged, DocumentUnavailable
from terugkom.documents.model import Document
from terugkom.health_checks.model import CheckState, Finding

_ADVICE = "see whether TERUGKOM_DOCUMENT_STORE and its credentials are right, and whether it runs"


def check_documents(session: Session, bundles: BundleStore | None) -> Finding:
    """Return whether the newest document in a bundle can be read back; else they are files.

    Nothing is written. Of an empty store it is asked for a bundle that is not there.
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
    try:
        if found is None:
            with suppress(BlobMissing):
                bundles.blobs.get("none")
            return Finding(CheckState.FINE, f"{where}, nothing in it yet")
        bundles.read(*found)
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
