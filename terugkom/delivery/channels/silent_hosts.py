"""Hosts that took a connection, or none, and did not answer in time: a run does not ask them again.

The sites of many municipalities may be on one host, or have names of their own on one machine, and each would
be waited for half a minute. A run is a process, which forgets with its end; one that lives longer asks again
after a while.
"""

from dataclasses import dataclass, field
from threading import Lock

from terugkom import clock
from terugkom.delivery.channels.base import Reason

_REMEMBERED_SECONDS = 1200.0  # longer than nearly all runs
_NAMES = 2  # silent at one address: a site that hangs on a machine of many is no silence of all

_Host = tuple[str, int]  # its name or its address, and the port


@dataclass(frozen=True)
class _Silence:
    """Why a host is known as silent, since when, and the address that it was asked at, if it was."""

    reason: Reason
    at: float
    address: str


@dataclass(frozen=True)
class SilentHosts:
    """Which hosts were silent, why, and since when. Threads may share it."""

    _found: dict[_Host, _Silence] = field(default_factory=dict)
    _answered: dict[_Host, float] = field(default_factory=dict)  # by address: when it last did
    _accepted: set[_Host] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def record(self, host: str, port: int, reason: Reason, address: str = "") -> None:
        """Record that a host did not answer, at an address; or that an address, given as host, did not."""
        with self._lock:
            now = clock.measure()
            for each in [each for each, found in self._found.items() if not _is_remembered(found.at, now)]:
                del self._found[each]
            self._found[host.lower(), port] = _Silence(reason, now, address)

    def record_if_silent(self, host: str, port: int, error: Exception, reason: Reason) -> None:
        """Record it if an error says that no answer came in time."""
        if is_silence(error):
            self.record(host, port, reason)

    def record_answer(self, address: str, port: int) -> None:
        """Record that an address answered: of the hosts there that were silent before, it says nothing."""
        with self._lock:
            self._answered[address, port] = clock.measure()

    def record_acceptance(self, host: str, port: int) -> None:
        """Record that a mail server accepted a mail: some that it does not answer say nothing of the rest."""
        with self._lock:
            self._accepted.add((host.lower(), port))

    def has_accepted(self, host: str, port: int) -> bool:
        """Return whether a mail server accepted any mail, in whichever batch of the run."""
        with self._lock:
            return (host.lower(), port) in self._accepted

    def find(self, host: str, port: int) -> Reason | None:
        """Return why a host is not asked again, None if it is."""
        with self._lock:
            found = self._found.get((host.lower(), port))
        return found.reason if found and _is_remembered(found.at, clock.measure()) else None

    def find_address(self, address: str, port: int) -> Reason | None:
        """Return why no host is asked at an address: it took no connection, or several of its hosts were
        silent and none has answered since. None if they are."""
        if why := self.find(address, port):
            return why
        now = clock.measure()
        with self._lock:
            answered_at = self._answered.get((address, port), float("-inf"))
            silent = [
                found.reason
                for (_, at_port), found in self._found.items()
                if (found.address, at_port) == (address, port)
                and found.at > answered_at
                and _is_remembered(found.at, now)
            ]
        return silent[-1] if len(silent) >= _NAMES else None

    def forget(self) -> None:
        """Have each host be asked again."""
        with self._lock:
            self._found.clear()
            self._answered.clear()
            self._accepted.clear()


def _is_remembered(at: float, now: float) -> bool:
    return now - at < _REMEMBERED_SECONDS


SILENT_HOSTS = SilentHosts()  # of this process


def is_silence(error: BaseException | None) -> bool:
    """Return whether an error says that no answer came in time; libraries make others of it."""
    while error is not None:
        if isinstance(error, TimeoutError):
            return True
        error = error.__context__
    return False
