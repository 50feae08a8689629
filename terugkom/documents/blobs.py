"""Blobs: bytes under a name, written once, in a folder, in the database or in an object store.

The three places do the same; which one it is, `open_store.open_blobs` decides by a setting.
"""

import os
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import LargeBinary, String, delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database.connection_pool import Database
from terugkom.database.table_base import Base, UtcDateTime
from terugkom.documents.file_store import delete_file, write_atomically
from terugkom.errors import TerugkomError


class BlobMissing(TerugkomError):
    """There is no blob of this name."""


class BlobStoreUnavailable(TerugkomError):
    """The store cannot be reached, or refuses us, at the moment."""


class BlobStore(Hashable, Protocol):
    """A place of blobs. Each can be pickled, for a sender process.

    `session`: a transaction of the caller that has the database locked already; only blobs in the database
    need it. All methods raise BlobStoreUnavailable.
    """

    def put(self, name: str, content: bytes, session: Session | None = None) -> None:
        """Store a blob under a new name."""

    def get(self, name: str, session: Session | None = None) -> bytes:
        """Return a blob. Raises BlobMissing."""

    def delete(self, name: str) -> None:
        """Delete a blob; one that is not there is no error."""

    def list(self) -> Iterator[tuple[str, datetime]]:
        """Yield the names of all blobs, with when each was stored by the clock of the store."""

    def describe(self) -> str:
        """Return where it is, for a person."""


@dataclass(frozen=True)
class FolderBlobs:
    """Blobs as files below a folder, each written atomically and synced to disk."""

    folder: Path

    def put(self, name: str, content: bytes, session: Session | None = None) -> None:
        """Store a blob; see `BlobStore`."""
        try:
            write_atomically(self.folder, name, content)
        except OSError as error:
            raise BlobStoreUnavailable(f"{self.folder}: {error.strerror}") from error

    def get(self, name: str, session: Session | None = None) -> bytes:
        """Return a blob; see `BlobStore`."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError as error:
            self._check_mounted(name)
            raise BlobMissing(name) from error
        except OSError as error:
            raise BlobStoreUnavailable(f"{self.folder}: {error.strerror}") from error

    def delete(self, name: str) -> None:
        """Delete a blob; see `BlobStore`."""
        self._check_mounted(name)
        try:
            delete_file(self.folder, name)
        except OSError as error:
            raise BlobStoreUnavailable(f"{self.folder}: {error.strerror}") from error

    def list(self) -> Iterator[tuple[str, datetime]]:
        """Yield the names of all blobs; see `BlobStore`. What a crash left half written is among them."""
        for folder, _, names in os.walk(self.folder):
            for path in (Path(folder, name) for name in sorted(names)):
                with suppress(FileNotFoundError):  # deleted meanwhile
                    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                    yield path.relative_to(self.folder).as_posix(), modified

    def make_folders(self, names: Iterable[str]) -> None:
        """Make the folders that these blobs lie in, as a restore does for those that it has not: then each is
        missing, and the disk is there."""
        for kind in {name.partition("/")[0] for name in names if "/" in name}:
            (self.folder / kind).mkdir(parents=True, exist_ok=True)

    def _check_mounted(self, name: str) -> None:
        """Raise BlobStoreUnavailable if not even the folder is there that each blob of its kind lies in.

        A disk that is not mounted looks like a store in which all is lost, or from which all was deleted.
        """
        kind = name.partition("/")[0]
        if "/" in name and not (self.folder / kind).is_dir():
            raise BlobStoreUnavailable(
                f"{self.folder}: there is no folder {kind} in it; is its disk mounted?"
            )

    def describe(self) -> str:
        """Return the folder."""
        return str(self.folder)


@contextmanager
def _describe_errors() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise BlobStoreUnavailable(f"the database: {type(error).__name__}") from error


class StoredBlob(Base):
    """A blob in the database."""

    __tablename__ = "blobs"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class DatabaseBlobs:
    """Blobs as rows of the database."""

    database: Database

    def put(self, name: str, content: bytes, session: Session | None = None) -> None:
        """Store a blob; see `BlobStore`."""
        row = insert(StoredBlob).values(name=name, content=content, stored_at=func.now())
        if session is not None:
            session.execute(row)
            return
        with _describe_errors(), self.database.write_session() as own:
            own.execute(row)

    def get(self, name: str, session: Session | None = None) -> bytes:
        """Return a blob; see `BlobStore`."""
        query = select(StoredBlob.content).where(StoredBlob.name == name)
        if session is not None:
            content = session.scalar(query)
        else:
            with _describe_errors(), self.database.read_session() as own:
                content = own.scalar(query)
        if content is None:
            raise BlobMissing(name)
        return content

    def delete(self, name: str) -> None:
        """Delete a blob; see `BlobStore`."""
        with _describe_errors(), self.database.write_session() as session:
            session.execute(delete(StoredBlob).where(StoredBlob.name == name))

    def list(self) -> Iterator[tuple[str, datetime]]:
        """Yield the names of all blobs; see `BlobStore`. There are none in a database without tables."""
        if not self.database.has_tables():
            return
        with _describe_errors(), self.database.read_session() as session:
            query = select(StoredBlob.name, StoredBlob.stored_at).order_by(StoredBlob.name)
            yield from session.execute(query).tuples().all()

    def describe(self) -> str:
        """Return that it is the database."""
        return "database"
