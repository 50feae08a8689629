"""The home is its user's alone: it holds names, addresses, drafts and secrets."""

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
_FOLDERS = ("documents", "outbox", "municipalities", "mailbox", "prefect", "demo", TEMPORARY)
_FILES = ("terugkom.db*", "errors.log*", "errors.lock")
_KNOWN = ("before-restore-*", "restore-unfinished.json", "lost+found")  # of a restore, and of a disk
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


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
            raise InputError(f"{home} is shared by all users of this machine: choose a folder of its own")
        check_owner(home)
        mode = home.stat().st_mode
        if mode & _OTHERS:
            for path in _list_contents(home):
                _close(path)
            _close(home)
    except OSError as error:
        raise InputError(f"{home} cannot be opened for its user alone: {error}") from error


def check_owner(home: Path) -> None:
    """Raise InputError if a home, or one of the folders and files that each run needs, is another user's.

    So what one user started, root for instance, does not fail half-way for another. Root is refused as well
    in the home of another user: what it would make there, that user could not use.
    """
    user = os.geteuid()
    owner = _find_owner(home)
    if user == 0 and owner != 0:
        name = _name_user(owner)
        raise InputError(
            f"{home} belongs to the user {name}: run this as that user (sudo -u {name} ...), for what"
            f" root makes there {name} could not use. Or give it to root: chown -R root {home}"
        )
    for path in _list_needed(home):
        with suppress(FileNotFoundError):
            owner = _find_owner(path)
            if owner != user:
                raise InputError(_describe_owner(path, home, _name_user(owner), _name_user(user)))


def _describe_owner(path: Path, home: Path, owner: str, user: str) -> str:
    return (
        f"{path} belongs to the user {owner}, and this runs as {user}: run it as {owner}, or give it all to"
        f" {user} with `sudo chown -R {user} {home}`, or set TERUGKOM_HOME to another folder"
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
