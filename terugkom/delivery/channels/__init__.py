"""Channels: a channel is one small class that sends one message, or raises why it could not."""

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
