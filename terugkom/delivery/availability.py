"""For which municipalities a channel turned out to be unavailable, while a batch is sent through it."""

from collections import Counter

from terugkom.delivery.channels.base import Channel, ChannelError, ChannelSuspected, ChannelUnavailable
from terugkom.delivery.channels.silent_hosts import is_silence
from terugkom.delivery.outbox import ClaimedDelivery

ALL_MUNICIPALITIES = None  # the key for a channel that all municipalities share, when it is unavailable
_MAX_UNANSWERED = 5  # in a row, in one run of the loop: each may take half a minute
_MAX_SUSPICIONS = 5  # refusals about us in a row, with nothing accepted: then the channel is unavailable


class Availability:
    """For which municipalities a channel turned out to be unavailable, and why, in one run of the loop."""

    def __init__(self, channel: Channel) -> None:
        self.unavailable: dict[str | None, ChannelError] = {}
        self._channel = channel
        self._server_per_municipality = channel.server_per_municipality
        self._suspicions: list[ChannelError] = []
        self._unanswered = Counter[str | None]()  # in a row
        self._accepted = False
        self._stalled_by: ChannelError | None = None

    @property
    def is_down(self) -> bool:
        """Whether nothing can be sent to anybody."""
        return ALL_MUNICIPALITIES in self.unavailable

    @property
    def is_stalled(self) -> bool:
        """Whether what is left is to be claimed anew, without those that were not answered."""
        return self._stalled_by is not None

    @property
    def suspicion(self) -> dict[str | None, ChannelError]:
        """The first refusal about us, or what it stalled by, for all municipalities; empty if neither."""
        first = next(iter(self._suspicions), self._stalled_by)
        return {ALL_MUNICIPALITIES: first} if first else {}

    def record_accepted(self, delivery: ClaimedDelivery) -> None:
        """Record that the channel accepted a delivery: what it refuses to others is not for us."""
        self._accepted = True
        self._unanswered[self._find_key(delivery)] = 0

    def record_unanswered(self, delivery: ClaimedDelivery, error: ChannelError) -> None:
        """Record that the server of a delivery did not answer; after several in a row it is left alone.

        Or each of thousands would be waited for. Where it accepted others before, and all use it, it may be
        those few: the rest is tried once more.
        """
        key = self._find_key(delivery)
        self._unanswered[key] += 1
        if self._unanswered[key] < _MAX_UNANSWERED:
            return
        if key is ALL_MUNICIPALITIES and self._accepted:
            self._stalled_by = _drop_traceback(error)
            return
        self.unavailable[key] = _drop_traceback(error)
        if key is ALL_MUNICIPALITIES and is_silence(error):  # the next batch would wait as long again
            self._channel.record_silence(error.reason)

    def record_suspicion(self, error: ChannelSuspected) -> None:
        """Record a refusal about us; after several, with nothing accepted, the channel is unavailable."""
        self._suspicions.append(_drop_traceback(error))
        if len(self._suspicions) >= _MAX_SUSPICIONS:
            self.conclude()

    def record_unavailable(self, delivery: ClaimedDelivery, error: ChannelUnavailable) -> None:
        """Record that the channel is unavailable, for all or for the municipality of this delivery."""
        key = delivery.municipality if error.one_municipality else self._find_key(delivery)
        self.unavailable[key] = _drop_traceback(error)

    def _find_key(self, delivery: ClaimedDelivery) -> str | None:
        return delivery.municipality if self._server_per_municipality else ALL_MUNICIPALITIES

    def conclude(self) -> None:
        """Take the channel for unavailable if there were refusals about us and nothing was accepted."""
        if self._suspicions and not self._accepted:
            self.unavailable |= self.suspicion


def _drop_traceback(error: ChannelError) -> ChannelError:
    """Return an error with the same reason: a traceback would keep all that was being sent in memory."""
    return ChannelError(error.reason)
