"""The document store: every read, write and delete of a document goes through it.

Documents are known by name, such as ``lievegem/2027-03-18/owner-digest-7-1a2b3c4d.eml``; a name is never used
for other content. Callers know names only: behind the store lies a folder, and later perhaps an object store.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from terugkom.documents.file_store import delete_file, read_if_there, read_verified, write_all_atomically


@dataclass(frozen=True)
class DocumentStore:
    """The documents of an installation, below one folder. It can be pickled, for a sender process."""

    folder: Path

    def write(self, name: str, content: bytes) -> None:
        """Write one document; see `write_all`."""
        self.write_all([(name, content)])

    def write_all(self, documents: Iterable[tuple[str, bytes]]) -> None:
        """Write documents, given as (name, content): after a crash each is complete, or absent.

        Raises ValueError for a name outside the store.
        """
        write_all_atomically(self.folder, documents)

    def read(self, name: str, digest: str) -> bytes:
        """Return a document. Raises DocumentChanged if it is missing, or its SHA-256 is not `digest`."""
        return read_verified(self.folder, name, digest)

    def find(self, name: str) -> bytes | None:
        """Return a document whose digest the caller checks, None if it is missing. Raises ValueError for a
        name outside the store."""
        return read_if_there(self.folder, name)

    def delete(self, name: str) -> None:
        """Delete a document; one that is not there is no error. Raises ValueError for a name outside."""
        delete_file(self.folder, name)

    def list_names(self) -> Iterator[str]:
        """Yield the names of all documents; links are not followed."""
        for folder, folders, names in os.walk(self.folder):
            folders.sort()
            for name in sorted(names):
                path = Path(folder, name)
                if not name.endswith(".part") and not path.is_symlink():
                    yield path.relative_to(self.folder).as_posix()

    def locate(self, name: str) -> str:
        """Return where a person finds a document; it need not exist yet."""
        return str(self.folder / name)
