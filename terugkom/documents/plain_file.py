"""Read files that others put into a folder: plain files of a limited size, and never through a link."""

import errno
import os
import stat
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path, PurePosixPath

from terugkom.errors import InputError

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe must not be waited for


class FileProblem(StrEnum):
    """Why a file is not read."""

    LINK = "link"
    NO_FILE = "no-file"  # missing, or a folder, a pipe, a device
    OUTSIDE = "outside"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"


class NotPlainFile(InputError):
    """A file is not read; `problem` says why."""

    def __init__(self, name: str, problem: FileProblem) -> None:
        """Say why the file of this name is not read."""
        super().__init__(f"error.plain-file.{problem}", file=name)
        self.problem = problem


def read_plain_file(folder: Path, name: str, max_bytes: int) -> bytes:
    """Return the content of a file below `folder`, of at most `max_bytes`.

    Neither the file, nor `folder`, nor a folder between them may be a symbolic link. Raises NotPlainFile.
    """
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or parts[0] == "/" or "\0" in name:
        raise NotPlainFile(name, FileProblem.OUTSIDE)
    with ExitStack() as opened:
        at: int | None = None
        try:
            for part in (str(folder), *parts[:-1]):
                at = os.open(part, _FLAGS | os.O_DIRECTORY, dir_fd=at)
                opened.callback(os.close, at)
            handle = os.open(parts[-1], _FLAGS, dir_fd=at)
            opened.callback(os.close, handle)
            return _read(handle, name, max_bytes)
        except OSError as error:
            raise NotPlainFile(name, _find_problem(error, folder, parts)) from error


def require_no_links(root: Path, path: Path) -> None:
    """Check that no folder between `root` and `path`, nor `path` itself, is a link. Raises NotPlainFile."""
    for each in (path, *path.parents):
        if each == root:
            return
        if each.is_symlink():
            raise NotPlainFile(str(each.relative_to(root)), FileProblem.LINK)


def _read(handle: int, name: str, max_bytes: int) -> bytes:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        raise NotPlainFile(name, FileProblem.NO_FILE)
    with os.fdopen(handle, "rb", closefd=False) as file:
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise NotPlainFile(name, FileProblem.TOO_LARGE)
    return content


def _find_problem(error: OSError, folder: Path, parts: tuple[str, ...]) -> FileProblem:
    """Return the problem behind an error: systems differ in what they say of a link to a folder."""
    paths = [folder.joinpath(*parts[:n]) for n in range(len(parts) + 1)]
    if error.errno in (errno.ELOOP, errno.ENOTDIR) and any(each.is_symlink() for each in paths):
        return FileProblem.LINK
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENXIO):
        return FileProblem.NO_FILE
    return FileProblem.UNREADABLE
