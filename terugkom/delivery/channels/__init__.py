"""Channels: a channel is one small class that sends one message, or raises why it could not."""

from terugkom.delivery.channels.base import (
    FOLDER,
    SMTP,
    Channel,
    ChannelError,
    ChannelSuspected,
    ChannelUnavailable,
    ConnectionBroke,
    ConnectionFactory,
    DeliveryInDoubt,
    InDoubtPolicy,
    OutgoingMessage,
    PermanentFailure,
    TemporaryFailure,
)

__all__ = [
    "FOLDER",
    "SMTP",
    "Channel",
    "ChannelError",
    "ChannelSuspected",
    "ChannelUnavailable",
    "ConnectionBroke",
    "ConnectionFactory",
    "DeliveryInDoubt",
    "InDoubtPolicy",
    "OutgoingMessage",
    "PermanentFailure",
    "TemporaryFailure",
]
