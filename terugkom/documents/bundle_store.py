"""Documents in bundles: which bundle a document lies in stands in the database, the bundles are blobs.

The order of writing makes every crash harmless: the bundle first, then its names in one transaction; to
delete, a new bundle without the document first, then the names that move to it, and the old bundle last. What
is cut off leaves a bundle that nothing refers to, which `delete_unnamed` removes.
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
from terugkom.database.connection_pool import Database
from terugkom.database.table_base import Base
from terugkom.documents.blobs import BlobMissing, BlobStore, BlobStoreUnavailable
from terugkom.documents.bundle_file import OpenedBundle, build_bundle, open_bundle, split_into_bundles
from terugkom.documents.bundled_document import BundledDocument
from terugkom.documents.each_blob import do_each, raise_first
from terugkom.documents.file_store import DocumentChanged, DocumentUnavailable, ReadDocument, sha256

BUNDLES_FOLDER = "packs/"  # of the names of blobs: what a bundle was called when the first were stored
_OPENED = 2  # bundles that a process keeps decompressed: a sender goes through one after the other
_NAMES_AT_ONCE = 500


class RetiredBundle(Base):
    """A bundle that was written anew without a document, and that is still to be deleted."""

    __tablename__ = "retired_packs"

    bundle: Mapped[str] = mapped_column("pack", String(64), primary_key=True)


@dataclass(frozen=True)
class BundleStore:
    """Documents in bundles. It can be pickled, for a sender process."""

    database: Database
    blobs: BlobStore

    def write_all(self, documents: Iterable[tuple[str, bytes]], session: Session | None = None) -> None:
        """Write documents, given as (name, content): after a crash each is complete, or absent.

        A bundle is read back before its names are recorded. `session`: the caller's transaction, to record
        them in. Raises BlobStoreUnavailable, and DocumentChanged if what is read back is something else.
        """
        for batch in split_into_bundles(documents):
            bundle, names = self._write_bundle(batch, session)
            if session is not None:
                _record_names(session, bundle, names)
                continue
            with self.database.write_session() as own:
                _record_names(own, bundle, names)

    def read(self, name: str, digest: str) -> bytes | None:
        """Return a document, None if it is in no bundle. Raises DocumentUnavailable, and DocumentChanged if
        its SHA-256 is not `digest`."""
        content = self.find(name)
        return None if content is None else _check(name, content, digest)

    def find(self, name: str) -> bytes | None:
        """Return a document whose digest the caller checks, None if it is in no bundle.

        Raises DocumentUnavailable, and DocumentChanged if it lies in damaged bundles only.
        """
        problem, damaged = "", None
        for bundle in self._find_bundles(name):
            try:
                return _open(self.blobs, bundle).read(name)
            except BlobMissing:
                problem = f"its bundle {bundle} is missing"
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
        """Return a function that reads many documents, one bundle after the other, as `read` does each.

        It looks first into the bundle that it read last, without asking the database.
        """
        last: OpenedBundle | None = None

        def read_next(name: str, digest: str) -> bytes:
            nonlocal last
            if last is None or name not in last.index:
                with suppress(BlobMissing, BlobStoreUnavailable, DocumentChanged):  # `read` says which
                    last = next((_open(self.blobs, bundle) for bundle in self._find_bundles(name)), None)
            content = None
            if last:
                with suppress(DocumentChanged):
                    content = last.read(name)
            return read(name, digest) if content is None else _check(name, content, digest)

        return read_next

    def list_names(self) -> Iterator[str]:
        """Yield the names of all documents in bundles."""
        with self.database.read_session() as session:
            yield from session.scalars(
                select(BundledDocument.name).distinct().order_by(BundledDocument.name)
            ).all()

    def read_all(self) -> Iterator[tuple[str, bytes | None]]:
        """Yield each document, bundle by bundle, by name and content; None for what is damaged or missing.

        What moves to another bundle meanwhile, as another process deletes from its own, is read there.
        Raises BlobStoreUnavailable.
        """
        wanted: Collection[str] | None = None  # all
        lost: set[str] = set()  # bundles: each is asked for once, however many documents it is said to hold
        while wanted is None or wanted:
            missing, moved, done = set[str](), set[str](), set[str]()
            for bundle, names in self._find_places(wanted).items():
                if bundle in lost:
                    missing.update(names)
                    continue
                try:
                    opened = _open(self.blobs, bundle)
                except (BlobMissing, DocumentChanged):
                    lost.add(bundle)
                    moved.update(names)
                    continue
                for name in names:
                    done.add(name)
                    yield name, _read_whole(opened, name)
            yield from ((name, None) for name in sorted(missing - moved - done))
            wanted = moved - done  # what was deleted meanwhile is found nowhere any more

    def _find_places(self, names: Collection[str] | None) -> dict[str, list[str]]:
        """Return the bundles in which these documents lie, or all, each with their names."""
        query = select(BundledDocument.bundle, BundledDocument.name)
        query = query.order_by(BundledDocument.bundle, BundledDocument.name)
        found: defaultdict[str, list[str]] = defaultdict(list)
        with self.database.read_session() as session:
            for batch in [None] if names is None else batched(sorted(names), _NAMES_AT_ONCE):
                some = query if batch is None else query.where(BundledDocument.name.in_(batch))
                for bundle, name in session.execute(some).tuples():
                    found[bundle].append(name)
        return found

    def read_unnamed(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield bundle, name and content of each document in bundles that nothing refers to: of a run that
        was cut off, or that is at work. Raises BlobStoreUnavailable."""
        for bundle in self.list_unnamed(datetime.max.replace(tzinfo=UTC)):
            with suppress(BlobMissing, DocumentChanged):  # deleted or half written
                opened = open_bundle(bundle, self.blobs.get(f"{BUNDLES_FOLDER}{bundle}"))
                for name in opened.index:
                    yield bundle, name, _require(opened, name)

    def has_any(self) -> bool:
        """Return whether there is any bundle, also one that nothing refers to."""
        return any(name.startswith(BUNDLES_FOLDER) for name, _ in self.blobs.list())

    def delete_all(self, names: Iterable[str]) -> None:
        """Delete documents from the bytes of their bundles too; what is in no bundle is no error.

        A bundle that is damaged, or that the store does not give or delete, keeps no other from being written
        anew. At the end raises BlobStoreUnavailable, then run it again, or DocumentChanged for a damaged
        bundle of which something else is to be kept; at once if the store does not answer at all.
        """
        self.delete_retired()  # what fails, fails at the end too
        wanted = set(names)
        failed: dict[str, Exception] = {}

        def rewrite(bundle: str) -> None:
            try:
                self._rewrite(bundle, wanted)
            except (DocumentChanged, BlobStoreUnavailable) as error:
                failed[bundle] = error
                if isinstance(error, BlobStoreUnavailable):
                    raise

        # until none has them: another process may have moved some to a new bundle meanwhile
        while bundles := [bundle for bundle in self._list_bundles(sorted(wanted)) if bundle not in failed]:
            do_each(self.blobs, bundles, rewrite)
        raise_first([*self.delete_retired(), *failed.values()])

    def delete_retired(self) -> list[Exception]:
        """Delete the bundles that were replaced, those of a process that was killed too; return the errors of
        those that the store does not delete. Raises BlobStoreUnavailable."""
        with self.database.read_session() as session:
            retired = session.scalars(select(RetiredBundle.bundle)).all()

        def delete_it(bundle: str) -> None:
            self.blobs.delete(f"{BUNDLES_FOLDER}{bundle}")
            forget_opened_bundles()
            with self.database.write_session() as session:
                session.execute(delete(RetiredBundle).where(RetiredBundle.bundle == bundle))

        return do_each(self.blobs, retired, delete_it)

    def list_unnamed(self, before: datetime) -> list[str]:
        """Return the bundles that nothing refers to, stored before this time: of a killed process."""
        found = [
            name.removeprefix(BUNDLES_FOLDER)
            for name, stored_at in self.blobs.list()
            if name.startswith(BUNDLES_FOLDER) and stored_at < before
        ]
        with self.database.read_session() as session:
            named = set(session.scalars(select(BundledDocument.bundle).distinct()))
        return [bundle for bundle in found if bundle not in named]

    def delete_unnamed(self, before: datetime) -> int:
        """Delete what `list_unnamed` lists, and what was replaced; return how many. Raises
        BlobStoreUnavailable, for one that cannot be deleted after the others were."""
        errors = self.delete_retired()
        unnamed = self.list_unnamed(before)
        errors += do_each(self.blobs, unnamed, lambda bundle: self.blobs.delete(f"{BUNDLES_FOLDER}{bundle}"))
        raise_first(errors)
        return len(unnamed)

    def _write_bundle(
        self, batch: Sequence[tuple[str, bytes]], session: Session | None
    ) -> tuple[str, tuple[str, ...]]:
        """Store one bundle and read it back. Nothing refers to it yet."""
        bundle = build_bundle(batch, token_hex(8))
        self.blobs.put(f"{BUNDLES_FOLDER}{bundle.digest}", bundle.content, session)
        if self.blobs.get(f"{BUNDLES_FOLDER}{bundle.digest}", session) != bundle.content:
            raise DocumentChanged(f"the bundle {bundle.digest} is not stored as it was written")
        return bundle.digest, bundle.names

    def _rewrite(self, bundle: str, unwanted: set[str]) -> None:
        """Write a bundle anew without some documents; if another process changed it meanwhile do nothing."""
        with self.database.read_session() as session:
            names = _list_names(session, bundle)
        kept = [name for name in names if name not in unwanted]
        new = self._copy(bundle, kept) if kept else bundle
        if not self._move_names(bundle, names, unwanted, new) and new != bundle:
            # nothing refers to it, and it has what the other process deleted
            self.blobs.delete(f"{BUNDLES_FOLDER}{new}")

    def _move_names(self, bundle: str, names: Sequence[str], unwanted: set[str], new: str) -> bool:
        """Record that `new` has what a bundle had, without some documents; return False if another process
        changed it meanwhile."""
        with self.database.write_session() as session:
            if not names or _list_names(session, bundle, lock=True) != names:
                return False
            mine = BundledDocument.bundle == bundle
            gone = [name for name in names if name in unwanted]
            for at in range(0, len(gone), _NAMES_AT_ONCE):
                batch = gone[at : at + _NAMES_AT_ONCE]
                session.execute(delete(BundledDocument).where(mine, BundledDocument.name.in_(batch)))
            session.execute(update(BundledDocument).where(mine).values(bundle=new))
            if new != bundle or len(gone) == len(names):
                session.add(RetiredBundle(bundle=bundle))
        return True

    def _copy(self, bundle: str, names: Sequence[str]) -> str:
        """Write a new bundle of some documents of another; return it. Of a bundle that is gone there is none:
        then return the old one."""
        try:
            opened = _open(self.blobs, bundle)
        except BlobMissing:
            return bundle
        return self._write_bundle([(name, _require(opened, name)) for name in names], None)[0]

    def _find_bundles(self, name: str) -> Iterator[str]:
        """Yield the bundles that a document lies in; a second time if it moved to another one meanwhile."""
        query = (
            select(BundledDocument.bundle)
            .where(BundledDocument.name == name)
            .order_by(BundledDocument.bundle)
        )
        tried: list[str] = []
        while True:
            with self.database.read_session() as session:
                new = [bundle for bundle in session.scalars(query) if bundle not in tried]
            if not new:
                return
            yield from new
            tried += new

    def _list_bundles(self, names: Sequence[str]) -> list[str]:
        found: set[str] = set()
        with self.database.read_session() as session:
            for at in range(0, len(names), _NAMES_AT_ONCE):
                batch = names[at : at + _NAMES_AT_ONCE]
                found |= set(
                    session.scalars(select(BundledDocument.bundle).where(BundledDocument.name.in_(batch)))
                )
        return sorted(found)


