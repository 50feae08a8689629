"""Stores that did not answer: a run does not ask them again, as each of its documents would wait as long."""

from dataclasses import dataclass, field
from threading import Lock

from terugkom import clock

_LEFT_ALONE_SECONDS = 300.0  # by a process that lives longer than a run


@dataclass(frozen=True)
class SilentStores:
    """Which stores were silent, by URL: why, and since when. Threads may share it."""

    _found: dict[str, tuple[str, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def record(self, url: str, reason: str) -> None:
        """Record that a store did not answer."""
        with self._lock:
            self._found[url] = reason, clock.measure()

    def find(self, url: str) -> str:
        """Return why a store is not asked again; empty if it is."""
        with self._lock:
            reason, at = self._found.get(url, ("", 0.0))
        return reason if reason and clock.measure() - at < _LEFT_ALONE_SECONDS else ""

    def forget(self) -> None:
        """Have each store be asked again."""
        with self._lock:
            self._found.clear()


SILENT_STORES = SilentStores()  # of this process
