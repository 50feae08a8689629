"""Documents in packs: which pack a document lies in stands in the database, the packs are blobs.

The order of writing makes every crash harmless: the pack first, then its names in one transaction; to delete,
a new pack without the document first, then the names that move to it, and the old pack last. What is cut off
leaves a pack that nothing refers to, which `delete_unnamed` removes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from secrets import token_hex

from sqlalchemy import String, delete, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.batches import batched
from terugkom.database import Base, Database
from terugkom.documents.blobs import BlobMissing, BlobStore, BlobStoreUnavailable
from terugkom.documents.file_store import DocumentChanged, DocumentUnavailable, ReadDocument, sha256
from terugkom.documents.pack_file import OpenedPack, build_pack, open_pack, split_into_packs
from terugkom.documents.packed_document import PackedDocument

PACKS_FOLDER = "packs/"  # of the names of blobs
_OPENED = 2  # packs that a process keeps decompressed: a sender goes through one after the other
_NAMES_AT_ONCE = 500


class RetiredPack(Base):
    """A pack that was written anew without a document, and that is still to be deleted."""

    __tablename__ = "retired_packs"

    pack: Mapped[str] = mapped_column(String(64), primary_key=True)


@dataclass(frozen=True)
class PackStore:
    """Documents in packs. It can be pickled, for a sender process."""

    database: Database
    blobs: BlobStore

    def write_all(self, documents: Iterable[tuple[str, bytes]], session: Session | None = None) -> None:
        """Write documents, given as (name, content): after a crash each is complete, or absent.

        A pack is read back before its names are recorded. `session`: the caller's transaction, to record
        them in. Raises BlobStoreUnavailable, and DocumentChanged if what is read back is something else.
        """
        for batch in split_into_packs(documents):
            pack, names = self._write_pack(batch, session)
            if session is not None:
                _record_names(session, pack, names)
                continue
            with self.database.write_session() as own:
                _record_names(own, pack, names)

    def read(self, name: str, digest: str) -> bytes | None:
        """Return a document, None if it is in no pack. Raises DocumentUnavailable, and DocumentChanged if
        its SHA-256 is not `digest`."""
        content = self.find(name)
        return None if content is None else _check(name, content, digest)

    def find(self, name: str) -> bytes | None:
        """Return a document whose digest the caller checks, None if it is in no pack.

        Raises DocumentUnavailable, and DocumentChanged if it lies in damaged packs only.
        """
        problem, damaged = "", None
        for pack in self._find_packs(name):
            try:
                return _open(self.blobs, pack).read(name)
            except BlobMissing:
                problem = f"its pack {pack} is missing"
            except BlobStoreUnavailable as error:
                problem = str(error)
            except DocumentChanged as error:  # it may lie in another one too
                damaged = error
        if problem:
            raise DocumentUnavailable(f"the document {name} cannot be read: {problem}")
        if damaged:
            raise damaged
        return None

    def build_reader(self, read: ReadDocument) -> ReadDocument:
        """Return a function that reads many documents, one pack after the other, as `read` does each.

        It looks first into the pack that it read last, without asking the database.
        """
        last: OpenedPack | None = None

        def read_next(name: str, digest: str) -> bytes:
            nonlocal last
            if last is None or name not in last.index:
                with suppress(BlobMissing, BlobStoreUnavailable, DocumentChanged):  # `read` says which
                    last = next((_open(self.blobs, pack) for pack in self._find_packs(name)), None)
            content = None
            if last:
                with suppress(DocumentChanged):
                    content = last.read(name)
            return read(name, digest) if content is None else _check(name, content, digest)

        return read_next

    def list_names(self) -> Iterator[str]:
        """Yield the names of all documents in packs."""
        with self.database.read_session() as session:
            yield from session.scalars(
                select(PackedDocument.name).distinct().order_by(PackedDocument.name)
            ).all()

    def read_all(self) -> Iterator[tuple[str, bytes | None]]:
        """Yield each document, pack by pack, by name and content; None for one that is damaged or missing.

        What moves to another pack meanwhile, as another process deletes from its own, is read there.
        Raises BlobStoreUnavailable.
        """
        wanted: Collection[str] | None = None  # all
        lost: set[str] = set()  # packs: each is asked for once, however many documents it is said to hold
        while wanted is None or wanted:
            missing, moved, done = set[str](), set[str](), set[str]()
            for pack, names in self._find_places(wanted).items():
                if pack in lost:
                    missing.update(names)
                    continue
                try:
                    opened = _open(self.blobs, pack)
                except (BlobMissing, DocumentChanged):
                    lost.add(pack)
                    moved.update(names)
                    continue
                for name in names:
                    done.add(name)
                    yield name, _read_whole(opened, name)
            yield from ((name, None) for name in sorted(missing - moved - done))
            wanted = moved - done  # what was deleted meanwhile is found nowhere any more

    def _find_places(self, names: Collection[str] | None) -> dict[str, list[str]]:
        """Return the packs in which these documents lie, or all, each with their names."""
        query = select(PackedDocument.pack, PackedDocument.name)
        query = query.order_by(PackedDocument.pack, PackedDocument.name)
        found: defaultdict[str, list[str]] = defaultdict(list)
        with self.database.read_session() as session:
            for batch in [None] if names is None else batched(sorted(names), _NAMES_AT_ONCE):
                some = query if batch is None else query.where(PackedDocument.name.in_(batch))
                for pack, name in session.execute(some).tuples():
                    found[pack].append(name)
        return found

    def read_unnamed(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield pack, name and content of each document in packs that nothing refers to: of a run that was
        cut off, or that is at work. Raises BlobStoreUnavailable."""
        for pack in self.list_unnamed(datetime.max.replace(tzinfo=UTC)):
            with suppress(BlobMissing, DocumentChanged):  # deleted or half written
                opened = open_pack(pack, self.blobs.get(f"{PACKS_FOLDER}{pack}"))
                for name in opened.index:
                    yield pack, name, _require(opened, name)

    def has_any(self) -> bool:
        """Return whether there is any pack, also one that nothing refers to."""
        return any(name.startswith(PACKS_FOLDER) for name, _ in self.blobs.list())

    def delete_all(self, names: Iterable[str]) -> None:
        """Delete documents from the bytes of their packs too; what is in no pack is no error.

        Raises BlobStoreUnavailable; then run it again. Raises DocumentChanged, at the end, for a damaged pack
        of which something else is to be kept.
        """
        self.delete_retired()
        wanted = set(names)
        damaged: dict[str, DocumentChanged] = {}
        # until none has them: another process may have moved some to a new pack meanwhile
        while packs := [pack for pack in self._list_packs(sorted(wanted)) if pack not in damaged]:
            for pack in packs:
                try:
                    self._rewrite(pack, wanted)
                except DocumentChanged as error:  # a person must look; the other packs go on
                    damaged[pack] = error
        self.delete_retired()
        if damaged:
            raise next(iter(damaged.values()))

    def delete_retired(self) -> None:
        """Delete the packs that were replaced, those of a process that was killed too."""
        with self.database.read_session() as session:
            retired = session.scalars(select(RetiredPack.pack)).all()
        for pack in retired:
            self.blobs.delete(f"{PACKS_FOLDER}{pack}")
            forget_opened_packs()
            with self.database.write_session() as session:
                session.execute(delete(RetiredPack).where(RetiredPack.pack == pack))

    def list_unnamed(self, before: datetime) -> list[str]:
        """Return the packs that nothing refers to, stored before this time: of a process that was killed."""
        found = [
            name.removeprefix(PACKS_FOLDER)
            for name, stored_at in self.blobs.list()
            if name.startswith(PACKS_FOLDER) and stored_at < before
        ]
        with self.database.read_session() as session:
            named = set(session.scalars(select(PackedDocument.pack).distinct()))
        return [pack for pack in found if pack not in named]

    def delete_unnamed(self, before: datetime) -> int:
        """Delete what `list_unnamed` lists, and what was replaced; return how many."""
        self.delete_retired()
        unnamed = self.list_unnamed(before)
        for pack in unnamed:
            self.blobs.delete(f"{PACKS_FOLDER}{pack}")
        return len(unnamed)

    def _write_pack(
        self, batch: Sequence[tuple[str, bytes]], session: Session | None
    ) -> tuple[str, tuple[str, ...]]:
        """Store one pack and read it back. Nothing refers to it yet."""
        pack = build_pack(batch, token_hex(8))
        self.blobs.put(f"{PACKS_FOLDER}{pack.digest}", pack.content, session)
        if self.blobs.get(f"{PACKS_FOLDER}{pack.digest}", session) != pack.content:
            raise DocumentChanged(f"the pack {pack.digest} is not stored as it was written")
        return pack.digest, pack.names

    def _rewrite(self, pack: str, unwanted: set[str]) -> None:
        """Write a pack anew without some documents; if another process changed it meanwhile do nothing."""
        with self.database.read_session() as session:
            names = _list_names(session, pack)
        kept = [name for name in names if name not in unwanted]
        new = self._copy(pack, kept) if kept else pack
        if not self._move_names(pack, names, unwanted, new) and new != pack:
            # nothing refers to it, and it has what the other process deleted
            self.blobs.delete(f"{PACKS_FOLDER}{new}")

    def _move_names(self, pack: str, names: Sequence[str], unwanted: set[str], new: str) -> bool:
        """Record that `new` has what a pack had, without some documents; return False if another process
        changed it meanwhile."""
        with self.database.write_session() as session:
            if not names or _list_names(session, pack, lock=True) != names:
                return False
            mine = PackedDocument.pack == pack
            gone = [name for name in names if name in unwanted]
            for at in range(0, len(gone), _NAMES_AT_ONCE):
                batch = gone[at : at + _NAMES_AT_ONCE]
                session.execute(delete(PackedDocument).where(mine, PackedDocument.name.in_(batch)))
            session.execute(update(PackedDocument).where(mine).values(pack=new))
            if new != pack or len(gone) == len(names):
                session.add(RetiredPack(pack=pack))
        return True

    def _copy(self, pack: str, names: Sequence[str]) -> str:
        """Write a new pack of some documents of another; return it. Of a pack that is gone there is none:
        then return the old one."""
        try:
            opened = _open(self.blobs, pack)
        except BlobMissing:
            return pack
        return self._write_pack([(name, _require(opened, name)) for name in names], None)[0]

    def _find_packs(self, name: str) -> Iterator[str]:
        """Yield the packs that a document lies in; a second time if it moved to another one meanwhile."""
        query = select(PackedDocument.pack).where(PackedDocument.name == name).order_by(PackedDocument.pack)
        tried: list[str] = []
        while True:
            with self.database.read_session() as session:
                new = [pack for pack in session.scalars(query) if pack not in tried]
            if not new:
                return
            yield from new
            tried += new

    def _list_packs(self, names: Sequence[str]) -> list[str]:
        found: set[str] = set()
        with self.database.read_session() as session:
            for at in range(0, len(names), _NAMES_AT_ONCE):
                batch = names[at : at + _NAMES_AT_ONCE]
                found |= set(
                    session.scalars(select(PackedDocument.pack).where(PackedDocument.name.in_(batch)))
                )
        return sorted(found)


