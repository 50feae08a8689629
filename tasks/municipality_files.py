"""The files of municipalities, on machines that share no disk: what others changed before a run, and what
this run changed after it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from prefect.client.schemas.objects import State

from tasks.error_log import record_error
from tasks.final_states import add_to_final_state
from tasks.installation import get_installation
from tasks.outcomes import get_message
from tasks.run_log import log_info
from tasks.run_page import create_page
from terugkom import clock
from terugkom.errors import Message, TerugkomError
from terugkom.municipality_files.synchronize import (
    FileSync,
    SyncResult,
    find_municipality_of_file,
    list_municipalities_with_files,
    synchronize_each,
)
from terugkom.report import RunReport


@dataclass
class _SyncedFiles:
    """The files of one municipality, or of all, that a run keeps synchronized, and those of which
    municipalities could not be. `is_at_end`: whether the run did so for the last time."""

    sync: FileSync
    municipality: str | None
    failed: set[str] = field(default_factory=set)
    is_at_end: bool = False

    def synchronize(self) -> None:
        """Synchronize; one municipality that cannot be is recorded, and the others go on."""
        slugs = [self.municipality] if self.municipality else list_municipalities_with_files(self.sync)
        result = synchronize_each(self.sync, slugs, clock.now())
        for slug, error in result.failed.items():
            record_error(Message("report.where.files", municipality=slug), error)
        if result.unreadable:
            unread = TerugkomError(f"not read: {', '.join(result.unreadable)}")
            record_error(Message("report.where.all-files"), unread)
        self.failed.update(result.failed, map(find_municipality_of_file, result.unreadable))
        _log_result(result)

    def end(self) -> RunReport:
        """Synchronize what the run changed, unless it did; return, and show, what was not synchronized."""
        if self.is_at_end:
            return RunReport()
        self.synchronize()
        self.is_at_end = True
        self.show()
        return RunReport.of_unsynchronized(self.failed)

    def show(self) -> None:
        """Create the page that names the municipalities whose files were not synchronized, if there are."""
        if self.failed:
            title = get_message("run-page.files")
            names = [f"- {slug}" for slug in sorted(self.failed)]
            lines = [f"## {title}", "", get_message("run-page.files.used"), "", *names]
            create_page("files", "\n".join(lines), title)


_kept: ContextVar[_SyncedFiles | None] = ContextVar("files that are kept synchronized", default=None)


def work_on_newest_files(municipality: str | None, work: Callable[[], State[Any]]) -> State[Any]:
    """Synchronize the files of a municipality, or of all, before some work and after it; return its final
    state, with what could not be synchronized.

    In a run that another one of this process started that one does it. Raises BlobStoreUnavailable.
    """
    sync = get_installation().file_sync
    if sync is None or _kept.get():
        return work()
    with _keep_synchronized(_SyncedFiles(sync, municipality)) as files:
        state = work()
        return add_to_final_state(state, files.end())


def end_synchronized() -> RunReport:
    """Synchronize what this run changed before it reports; return what was not synchronized."""
    files = _kept.get()
    return files.end() if files else RunReport()


@contextmanager
def _keep_synchronized(files: _SyncedFiles) -> Iterator[_SyncedFiles]:
    files.synchronize()
    token = _kept.set(files)
    try:
        yield files
    finally:
        _kept.reset(token)
        files.end()  # also of a run that fails, or is suspended and goes on elsewhere


def _log_result(result: SyncResult) -> None:
    moved = result.uploaded + result.downloaded + result.deleted
    if moved or result.conflicts:
        log_info(f"files synchronized: {moved}, changed on two machines: {len(result.conflicts)}")
