"""Ways out: a channel is one small class that hands over one parcel, or says why it could not."""

from terugkom.delivery.channels.base import (
    Channel,
    ChannelDown,
    ChannelError,
    HandedOverInDoubt,
    Lanes,
    OnDoubt,
    Parcel,
    PermanentFailure,
    TemporaryFailure,
)

__all__ = [
    "Channel",
    "ChannelDown",
    "ChannelError",
    "HandedOverInDoubt",
    "Lanes",
    "OnDoubt",
    "Parcel",
    "PermanentFailure",
    "TemporaryFailure",
]
