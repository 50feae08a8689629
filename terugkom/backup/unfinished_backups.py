"""What a backup that was killed left beside its file: hidden files with all that the backup was to hold."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = ".backup-"
ARCHIVE, ROWS = ".part", ".rows"  # how their names end
_NEW_SECONDS = 60.0  # one that is just made may not be locked yet


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold a file or folder of a backup that is at work: no other backup deletes it. Where nothing can be
    locked, nothing is deleted."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def delete_unfinished_backups(own: Path) -> None:
    """Delete what backups into the same folder left that no process holds; `own` is what was just made.

    What cannot be deleted stays: it is no reason to make no backup.
    """
    newest = own.stat().st_mtime - _NEW_SECONDS
    for path in own.parent.glob(f"{PREFIX}*"):
        with suppress(OSError):
            is_ours = path.suffix in (ARCHIVE, ROWS) and path != own and not path.is_symlink()
            if is_ours and path.stat().st_mtime < newest and _is_free(path):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _is_free(path: Path) -> bool:
    """Return whether no process holds it. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True