def forget_opened_packs() -> None:
    """Have each pack be read anew from where it is kept."""
    _open.cache_clear()


@lru_cache(_OPENED)
def _open(blobs: BlobStore, pack: str) -> OpenedPack:
    return open_pack(pack, blobs.get(f"{PACKS_FOLDER}{pack}"))


def _read_whole(opened: OpenedPack, name: str) -> bytes | None:
    """Return a document of a pack, None if it is damaged or not there."""
    with suppress(DocumentChanged):
        return opened.read(name)
    return None


def _check(name: str, content: bytes, digest: str) -> bytes:
    if sha256(content) != digest:
        raise DocumentChanged(f"the document {name} was changed after it was made")
    return content


def _require(opened: OpenedPack, name: str) -> bytes:
    content = opened.read(name)
    if content is None:
        raise DocumentChanged(f"the document {name} is not in the pack that is said to hold it")
    return content


def _record_names(session: Session, pack: str, names: Sequence[str]) -> None:
    """Record in which pack these documents lie."""
    session.execute(insert(PackedDocument), [{"name": name, "pack": pack} for name in sorted(set(names))])


def _list_names(session: Session, pack: str, *, lock: bool = False) -> list[str]:
    query = select(PackedDocument.name).where(PackedDocument.pack == pack).order_by(PackedDocument.name)
    return list(session.scalars(query.with_for_update() if lock else query))
