"""The home is its user's alone: it holds names, addresses, drafts and secrets."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from terugkom.errors import InputError

# What an installation makes in its home; nothing else that lies there is touched.
_FOLDERS = ("documents", "outbox", "municipalities", "prefect", "demo")
_FILES = ("terugkom.db*", "errors.log*")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(home: Path) -> None:
    """Create the home if it does not exist, and close it to everybody but its user.

    A home that others could enter, as earlier versions made it, is closed with all that is in it; the home
    itself last, so that a run that was killed half-way is done again. Links are not followed.
    Raises InputError if it cannot be created or closed, or is a folder that is shared on purpose, like /tmp.
    """
    home = home.resolve()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = home.stat().st_mode
        if mode & stat.S_ISVTX:
            raise InputError(f"{home} is shared by all users of this machine: choose a folder of its own")
        if mode & _OTHERS:
            for path in _list_contents(home):
                _close(path)
            _close(home)
    except OSError as error:
        raise InputError(f"{home} cannot be opened for its user alone: {error}") from error


def _list_contents(home: Path) -> Iterator[Path]:
    for pattern in _FILES:
        yield from home.glob(pattern)
    for name in _FOLDERS:
        if (home / name).is_symlink():
            continue
        for folder, folders, files in os.walk(home / name):
            yield Path(folder)
            yield from (Path(folder, each) for each in (*folders, *files))


def _close(path: Path) -> None:
    """Take the rights of group and others away; what is gone meanwhile, or a link, is left."""
    try:
        mode = path.lstat().st_mode
        if mode & _OTHERS and not stat.S_ISLNK(mode):
            path.chmod(stat.S_IMODE(mode) & ~_OTHERS)
    except FileNotFoundError:
        pass
