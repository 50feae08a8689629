"""The files of a municipality in one home, and what this home and the others last agreed on."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from terugkom.documents.file_store import check_name, sha256, write_atomically
from terugkom.documents.plain_file import require_no_links
from terugkom.plan.slug import SLUG_PATTERN

AGREED_FOLDER = "synchronized"  # in the home: a file for each municipality
_ROOTS = ("municipalities", "outbox")  # that have a folder for each municipality
_MAX_PATH = 1000  # as long as the table has room for
_CLOCK_TICK = 2_000_000_000  # ns: of the coarsest file system
_PASSED_OVER = (".part", ".lock")  # half written, or of a program that has a file open


@dataclass(frozen=True)
class FileState:
    """A file: its hash, and by what it is known to be unchanged without being read, size and time (ns)."""

    sha256: str
    size: int
    modified: int


@dataclass(frozen=True)
class LocalFiles:
    """The files of one municipality in a home, by path below it; `unreadable` are those that cannot be."""

    files: Mapping[str, FileState]
    unreadable: tuple[str, ...] = ()


def list_municipality_folders(home: Path) -> set[str]:
    """Return the municipalities that have a folder in this home."""
    folders = [folder for folder in (home / root for root in _ROOTS) if folder.is_dir()]
    found = {each.name for folder in folders for each in folder.iterdir() if each.is_dir()}
    return {name for name in found if SLUG_PATTERN.fullmatch(name)}


def scan_files(home: Path, slug: str, agreed: Mapping[str, FileState]) -> LocalFiles:
    """Return the files of a municipality in this home; what is as it was when agreed on is not read again.

    Hidden files are passed over, links are not followed. Raises NotPlainFile if a folder is a link, and
    OSError if one cannot be read: what is not seen must not be taken for deleted.
    """
    found: dict[str, FileState] = {}
    unreadable = []
    for path in _walk(home, slug):
        name = path.relative_to(home).as_posix()
        try:
            if path.is_symlink() or len(name.encode()) > _MAX_PATH:
                raise OSError("a link, or too long a name")
            found[name] = _read_state(path, agreed.get(name))
        except FileNotFoundError:  # moved meanwhile
            continue
        except (OSError, UnicodeEncodeError):
            unreadable.append(name.encode(errors="replace").decode())
    return LocalFiles(found, tuple(unreadable))


def is_unchanged(path: Path, state: FileState | None) -> bool:
    """Return whether a file is as it was scanned; None: whether there is none."""
    try:
        found = path.lstat()
    except OSError:
        return state is None
    return state is not None and (found.st_size, found.st_mtime_ns) == (state.size, state.modified)


def load_agreed(home: Path, slug: str) -> dict[str, FileState]:
    """Return what this home and the others agreed on last; nothing if that is not known.

    A file that changed just before may have changed again within the same tick of the clock: it is read.
    """
    file = home / AGREED_FOLDER / f"{slug}.json"
    try:
        said, stored_at = json.loads(file.read_bytes()), file.stat().st_mtime_ns
        agreed = {path: FileState(*state) for path, state in said.items()}
        return {
            path: state if state.modified < stored_at - _CLOCK_TICK else replace(state, modified=-1)
            for path, state in agreed.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def drop_missing_folders(home: Path, slug: str, agreed: Mapping[str, FileState]) -> dict[str, FileState]:
    """Return what was agreed on, without what lies in a folder of the municipality that is not there: a disk
    that is not mounted, or a home that was emptied, looks as if each file was deleted."""
    there = tuple(f"{root}/{slug}/" for root in _ROOTS if (home / root / slug).is_dir())
    return {path: state for path, state in agreed.items() if path.startswith(there)}


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file; "" if it cannot be read."""
    try:
        return sha256(path.read_bytes())
    except OSError:
        return ""


def store_agreed(home: Path, slug: str, agreed: Mapping[str, FileState]) -> None:
    """Store what this home and the others agreed on."""
    said = {path: [each.sha256, each.size, each.modified] for path, each in sorted(agreed.items())}
    write_atomically(home / AGREED_FOLDER, f"{slug}.json", json.dumps(said).encode())


def write_file(home: Path, name: str, content: bytes) -> FileState:
    """Write a file of the home, atomically; return its state.

    Raises NotPlainFile if a folder of it is a link, OSError, and ValueError for a name that leads outside.
    """
    path = home / check_name(name)
    require_no_links(home, path.parent)
    write_atomically(home, name, content)
    return _read_state(path, None)


def _read_state(path: Path, known: FileState | None) -> FileState:
    found = path.lstat()
    if known and is_unchanged(path, known):
        return known
    return FileState(sha256(path.read_bytes()), found.st_size, found.st_mtime_ns)


def _walk(home: Path, slug: str) -> Iterator[Path]:
    for root in _ROOTS:
        require_no_links(home, home / root / slug)
        if not (home / root / slug).exists():
            continue
        for folder, folders, names in os.walk(home / root / slug, onerror=_raise):
            for each in folders:
                require_no_links(home, Path(folder, each))
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for name in sorted(names):
                if not name.startswith((".", "~$")) and not name.endswith(_PASSED_OVER):
                    yield Path(folder, name)


def _raise(error: OSError) -> None:
    raise error
