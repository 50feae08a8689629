"""The document store: every read, write and delete of a document goes through it.

Documents are known by name, such as ``lievegem/2027-03-18/owner-digest-7-1a2b3c4d.eml``; a name is never used
for other content. Callers know names only: behind the store lies a folder, or bundles in a folder, in the
database or in an object store.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from terugkom.documents.file_store import (
    DocumentUnavailable,
    ReadDocument,
    check_name,
    delete_file,
    read_if_there,
    read_verified,
    write_all_atomically,
)

if TYPE_CHECKING:  # few homes have bundles
    from terugkom.documents.bundle_store import BundleStore


@dataclass(frozen=True)
class DocumentStore:
    """The documents of an installation. It can be pickled, for a sender process.

    Without `bundles` they are files below the folder. With them new ones are written to bundles; what lies in
    the folder from before stays readable.
    """

    folder: Path
    bundles: "BundleStore | None" = None

    def write(self, name: str, content: bytes, session: Session | None = None) -> None:
        """Write one document; see `write_all`."""
        self.write_all([(name, content)], session)

    def write_all(self, documents: Iterable[tuple[str, bytes]], session: Session | None = None) -> None:
        """Write documents, given as (name, content): after a crash each is complete, or absent.

        `session`: the caller's writing transaction, if it is in one: on SQLite no second one is possible.
        Raises ValueError for a name outside the store, and as `BundleStore.write_all` does.
        """
        if self.bundles is None:
            write_all_atomically(self.folder, documents)
            return
        self.bundles.write_all(((check_name(name), content) for name, content in documents), session)

    def read(self, name: str, digest: str) -> bytes:
        """Return a document. Raises DocumentChanged if it is missing, or its SHA-256 is not `digest`, and
        DocumentUnavailable if that cannot be said at the moment."""
        bundled = self.bundles.read(name, digest) if self.bundles else None
        if bundled is not None:
            return bundled
        if self.bundles and not (self.folder / name).exists():  # it may lie in the folder of another machine
            raise DocumentUnavailable(f"the document {name} is in no bundle, and not in {self.folder}")
        return read_verified(self.folder, name, digest)

    def build_reader(self) -> ReadDocument:
        """Return a function that reads one document after the other as `read` does, in less time."""
        reader = self.bundles.build_reader(self.read) if self.bundles else self.read
        return lru_cache(maxsize=1)(reader)  # a newsletter: one document for thousands

    def find(self, name: str) -> bytes | None:
        """Return a document whose digest the caller checks, None if it is missing. Raises ValueError for a
        name outside the store, and as `BundleStore.find` does."""
        bundled = self.bundles.find(check_name(name)) if self.bundles else None
        return read_if_there(self.folder, name) if bundled is None else bundled

    def delete(self, name: str) -> None:
        """Delete one document; see `delete_all`."""
        self.delete_all([name])

    def delete_all(self, names: Iterable[str]) -> None:
        """Delete documents; what is not there is no error.

        Raises ValueError for a name outside the store, as `BundleStore.delete_all` does, and OSError: for a
        file that cannot be deleted, after all others were.
        """
        names, errors = list(names), list[OSError]()
        for name in names:
            try:
                delete_file(self.folder, name)
            except OSError as error:
                errors.append(error)
        if self.bundles:
            self.bundles.delete_all(names)
        if errors:
            raise errors[0]

    def list_names(self) -> Iterator[str]:
        """Yield the names of all documents."""
        if self.bundles:
            yield from self.bundles.list_names()
        yield from self._list_files()

    def has_any(self) -> bool:
        """Return whether anything is stored, also what no name refers to any more."""
        return any(self._list_files()) or (self.bundles is not None and self.bundles.has_any())

    def _list_files(self) -> Iterator[str]:
        """Yield the names of the files in the folder; links are not followed."""
        for folder, folders, names in os.walk(self.folder):
            folders.sort()
            for name in sorted(names):
                path = Path(folder, name)
                if not name.endswith(".part") and not path.is_symlink():
                    yield path.relative_to(self.folder).as_posix()

    def locate(self, name: str) -> str:
        """Return where a person finds a document; it need not exist yet."""
        return f"{self.bundles.blobs.describe()}: {name}" if self.bundles else str(self.folder / name)
