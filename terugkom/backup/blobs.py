"""Bundles of documents and files of municipalities in a backup, wherever they are kept.

In the database they are rows like others. From a folder or an object store each is put into the archive; a
restore puts them where the settings say then, which may be another place.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tarfile import TarFile
from uuid import uuid4

from sqlalchemy import Connection, inspect, select
from sqlalchemy.orm import Session

from terugkom.backup.archive import BLOBS, Manifest, add_bytes, read_members
from terugkom.database.connection_pool import Database
from terugkom.documents.blobs import (
    BlobMissing,
    BlobStore,
    BlobStoreUnavailable,
    DatabaseBlobs,
    FolderBlobs,
)
from terugkom.documents.bundle_store import BUNDLES_FOLDER
from terugkom.documents.bundled_document import BundledDocument
from terugkom.documents.file_store import sha256
from terugkom.errors import CommandError, TerugkomError
from terugkom.municipality_files.model import MunicipalityFile

OpenBlobs = Callable[[Database], BlobStore | None]


@dataclass
class AddedBlobs:
    """How many blobs are in a backup; which are damaged, and which are gone and not in it."""

    count: int = 0
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def add_blobs(tar: TarFile, connection: Connection, blobs: BlobStore | None) -> AddedBlobs:
    """Add each blob that the rows of a backup name; none are added, if they are rows themselves.

    One that is gone keeps nothing else out of the backup: no later one would be made. Raises
    BlobStoreUnavailable if none can be read.
    """
    added = AddedBlobs()
    if blobs is None or isinstance(blobs, DatabaseBlobs):
        return added
    for name, digest in _list_digests(connection).items():
        try:
            content = blobs.get(name)
        except BlobMissing:
            added.missing.append(name)
            continue
        add_bytes(tar, f"{BLOBS}{name}", content)
        added.count += 1
        if sha256(content) != digest:
            added.damaged.append(name)
    return added


def find_replaced(database: Database, missing: Iterable[str]) -> list[str]:
    """Return which of the blobs that a backup misses are named no more: they were replaced while it was made,
    as a bundle is of which a document was deleted, and what was kept lies in another one now."""
    with database.engine.connect() as connection:
        named = _list_digests(connection)
    return [name for name in missing if name not in named]


def check_blobs_wanted(manifest: Manifest, blobs: BlobStore | None) -> None:
    """Raise InputError for a backup with documents in bundles, where the settings have no place for them: its
    database may hold them, and then nothing would open it."""
    if blobs is None and (manifest.blobs or manifest.rows.get(BundledDocument.__tablename__)):
        raise CommandError(
            "this backup holds documents in bundles: set TERUGKOM_DOCUMENT_STORE to where they are to be"
            " kept; nothing was restored"
        )


def check_blobs_writable(blobs: BlobStore | None, home: Path) -> None:
    """Raise InputError if bundles and files cannot be put where they are to be kept: a restore would find out
    when the database is replaced. In the database or the home they need no other place."""
    if blobs is None or isinstance(blobs, DatabaseBlobs):
        return
    if isinstance(blobs, FolderBlobs) and blobs.folder.is_relative_to(home):
        return
    name = f"restore-check-{uuid4().hex}"
    try:
        blobs.put(name, name.encode())
        blobs.delete(name)
    except BlobStoreUnavailable as error:
        raise CommandError(
            f"bundles cannot be kept where TERUGKOM_DOCUMENT_STORE says: {error}; nothing was restored"
        ) from error


def restore_blobs(database: Database, file: Path, manifest: Manifest, blobs: BlobStore | None) -> None:
    """Put the blobs of a backup where they are to be kept, those that its database held too.

    It may be done again. Raises BlobStoreUnavailable.
    """
    if blobs is None:
        return
    count = 0
    for info, content in read_members(file):
        if info.name.startswith(BLOBS):
            blobs.put(info.name.removeprefix(BLOBS), content.read())
            count += 1
    if count != manifest.blobs:
        raise TerugkomError(f"the backup has {count} bundles and files, and says {manifest.blobs}")
    if not isinstance(blobs, DatabaseBlobs):
        _move_out_of_database(database, blobs)
    if isinstance(blobs, FolderBlobs):
        with database.engine.connect() as connection:
            blobs.make_folders(_list_digests(connection))


def _move_out_of_database(database: Database, blobs: BlobStore) -> None:
    held = DatabaseBlobs(database)
    for name, _ in held.list():
        blobs.put(name, held.get(name))
        held.delete(name)


def _list_digests(connection: Connection) -> dict[str, str]:
    """Return the SHA-256 of each blob, by name; that of a bundle is its name. Earlier versions had none."""
    tables = set(inspect(connection).get_table_names())
    if not {BundledDocument.__tablename__, MunicipalityFile.__tablename__} <= tables:
        return {}
    with Session(connection) as session:
        bundles = session.scalars(
            select(BundledDocument.bundle).distinct().order_by(BundledDocument.bundle)
        ).all()
        files = session.execute(
            select(MunicipalityFile.blob, MunicipalityFile.sha256).order_by(MunicipalityFile.blob)
        ).tuples()
        return {f"{BUNDLES_FOLDER}{bundle}": bundle for bundle in bundles} | dict(files.all())
