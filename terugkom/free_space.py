"""Which disk is full, of those that an installation writes to."""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from urllib.parse import unquote, urlsplit

from terugkom.settings import Settings

_LEAST_BYTES = 1_000_000  # less is what a run cannot write a page of a database and its journal into
_WAS_FULL = Event()


@dataclass(frozen=True)
class FullDisk:
    """A disk on which nothing more can be written, by a folder on it."""

    folder: Path
    kilobytes_left: int


def find_full_disk(settings: Settings, error: BaseException | None = None) -> FullDisk | None:
    """Return the fullest disk if nothing more can be written on it; None if there is room on each.

    If an `error` says that a disk is full, it was: what failed may have made room again. From then on that
    holds for the rest of the process, which is a run's.
    """
    if is_disk_full(error):
        _WAS_FULL.set()
    found = [FullDisk(folder, left // 1000) for folder, left in _measure(_list_folders(settings))]
    is_full = _WAS_FULL.is_set()
    full = [each for each in found if is_full or each.kilobytes_left * 1000 < _LEAST_BYTES]
    return min(full, key=lambda each: each.kilobytes_left, default=None)


def is_disk_full(error: BaseException | None) -> bool:
    """Return whether an error, or what caused it, says that a disk is full, of SQLite's too."""
    while error is not None:
        of_database = getattr(error, "orig", error)
        code = getattr(of_database, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_IOERR_SHMSIZE or (code is not None and code & 0xFF == sqlite3.SQLITE_FULL):
            return True
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        error = error.__cause__ or error.__context__
    return False


def forget_full_disk() -> None:
    """Measure again, for a process that goes on."""
    _WAS_FULL.clear()


def _list_folders(settings: Settings) -> Iterator[Path]:
    """Yield where an installation writes: the home, a database and bundles elsewhere, and temporary files."""
    yield settings.home.resolve()
    database, store = urlsplit(settings.database), urlsplit(settings.document_store)
    if database.scheme == "sqlite":
        yield Path(database.path[1:] or ".").resolve().parent
    if store.scheme == "file":
        yield Path(unquote(store.path))
    yield Path(tempfile.gettempdir())


def _measure(folders: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    for folder in folders:
        with suppress(OSError):  # it is not there yet, or not ours: said by whoever needs it
            found = os.statvfs(folder)
            is_out_of_files = found.f_files > 0 and found.f_favail == 0
            yield folder, 0 if is_out_of_files else found.f_bavail * found.f_frsize
