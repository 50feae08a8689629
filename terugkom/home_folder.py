"""The home is its user's alone: it holds names, addresses, drafts and secrets."""

import fcntl
import os
import pwd
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from terugkom.errors import InputError

# What an installation makes in its home; nothing else that lies there is touched.
TEMPORARY = "tmp"
BUNDLES = "packs"  # no files of their own: they go with the rows that name them
DOCUMENTS = "documents"
RESTORE_MARK = "restore-unfinished.json"  # is there until a restore came to its end
DATABASE_ALERT = "database-alert"  # is there while somebody was told that the database is broken
TOLD_ALERT = "alert-told"  # begins the names of files about alerts that were told and could not be recorded
_FOLDERS = (
    *(DOCUMENTS, "outbox", "municipalities", "synchronized", "mailbox", "prefect", "demo"),
    *(TEMPORARY, BUNDLES),
)
_FILES = ("terugkom.db*", "errors.log*", "errors.lock", DATABASE_ALERT, f"{TOLD_ALERT}-*")
_KNOWN = ("before-restore-*", RESTORE_MARK, "lost+found")  # of a restore, and of a disk
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def is_served(prefect_home: Path) -> bool:
    """Return whether `terugkom serve` runs in the home whose folder of Prefect this is.

    It locks the file with its address. Raises OSError if that cannot be seen: the home may be in use.
    """
    try:
        url_file = (prefect_home / "server.url").open()
    except FileNotFoundError:
        return False
    with url_file:
        return _is_locked(url_file.fileno())


def check_not_restoring(home: Path) -> None:
    """Raise InputError if a restore into this home is at work, or was cut off.

    One that is at work locks the folder (`terugkom.backup.restore_lock`).
    """
    if not (home / RESTORE_MARK).exists():
        return
    handle = os.open(home, os.O_RDONLY)
    try:
        is_at_work = _is_locked(handle)
    finally:
        os.close(handle)
    raise InputError(
        "error.home.restore-at-work" if is_at_work else "error.home.restore-cut-off", home=home.resolve()
    )


def _is_locked(handle: int) -> bool:
    """Return whether another process holds the lock of an open file or folder."""
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    return False


def make_private(home: Path) -> None:
    """Create the home if it does not exist, and close it to everybody but its user.

    A home that others could enter, as earlier versions made it, is closed with all that is in it; the home
    itself last, so that a run that was killed half-way is done again. Links are not followed.
    Raises InputError if it cannot be created or closed, belongs to another user, or is a folder that is
    shared on purpose, like /tmp.
    """
    home = home.resolve()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if home.stat().st_mode & stat.S_ISVTX:
            raise InputError("error.home.shared", home=home)
        check_owner(home)
        mode = home.stat().st_mode
        if mode & _OTHERS:
            for path in _list_contents(home):
                _close(path)
            _close(home)
    except OSError as error:
        raise InputError("error.home.unopened", home=home, why=error) from error


def check_owner(home: Path) -> None:
    """Raise InputError if a home, or one of the folders and files that each run needs, is another user's.

    So what one user started, root for instance, does not fail half-way for another. Root is refused as well
    in the home of another user: what it would make there, that user could not use.
    """
    user = os.geteuid()
    owner = _find_owner(home)
    if user == 0 and owner != 0:
        name = _name_user(owner)
        raise InputError("error.home.of-user", home=home, name=name)
    for path in _list_needed(home):
        with suppress(FileNotFoundError):
            owner = _find_owner(path)
            if owner != user:
                raise InputError(
                    "error.home.of-other-user",
                    path=path,
                    owner=_name_user(owner),
                    user=_name_user(user),
                    home=home,
                )


def list_strangers(home: Path) -> list[Path]:
    """Return what lies in a home itself and was not made by an installation; hidden files left out."""
    known = {*_FOLDERS, *(path.name for pattern in (*_FILES, *_KNOWN) for path in home.glob(pattern))}
    return sorted(path for path in home.iterdir() if path.name not in known and path.name[0] != ".")


def remove_contents(home: Path) -> None:
    """Remove what an installation made in a home, and the home itself if nothing else is in it.

    Links are removed and not followed. The database goes last: if this is cut off, it can be done again.
    """
    files = [path for pattern in reversed(_FILES) for path in home.glob(pattern)]
    for path in [*(home / name for name in _FOLDERS), *files]:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    with suppress(OSError):  # something else lies in it
        home.rmdir()


def _list_needed(home: Path) -> Iterator[Path]:
    """Yield what every run needs; a folder of one municipality is that one's trouble alone."""
    yield home
    for pattern in (*_FILES, *_FOLDERS, "prefect/*"):
        yield from home.glob(pattern)


def _find_owner(path: Path) -> int:
    return path.lstat().st_uid


def _name_user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


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
