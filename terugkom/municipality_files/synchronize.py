"""Synchronize the folders of a municipality between machines that share no disk.

Each has a home of its own; what they agree on is a table, with the bytes as blobs. A machine does it before
it works on a municipality, and after. Every step may be the last one that a process does: a file is uploaded
before the table names it, and what this home knows as agreed is stored last, so that what was cut off is done
again.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from secrets import token_hex

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.documents.blobs import BlobMissing, BlobStore, BlobStoreUnavailable
from terugkom.documents.each_blob import do_each, raise_first
from terugkom.documents.file_store import delete_file, sha256
from terugkom.documents.plain_file import NotPlainFile
from terugkom.errors import TerugkomError
from terugkom.municipality_files.local_files import (
    FileState,
    LocalFiles,
    drop_missing_folders,
    hash_file,
    is_unchanged,
    list_municipality_folders,
    load_agreed,
    scan_files,
    store_agreed,
    write_file,
)
from terugkom.municipality_files.merge_files import SyncStep, SyncStepKind, merge_files
from terugkom.municipality_files.model import MunicipalityFile
from terugkom.plan.model import Municipality
from terugkom.plan.queries import lock_municipality

_FOLDER = "files/"
_CHANGES_TABLE = (SyncStepKind.UPLOAD, SyncStepKind.DELETE_THERE, SyncStepKind.KEEP_BOTH)


@dataclass(frozen=True)
class FileSync:
    """The places between which files are synchronized: this home, the table, and the blobs."""

    database: Database
    blobs: BlobStore
    home: Path


@dataclass
class SyncResult:
    """What was done. `conflicts`: the paths of versions that lost their name, as two sides changed a file;
    `unreadable`: the files of this home that could not be read or written, and stay as they are; `failed`:
    why municipalities of which nothing was done were not synchronized."""

    uploaded: int = 0
    downloaded: int = 0
    deleted: int = 0
    conflicts: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    failed: dict[str, Exception] = field(default_factory=dict)

    def __add__(self, other: "SyncResult") -> "SyncResult":
        return SyncResult(
            self.uploaded + other.uploaded,
            self.downloaded + other.downloaded,
            self.deleted + other.deleted,
            [*self.conflicts, *other.conflicts],
            [*self.unreadable, *other.unreadable],
            {**self.failed, **other.failed},
        )


def list_municipalities_with_files(sync: FileSync) -> list[str]:
    """Return the slugs of the municipalities with files, in this home or elsewhere."""
    with sync.database.read_session() as session:
        elsewhere = set(session.scalars(select(MunicipalityFile.municipality).distinct()))
    return sorted(elsewhere | list_municipality_folders(sync.home))


def synchronize_files(sync: FileSync, slug: str, now: datetime) -> SyncResult:
    """Make the files of a municipality in this home and elsewhere the same; return what was done.

    What changed since the last time on one side goes to the other. What both changed is kept twice: the
    version that came first keeps the name. A folder of the municipality that is not there at all, as on a
    disk that is not mounted, is fetched anew: only what is missing in it was deleted. Raises
    BlobStoreUnavailable, NotPlainFile and OSError; nothing is lost then.
    """
    agreed = drop_missing_folders(sync.home, slug, load_agreed(sync.home, slug))
    run = _Run(sync, slug, now, agreed, scan_files(sync.home, slug, agreed))
    with sync.database.read_session() as session:
        steps = run.list_steps(session)
    if any(step.kind in _CHANGES_TABLE for step in steps):
        with sync.database.write_session() as session:
            municipality = session.scalar(select(Municipality).where(Municipality.slug == slug))
            if municipality:
                lock_municipality(session, municipality)
            steps = run.list_steps(session, lock=True)
            run.change_table(session, steps)
    run.delete_replaced()
    run.change_home(steps)
    run.store_agreed()
    return run.result


def synchronize_each(sync: FileSync, slugs: Iterable[str], now: datetime) -> SyncResult:
    """Synchronize the files of these municipalities; one that cannot be is in the result, with why, and the
    others go on. Raises BlobStoreUnavailable."""
    result = SyncResult()
    for slug in slugs:
        try:
            result += synchronize_files(sync, slug, now)
        except BlobStoreUnavailable:
            raise
        except Exception as error:
            result.failed[slug] = error
    return result


def synchronize_all_files(sync: FileSync, now: datetime) -> SyncResult:
    """Synchronize the files of all municipalities; see `synchronize_each`."""
    return synchronize_each(sync, list_municipalities_with_files(sync), now)


def find_municipality_of_file(path: str) -> str:
    """Return the municipality of a file, by its path in the home."""
    return PurePosixPath(path).parts[1]


class FilesNotFetched(TerugkomError):
    """Files, by their `paths` in the home, that are not there and could not be fetched into it."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(f"could not be fetched into this home: {', '.join(paths)}")
        self.paths = tuple(paths)