def forget_opened_bundles() -> None:
    """Have each bundle be read anew from where it is kept."""
    _open.cache_clear()


@lru_cache(_OPENED)
def _open(blobs: BlobStore, bundle: str) -> OpenedBundle:
    return open_bundle(bundle, blobs.get(f"{BUNDLES_FOLDER}{bundle}"))


def _read_whole(opened: OpenedBundle, name: str) -> bytes | None:
    """Return a document of a bundle, None if it is damaged or not there."""
    with suppress(DocumentChanged):
        return opened.read(name)
    return None


def _check(name: str, content: bytes, digest: str) -> bytes:
    if sha256(content) != digest:
        raise DocumentChanged(f"the document {name} was changed after it was made")
    return content


def _require(opened: OpenedBundle, name: str) -> bytes:
    content = opened.read(name)
    if content is None:
        raise DocumentChanged(f"the document {name} is not in the bundle that is said to hold it")
    return content


def _record_names(session: Session, bundle: str, names: Sequence[str]) -> None:
    """Record in which bundle these documents lie."""
    session.execute(
        insert(BundledDocument), [{"name": name, "bundle": bundle} for name in sorted(set(names))]
    )


def _list_names(session: Session, bundle: str, *, lock: bool = False) -> list[str]:
    query = (
        select(BundledDocument.name).where(BundledDocument.bundle == bundle).order_by(BundledDocument.name)
    )
    return list(session.scalars(query.with_for_update() if lock else query))
