"""The command synchronize, for machines that share no disk."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from terugkom import clock
from terugkom.command_line.printing import count_nouns, print_json, print_line, print_progress
from terugkom.errors import CommandError, describe_os_error
from terugkom.installation import Installation, open_installation

if TYPE_CHECKING:
    from terugkom.municipality_files.synchronize import SyncResult


def synchronize(given: Namespace) -> bool:
    """Synchronize the files of all municipalities; exit status 1 if a person must look at one.

    Raises InputError where the home is the only place of files.
    """
    from terugkom.municipality_files.synchronize import synchronize_all_files  # here: few homes share files

    with open_installation() as installation:
        if installation.file_sync is None:
            raise CommandError("there is nothing to synchronize: see TERUGKOM_DOCUMENT_STORE")
        done = synchronize_all_files(installation.file_sync, clock.now())
    failed = {slug: describe_os_error(error) for slug, error in done.failed.items()}
    if given.json:
        print_json({**vars(done), "failed": failed})
    else:
        sent = count_nouns(done.uploaded, "file")
        print_line(f"{sent} sent, {done.downloaded} fetched, {done.deleted} deleted.")
        for path in done.conflicts:
            print_line(f"{path}: two machines changed this file, this is the version that came second")
        for path in done.unreadable:
            print_line(f"{path}: cannot be read or written; nothing was changed")
        for slug, why in failed.items():
            print_line(f"{slug}: not synchronized, {why}")
    return bool(done.conflicts or done.unreadable or done.failed)


@contextmanager
def keep_all_synchronized(installation: Installation) -> Iterator[None]:
    """Context for a command that changes files of municipalities: those of other machines too.

    Raises why one of them cannot be synchronized: what the command changes would not reach its files. The
    others are synchronized by then.
    """
    if not (installation.settings.document_store and installation.file_sync):
        yield  # without importing what synchronizes
        return
    from terugkom.municipality_files.synchronize import synchronize_all_files

    _require_all(synchronize_all_files(installation.file_sync, clock.now()))
    yield
    _require_all(synchronize_all_files(installation.file_sync, clock.now()))


def _require_all(done: "SyncResult") -> None:
    for path in done.unreadable:
        print_progress(f"{path}: cannot be read or written; it is left as it is")
    for error in done.failed.values():
        raise error
