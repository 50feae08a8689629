"""Files written atomically, inside one folder and nowhere else."""

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from secrets import token_hex

from terugkom.errors import Message, TerugkomError

_CREATE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC

# What a name has that leads to no file: another error is of one that is there.
_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG)

_MAX_SINGLE_SYNCS = 20  # files; of more the whole disk is synced

ReadDocument = Callable[[str, str], bytes]  # by name and SHA-256


class DocumentChanged(TerugkomError):
    """A stored document is missing, or its SHA-256 differs from the recorded one."""


class DocumentUnavailable(TerugkomError):
    """A document cannot be read now: its store cannot be reached, or the bundle is not there. Try again."""


def sha256(content: bytes) -> str:
    """Return the SHA-256 of a document, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def write_atomically(folder: Path, name: str, content: bytes) -> Path:
    """Write one file below `folder`; see `write_all_atomically`."""
    write_all_atomically(folder, [(name, content)])
    return folder / name


def write_all_atomically(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files below `folder` atomically: after a crash each is complete, or absent.

    All are written under a temporary name, synced to disk, then renamed. Raises ValueError for a name
    outside the folder.
    """
    for _ in write_in_steps(folder, files, SharedSync()):
        pass


class SharedSync:
    """Syncs to disk what several writers wrote, at once: the disk is waited for once, and not for each file.

    More than twenty files share one `os.sync`: measured at 0.08 ms a file, against 0.32 for a sync each.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, None] = {}  # in the order in which they were written
        self._errors: dict[str, OSError] = {}

    def add(self, path: str) -> None:
        """Have a file, or a folder in which a name changed, synced with the others."""
        self._waiting[path] = None
        self._errors.pop(path, None)

    def discard(self, path: str) -> None:
        """Have a file not synced that is there no more."""
        self._waiting.pop(path, None)
        self._errors.pop(path, None)

    def ensure(self, paths: Iterable[str]) -> None:
        """Sync all that waits, if one of these paths does. Raises OSError if one of these paths cannot be
        synced; who wrote another one hears of it when they ask."""
        own = list(paths)
        if any(path in self._waiting for path in own):
            if len(self._waiting) > _MAX_SINGLE_SYNCS:
                os.sync()
            else:
                self._errors |= _sync_each(self._waiting)
            self._waiting.clear()
        for path in own:
            if error := self._errors.get(path):
                raise error


def _sync_each(paths: Iterable[str]) -> dict[str, OSError]:
    """Sync files and folders; return the errors by path. The disk begins to write all before one is waited
    for: by turns, ten mails took 2.6 ms each so, and 4.4 if each was begun when the one before was there."""
    errors: dict[str, OSError] = {}
    with contextlib.ExitStack() as stack:
        handles = {}
        for path in paths:
            try:
                handles[path] = os.open(path, os.O_RDONLY)
            except OSError as error:
                errors[path] = error
                continue
            stack.callback(os.close, handles[path])
            _begin_writing(handles[path])
        for path, handle in handles.items():
            try:
                os.fsync(handle)
            except OSError as error:
                errors[path] = error
    return errors


def _begin_writing(handle: int) -> None:
    """Have the system begin to write a file to disk: what it does when told that nobody needs its pages."""
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError):  # it is advice
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def write_in_steps(
    folder: Path, files: Iterable[tuple[str, bytes]], shared: SharedSync
) -> Generator[None, None, None]:
    """Do as `write_all_atomically`, and yield before each of the two times that the disk is waited for:
    writers that are advanced in turn then wait together."""
    written: list[tuple[str, str]] = []
    try:
        for name, content in files:
            final = _path_inside(folder, name)
            parent = final.rpartition("/")[0]
            temporary = f"{parent}/.{token_hex(16)}.part"  # as long for every name: a long one fits too
            written.append((temporary, final))
            _write(temporary, content)
            shared.add(temporary)
        yield
        shared.ensure([temporary for temporary, _ in written])
        for temporary, final in written:
            os.replace(temporary, final)
        parents = {final.rpartition("/")[0] for _, final in written}
        for parent in parents:
            shared.add(parent)
        yield
        shared.ensure(parents)
    except BaseException:
        for temporary, _ in written:
            with contextlib.suppress(OSError, ValueError):  # it may never have been there
                os.unlink(temporary)
            shared.discard(temporary)
        raise


def read_verified(folder: Path, name: str, digest: str) -> bytes:
    """Read a stored document and verify its SHA-256. Raises DocumentChanged if it differs."""
    try:
        content = Path(_path_inside(folder, name)).read_bytes()
    except OSError as error:
        raise DocumentChanged(f"the document {name} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise DocumentChanged(f"the document {name!r} is outside the folder") from error
    if sha256(content) != digest:
        raise DocumentChanged(f"the document {name} was changed after it was made")
    return content


def read_if_there(folder: Path, name: str) -> bytes | None:
    """Return the content of a file below `folder`, None if it is missing. Raises ValueError for a name
    outside the folder, and OSError for a file that is there and cannot be read."""
    try:
        return Path(_path_inside(folder, name)).read_bytes()
    except OSError as error:
        if error.errno in _NOT_THERE:
            return None
        raise


def has_content(folder: Path, name: str, content: bytes) -> bool:
    """Return whether a file below `folder` holds this; one that cannot be read does not, and is replaced."""
    try:
        return read_if_there(folder, name) == content
    except OSError:
        return False


def delete_file(folder: Path, name: str) -> None:
    """Delete one file below `folder`, if it is there. Raises ValueError for a name outside the folder."""
    path = Path(_path_inside(folder, name))
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
        sync_path(str(path.parent))


def check_name(name: str) -> str:
    """Return the name of a file below a folder. Raises ValueError if it leads outside."""
    parts = name.split("/")
    if parts[-1] in ("", ".") or ".." in parts or name.startswith("/") or "\0" in name:
        raise ValueError(Message("channel.folder.outside", name=name))
    return name


def _path_inside(folder: Path, name: str) -> str:
    return f"{folder}/{check_name(name)}"


# Paths as text, and system calls: pathlib takes as long again as creating a file does.


def _write(path: str, content: bytes) -> None:
    try:
        handle = os.open(path, _CREATE_FLAGS, 0o666)
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, _CREATE_FLAGS, 0o666)
    with os.fdopen(handle, "wb", buffering=0) as file:
        rest = memoryview(content)
        while rest:  # a write may take less than it is given
            rest = rest[file.write(rest) :]


def sync_path(path: str) -> None:
    """Have a file, or the names in a folder, survive that the machine falls over."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
