"""The command `terugkom`: what the officer and the IT person type."""

from terugkom.command_line.main import main

__all__ = ["main"]
