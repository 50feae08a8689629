"""Hosts that took a connection, or none, and did not answer in time: a run does not ask them again.

The sites of many municipalities may be on one host, and each would be waited for half a minute. A run is a
process, which forgets with its end; one that lives longer asks again after a while.
"""

from dataclasses import dataclass, field
from threading import Lock

from terugkom import clock
from terugkom.delivery.channels.base import Reason

_REMEMBERED_SECONDS = 1200.0  # longer than nearly all runs

_Host = tuple[str, int]  # its name and the port


@dataclass(frozen=True)
class SilentHosts:
    """Which hosts were silent, why, and since when. Threads may share it."""

    _found: dict[_Host, tuple[Reason, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def record(self, host: str, port: int, reason: Reason) -> None:
        """Record that a host did not answer."""
        with self._lock:
            self._found[host.lower(), port] = reason, clock.measure()

    def record_if_silent(self, host: str, port: int, error: Exception, reason: Reason) -> None:
        """Record it if an error says that no answer came in time."""
        if is_silence(error):
            self.record(host, port, reason)

    def find(self, host: str, port: int) -> Reason | None:
        """Return why a host is not asked again, None if it is."""
        with self._lock:
            reason, at = self._found.get((host.lower(), port), (None, 0.0))
        return reason if clock.measure() - at < _REMEMBERED_SECONDS else None

    def forget(self) -> None:
        """Have each host be asked again."""
        with self._lock:
            self._found.clear()


SILENT_HOSTS = SilentHosts()  # of this process


def is_silence(error: BaseException | None) -> bool:
    """Return whether an error says that no answer came in time; libraries make others of it."""
    while error is not None:
        if isinstance(error, TimeoutError):
            return True
        error = error.__context__
    return False