def fetch_all_files(sync: FileSync, now: datetime) -> None:
    """Fetch the files of all municipalities into this home, which is the only place of files from now on.

    Raises FilesNotFetched if some could not be; then all stay where they are too.
    """
    for error in synchronize_all_files(sync, now).failed.values():
        raise error
    with sync.database.write_session() as session:
        rows = session.scalars(select(MunicipalityFile).order_by(MunicipalityFile.path))
        if missing := [each.path for each in rows if hash_file(sync.home / each.path) != each.sha256]:
            raise FilesNotFetched(missing)
        session.execute(delete(MunicipalityFile))
    for name in [name for name, _ in sync.blobs.list() if name.startswith(_FOLDER)]:
        sync.blobs.delete(name)


def delete_unnamed_files(sync: FileSync, before: datetime) -> int:
    """Delete the blobs of files that nothing refers to, stored before this time: of a process that was
    killed. Return how many. Raises BlobStoreUnavailable, for one that is refused after the others."""
    old = [name for name, at in sync.blobs.list() if name.startswith(_FOLDER) and at < before]
    with sync.database.read_session() as session:
        named = set(session.scalars(select(MunicipalityFile.blob)))
    unnamed = [name for name in old if name not in named]
    raise_first(do_each(sync.blobs, unnamed, sync.blobs.delete))
    return len(unnamed)


