"""The files of municipalities, on machines that share no disk: what others changed before a run, and what
this run changed after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from tasks.error_log import record_error
from tasks.installation import get_installation
from tasks.run_log import log_info
from terugkom import clock
from terugkom.documents.blobs import BlobStoreUnavailable
from terugkom.errors import Message, TerugkomError
from terugkom.municipality_files.synchronize import (
    FileSync,
    SyncResult,
    list_municipalities_with_files,
    synchronize_files,
)

_is_kept: ContextVar[bool] = ContextVar("files are kept synchronized", default=False)


@contextmanager
def keep_synchronized(municipality: str | None) -> Iterator[None]:
    """Synchronize the files of a municipality, or of all, before the work in this context and after it.

    In a run that another one of this process started that one does it. Raises BlobStoreUnavailable.
    """
    sync = get_installation().file_sync
    if sync is None or _is_kept.get():
        yield
        return
    slugs = [municipality] if municipality else None
    _synchronize_all(sync, slugs)
    token = _is_kept.set(True)
    try:
        yield
    finally:  # also of a run that is suspended, and goes on elsewhere
        _is_kept.reset(token)
        _synchronize_all(sync, slugs)


def _synchronize_all(sync: FileSync, slugs: list[str] | None) -> None:
    """Synchronize these municipalities, or all; one that cannot be is recorded, and the others go on."""
    result = SyncResult()
    for slug in slugs or list_municipalities_with_files(sync):
        try:
            result += synchronize_files(sync, slug, clock.now())
        except BlobStoreUnavailable:
            raise
        except Exception as error:
            record_error(Message("report.where.files", municipality=slug), error)
    if result.unreadable:
        unread = TerugkomError(f"not read: {', '.join(result.unreadable)}")
        record_error(Message("report.where.all-files"), unread)
    moved = result.uploaded + result.downloaded + result.deleted
    if moved or result.conflicts:
        log_info(f"files synchronized: {moved}, changed on two machines: {len(result.conflicts)}")
