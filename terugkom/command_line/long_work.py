"""What a command that may take minutes says meanwhile: counts alone, on standard error."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event, Thread

from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.command_line.printing import print_progress
from terugkom.documents.blobs import BlobStore
from terugkom.documents.bundle_store import BundleStore

EVERY_SECONDS = 10.0


@dataclass(frozen=True, eq=False)
class _CountedBlobs:
    """A store that counts what is asked of it."""

    blobs: BlobStore
    counts: Counter[str] = field(default_factory=Counter)

    def put(self, name: str, content: bytes, session: Session | None = None) -> None:
        self.blobs.put(name, content, session)
        self.counts["written"] += 1

    def get(self, name: str, session: Session | None = None) -> bytes:
        content = self.blobs.get(name, session)
        self.counts["read"] += 1
        return content

    def delete(self, name: str) -> None:
        self.blobs.delete(name)
        self.counts["deleted"] += 1

    def list(self) -> Iterator[tuple[str, datetime]]:
        return self.blobs.list()

    def describe(self) -> str:
        return self.blobs.describe()


@contextmanager
def report_long_work(bundles: BundleStore | None) -> Iterator[BundleStore | None]:
    """Yield the bundles to work with, and print every ten seconds how long it takes already and what was
    asked of their store: one that is far away, or silent, takes minutes."""
    counted = _CountedBlobs(bundles.blobs) if bundles else None
    is_done, began = Event(), clock.measure()

    def report() -> None:
        while not is_done.wait(EVERY_SECONDS):
            counts = counted.counts if counted else Counter[str]()
            asked = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
            of_bundles = f"; bundles of documents: {asked}" if asked else ""
            print_progress(f"at work for {clock.measure() - began:.0f} seconds{of_bundles}")

    thread = Thread(target=report, daemon=True)
    thread.start()
    try:
        yield replace(bundles, blobs=counted) if bundles and counted else bundles
    finally:
        is_done.set()
        thread.join()
