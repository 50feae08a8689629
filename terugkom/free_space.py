"""Which disk is full, of those that an installation writes to."""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from terugkom.errors import Message
from terugkom.settings import Settings

_LEAST_BYTES = 1_000_000  # less is what a run cannot write a page of a database and its journal into


@dataclass(frozen=True)
class FullDisk:
    """A disk on which nothing more can be written, or could when something failed, by a folder on it.

    `is_full`: it still is. `is_known`: an error names it; else it is that with the least room.
    """

    folder: Path
    kilobytes_left: int
    is_full: bool = True
    is_known: bool = True


def describe_full_disk(full: FullDisk) -> Message:
    """Return what is or was full, how much is free, and what to do."""
    folder, left = full.folder, full.kilobytes_left
    if full.is_full:
        return Message("error.disk-full", folder=folder, kilobytes=left)
    if full.is_known:
        return Message("error.disk-was-full", folder=folder, kilobytes=left)
    return Message("error.disk-was-full.unknown", folder=folder, kilobytes=left)


def find_full_disk(settings: Settings, error: BaseException | None = None) -> FullDisk | None:
    """Return the fullest disk if nothing more can be written on it; None if there is room on each.

    If an `error` says that a disk is full, return the one it is about: what failed may have made room again.
    """
    found = sorted(_measure(_list_folders(settings)), key=lambda each: each.kilobytes_left)
    cause = _find_cause(error)
    if cause is not None and (folder := _find_folder(settings, cause)):
        found = [*_measure([folder]), *found]
    elif not found or not (found[0].is_full or cause is not None):
        return None
    else:
        found[0] = replace(found[0], is_known=found[0].is_full)
    return found[0] if found else None


def is_disk_full(error: BaseException | None) -> bool:
    """Return whether an error, or what caused it, says that a disk is full, of SQLite's too."""
    return _find_cause(error) is not None


def _find_cause(error: BaseException | None) -> BaseException | None:
    """Return the error that says that a disk is full: this one, or one that caused it."""
    while error is not None:
        code = getattr(getattr(error, "orig", error), "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_IOERR_SHMSIZE or (code is not None and code & 0xFF == sqlite3.SQLITE_FULL):
            return error
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return error
        error = error.__cause__ or error.__context__
    return None


def _find_folder(settings: Settings, cause: BaseException) -> Path | None:
    """Return a folder on the disk that an error is about, None if it names none, as that of a write."""
    if not isinstance(cause, OSError):
        return _find_database_folder(settings)
    name = cause.filename2 or cause.filename  # of two, what is written is the second
    if not isinstance(name, str | bytes | os.PathLike):
        return None
    path = Path(os.fsdecode(name)).absolute()
    return next((each for each in path.parents if each.is_dir()), None)


def _find_database_folder(settings: Settings) -> Path | None:
    """Return the folder of the file of the database, None if it is none."""
    database = urlsplit(settings.database)
    return Path(database.path[1:] or ".").resolve().parent if database.scheme == "sqlite" else None


def _list_folders(settings: Settings) -> Iterator[Path]:
    """Yield where an installation writes: the home, a database and bundles elsewhere, and temporary files."""
    yield settings.home.resolve()
    if folder := _find_database_folder(settings):
        yield folder
    store = urlsplit(settings.document_store)
    if store.scheme == "file":
        yield Path(unquote(store.path))
    yield Path(tempfile.gettempdir())


def _measure(folders: Iterable[Path]) -> Iterator[FullDisk]:
    for folder in folders:
        with suppress(OSError):  # it is not there yet, or not ours: said by whoever needs it
            found = os.statvfs(folder)
            is_out_of_files = found.f_files > 0 and found.f_favail == 0
            left = 0 if is_out_of_files else found.f_bavail * found.f_frsize
            yield FullDisk(folder, left // 1000, left < _LEAST_BYTES)
