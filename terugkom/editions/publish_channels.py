"""The publishing channels of a municipality."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PublishChannels:
    """The publishing channels configured for a municipality; `internal` holds those that only staff can
    read."""

    public: frozenset[str] = frozenset()
    internal: frozenset[str] = frozenset()
