"""Packs of documents and files of municipalities in a backup, wherever they are kept.

In the database they are rows like others. From a folder or an object store each is put into the archive; a
restore puts them where the settings say then, which may be another place.
"""

from collections.abc import Callable
from pathlib import Path
from tarfile import TarFile

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from terugkom.backup.archive import BLOBS, Manifest, add_bytes, read_members
from terugkom.database import Database
from terugkom.documents.blobs import BlobMissing, BlobStore, DatabaseBlobs
from terugkom.documents.pack_store import PACKS_FOLDER
from terugkom.documents.packed_document import PackedDocument
from terugkom.errors import CommandError, TerugkomError
from terugkom.municipality_files.model import MunicipalityFile

OpenBlobs = Callable[[Database], BlobStore | None]


def add_blobs(tar: TarFile, connection: Connection, blobs: BlobStore | None) -> int:
    """Add each blob that the rows of a backup name; return how many. None, if they are rows themselves.

    Raises InputError if one was deleted since the rows were read.
    """
    if blobs is None or isinstance(blobs, DatabaseBlobs):
        return 0
    names = _list_names(connection)
    for name in names:
        try:
            add_bytes(tar, f"{BLOBS}{name}", blobs.get(name))
        except BlobMissing as error:
            raise CommandError(
                f"{name} is not there: documents were deleted while the backup was made. Run it again; if it"
                " says the same, restore an earlier backup of these documents"
            ) from error
    return len(names)


def check_blobs_wanted(manifest: Manifest, blobs: BlobStore | None) -> None:
    """Raise InputError for a backup with documents in packs, where the settings have no place for them."""
    if blobs is None and manifest.blobs:
        raise CommandError(
            "this backup holds documents in packs: set TERUGKOM_DOCUMENT_STORE to where they are to be kept;"
            " nothing was restored"
        )


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
        raise TerugkomError(f"the backup has {count} packs and files, and says {manifest.blobs}")
    if not isinstance(blobs, DatabaseBlobs):
        _move_out_of_database(database, blobs)


def _move_out_of_database(database: Database, blobs: BlobStore) -> None:
    held = DatabaseBlobs(database)
    for name, _ in held.list():
        blobs.put(name, held.get(name))
        held.delete(name)


def _list_names(connection: Connection) -> list[str]:
    with Session(connection) as session:
        packs = session.scalars(select(PackedDocument.pack).distinct().order_by(PackedDocument.pack)).all()
        files = session.scalars(select(MunicipalityFile.blob).order_by(MunicipalityFile.blob)).all()
    return [*(f"{PACKS_FOLDER}{pack}" for pack in packs), *files]
