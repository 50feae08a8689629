"""Channels: a channel is one small class that sends one message, or raises why it could not; see `base`."""
