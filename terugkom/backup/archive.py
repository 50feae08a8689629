"""A backup as a file: a tar archive, compressed, with the rows of the database, the files and a manifest.

database/TABLE.jsonl   the rows, see `rows`
files/...              the files of the home
blobs/...              bundles of documents and files of municipalities that lie elsewhere, not the database
prefect.db             Prefect's database, if it is SQLite in the home
manifest.json          when, of which revision, how many; it comes last, so a cut archive has none
"""

import json
import os
import stat
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from secrets import token_hex
from typing import IO, Any, Protocol

from terugkom.backup.unfinished_backups import ARCHIVE, PREFIX, delete_unfinished_backups, hold
from terugkom.errors import CommandError

FORMAT = 1
MANIFEST, DATABASE, FILES, PREFECT_DATABASE = "manifest.json", "database/", "files/", "prefect.db"
BLOBS = "blobs/"


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `columns` and `rows` are by table, the tables in the order to load them in.

    `damaged` and `missing` are not written: what was damaged when the backup was made, and is in it so; and
    the documents, bundles and files kept elsewhere that its rows name and that were not there.
    """

    made_at: str  # ISO, UTC
    revision: str  # of our migrations
    columns: dict[str, list[str]]
    rows: dict[str, int]
    files: int
    settings: list[str]  # the names of the TERUGKOM_* variables that were set
    blobs: int = 0
    format: int = FORMAT
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return what is written. Without bundles it is what a version from before there were any can read,
        for who goes back to it."""
        said = {name: value for name, value in asdict(self).items() if name not in ("damaged", "missing")}
        return said if self.blobs else {name: value for name, value in said.items() if name != "blobs"}


@contextmanager
def create_archive(path: Path) -> Iterator[tarfile.TarFile]:
    """Yield an archive that is written under a temporary name, synced and renamed at the end.

    A run that is killed leaves no half archive under `path`, and what it left beside it the next one deletes.
    Only its user can read it: it holds keys. Raises InputError if it cannot be written.
    """
    temporary = path.with_name(f"{PREFIX}{token_hex(8)}{ARCHIVE}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file, hold(temporary):
            delete_unfinished_backups(temporary)
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=3, format=tarfile.PAX_FORMAT) as tar:
                yield tar
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    except OSError as error:
        raise CommandError(f"the backup {path} cannot be written: {error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    """Add a small file."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, BytesIO(content))


def add_open_file(tar: tarfile.TarFile, name: str, file: IO[bytes]) -> None:
    """Add an open file as it is now: what is appended meanwhile is left out."""
    info = tarfile.TarInfo(name)
    found = os.fstat(file.fileno())
    info.size, info.mode, info.mtime = found.st_size, 0o600, int(found.st_mtime)
    tar.addfile(info, file)


def add_files(tar: tarfile.TarFile, home: Path, paths: Iterable[Path]) -> int:
    """Add files of the home; one that is gone meanwhile is left out, and so are links. Return how many."""
    count = 0
    for path in paths:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            continue
        with os.fdopen(handle, "rb") as file:
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                add_open_file(tar, f"{FILES}{path.relative_to(home).as_posix()}", file)
                count += 1
    return count


def add_manifest(tar: tarfile.TarFile, manifest: Manifest) -> None:
    """Add the manifest, at the end."""
    add_bytes(tar, MANIFEST, json.dumps(manifest.as_json(), indent=1).encode())


def read_manifest(path: Path) -> Manifest:
    """Read a backup through to its end and return its manifest.

    Raises InputError if it cannot be read, is cut or damaged, or holds what a backup does not.
    """
    names: list[str] = []
    found: bytes | None = None
    with _readable(path):
        for info, content in read_members(path):
            names.append(info.name)
            if info.name == MANIFEST:
                found = content.read()
            else:
                _read_to_end(content)
    if found is None or names[-1] != MANIFEST:
        raise CommandError(f"{path} is no complete backup of Terugkom: it has no manifest at its end")
    try:
        manifest = Manifest(**json.loads(found))
    except (TypeError, ValueError) as error:
        raise CommandError(f"{path} is no backup that this version can read: {error}") from error
    if manifest.format != FORMAT:
        raise CommandError(f"{path} has format {manifest.format}; this version of Terugkom reads {FORMAT}")
    if manifest.rows.keys() != manifest.columns.keys():
        raise CommandError(
            f"{path} is no backup that this version can read: its tables are not those of its rows"
        )
    missing = [table for table in manifest.columns if f"{DATABASE}{table}.jsonl" not in names]
    if missing:
        raise CommandError(f"{path} is not complete: the rows of {', '.join(missing)} are missing")
    return manifest


def read_members(path: Path, names: Sequence[str] = ()) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    """Yield each file in an archive, or those of these names, with its content.

    Raises InputError for one that is damaged: once all is read, by the checksum of the whole.
    """
    with _readable(path), tarfile.open(path, "r:gz") as tar:
        for info in tar:
            _check_member(path, info)
            content = tar.extractfile(info) if not names or info.name in names else None
            if content is not None:
                yield info, content
        if tar.fileobj is not None:
            _read_to_end(tar.fileobj)  # gzip's checksum stands after what tar reads


def _read_to_end(content: _Readable) -> None:
    while content.read(1 << 20):
        pass


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Context in which a backup is read. Raises InputError if it cannot be."""
    try:
        yield
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise CommandError(f"{path} cannot be read as a backup, or is damaged: {error}") from error


def _check_member(path: Path, info: tarfile.TarInfo) -> None:
    """Raise InputError for a link, a device, or a name that leads out of the home."""
    name = PurePosixPath(info.name)
    if not info.isfile() or name.is_absolute() or ".." in name.parts or "\0" in info.name:
        raise CommandError(f"{path} is no backup of Terugkom: it holds {info.name!r}")