@dataclass
class _Run:
    """One synchronization of one municipality. `skipped`: paths that are left for the next one."""

    sync: FileSync
    slug: str
    now: datetime
    agreed: dict[str, FileState]
    local: LocalFiles
    rows: Mapping[str, MunicipalityFile] = field(default_factory=dict)
    replaced: list[str] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)
    result: SyncResult = field(default_factory=SyncResult)

    def list_steps(self, session: Session, *, lock: bool = False) -> list[SyncStep]:
        """Return what is to be done, by the table as it is now.

        `lock`: until the end of the transaction nobody else changes these rows. A municipality that has no
        plan yet has no row to lock.
        """
        mine = select(MunicipalityFile).where(MunicipalityFile.municipality == self.slug)
        mine = mine.order_by(MunicipalityFile.path)
        mine = mine.with_for_update() if lock else mine
        self.rows = {each.path: each for each in session.scalars(mine)}
        before = {path: state.sha256 for path, state in self.agreed.items()}
        here = {path: state.sha256 for path, state in self.local.files.items()}
        here |= {path: before[path] for path in self.local.unreadable if path in before}
        self.result.unreadable = list(self.local.unreadable)
        steps = merge_files(before, here, {path: row.sha256 for path, row in self.rows.items()})
        return [step for step in steps if step.path not in self.local.unreadable]

    def change_table(self, session: Session, steps: list[SyncStep]) -> None:
        """Upload what changed here, and have the table say so."""
        for step in steps:
            if step.kind is SyncStepKind.DELETE_THERE:
                self.replaced.append(self.rows[step.path].blob)
                session.execute(delete(MunicipalityFile).where(MunicipalityFile.path == step.path))
                self.result.deleted += 1
            elif step.kind in _CHANGES_TABLE:
                content = self._read(step.path)
                if content is None:
                    self.skipped.add(step.path)
                else:
                    self._upload(session, step.copy or step.path, content)

    def delete_replaced(self) -> None:
        """Delete the blobs that the table does not name any more."""
        for blob in self.replaced:
            self.sync.blobs.delete(blob)

    def change_home(self, steps: list[SyncStep]) -> None:
        """Do the steps in this home; what changed in it meanwhile is left for the next time."""
        known = {*self.local.files, *self.local.unreadable, *self.rows}
        self.agreed = {path: state for path, state in self.agreed.items() if path in known}
        for step in steps:
            if step.path in self.skipped:
                continue
            if step.kind is SyncStepKind.UPLOAD:
                self.agreed[step.path] = self.local.files[step.path]
            elif step.kind is SyncStepKind.DELETE_THERE:
                self.agreed.pop(step.path, None)
            elif not is_unchanged(self.sync.home / step.path, self.local.files.get(step.path)):
                self.skipped.add(step.path)
            elif step.kind is SyncStepKind.DELETE_HERE:
                delete_file(self.sync.home, step.path)
                self.agreed.pop(step.path, None)
                self.result.deleted += 1
            else:
                self._download(step)

    def store_agreed(self) -> None:
        """Store what this home and the others have in common now."""
        for path, state in self.local.files.items():
            row = self.rows.get(path)
            if row and row.sha256 == state.sha256:
                self.agreed[path] = state
        store_agreed(self.sync.home, self.slug, self.agreed)

    def _read(self, path: str) -> bytes | None:
        """Return a file of this home, None if it is another one than was scanned."""
        try:
            content = (self.sync.home / path).read_bytes()
        except OSError:
            return None
        return content if sha256(content) == self.local.files[path].sha256 else None

    def _is_current(self, row: MunicipalityFile) -> bool:
        """Return whether the table still names the blob of a row."""
        named = select(MunicipalityFile.blob).where(MunicipalityFile.path == row.path)
        with self.sync.database.read_session() as session:
            return session.scalar(named) == row.blob

    def _upload(self, session: Session, path: str, content: bytes) -> None:
        digest = sha256(content)
        row = self.rows.get(path)
        if row and row.sha256 == digest:  # the copy of a run that was cut off
            return
        if row:
            self.replaced.append(row.blob)
        blob = f"{_FOLDER}{digest}-{token_hex(8)}"
        self.sync.blobs.put(blob, content, session)
        self._check_stored(blob, path, content, session)
        session.merge(
            MunicipalityFile(
                path=path,
                municipality=self.slug,
                sha256=digest,
                size=len(content),
                changed_at=self.now,
                blob=blob,
            )
        )
        self.result.uploaded += 1

    def _check_stored(self, blob: str, path: str, content: bytes, session: Session) -> None:
        """Raise BlobStoreUnavailable if a file is not stored as it is here: others would not get it."""
        blobs = self.sync.blobs
        with suppress(BlobMissing):
            if blobs.get(blob, session) == content:
                return
        raise BlobStoreUnavailable(f"{blobs.describe()}: {path} is not stored as it was written")

    def _download(self, step: SyncStep) -> None:
        row, home = self.rows[step.path], self.sync.home
        try:
            content = self.sync.blobs.get(row.blob)
            if sha256(content) != row.sha256:
                raise OSError("damaged")
            if step.copy:
                self.agreed[step.copy] = write_file(home, step.copy, (home / step.path).read_bytes())
                self.result.conflicts.append(step.copy)
            self.agreed[step.path] = write_file(home, step.path, content)
            self.result.downloaded += 1
        except BlobMissing:
            self.skipped.add(step.path)
            if self._is_current(row):  # else it was replaced meanwhile: the next time
                self.result.unreadable.append(step.path)
        except (OSError, NotPlainFile):
            self.result.unreadable.append(step.path)
