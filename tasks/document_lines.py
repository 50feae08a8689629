"""The lines of a report about documents that a run wrote."""

from collections.abc import Iterable

from tasks.installation import get_installation
from terugkom.delivery.enqueue import OutboundDocument
from terugkom.report import DocumentLine


def list_document_lines(
    mails: Iterable[OutboundDocument], *, dry_run: bool = False
) -> tuple[DocumentLine, ...]:
    """Return a line for each document; a dry run wrote none, so its lines have no path."""
    store = get_installation().documents
    return tuple(
        DocumentLine(mail.kind, None if dry_run else store.locate(mail.name), mail.digest) for mail in mails
    )
