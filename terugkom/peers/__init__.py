"""Sharing actions between municipalities: which actions, what worked, what did not; never people."""
